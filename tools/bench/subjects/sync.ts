import type { FunctionContext, Handler } from '../../../src/answer';
import { messagesIn } from '../../testing/messages';
import { ACCOUNT, installSync } from '../../testing/sync';
import { installRuntime } from '../../testing/runtime';
import { deployed } from '../built';
import { eventOf, take } from '../message';
import { inRounds } from '../rounds';
import { quantile } from '../statistics';
import { marked, type Row, type Subject } from '../subject';

const REGULARS = 50;
const PAIRS = 200;
const TEXTS = 10;
/** More at once, in one process, and Sync's answers wait for us rather than we for them. */
const AT_ONCE = 20;

const context = {
  SESSION_SECRET: 'the secret of the benchmark is long enough',
  SESSION_STORE: 'sync',
} as unknown as FunctionContext;

/** What Sync costs beside the cookie, and whether it loses or doubles a text. The stand-in of Sync runs in the same process. */
export const sync: Subject = {
  title: 'Twilio Sync as the store, with a stand-in that answers at once',
  comparedWith: 'the cookie',
  async measure() {
    installRuntime({ 'callers.private.json': '{ "+14158675308": "Rey" }' }, ACCOUNT);
    let calls = 0;
    const standIn = await installSync({
      // Its limit for one document is not what is measured.
      now: () => Date.now() + calls * 100,
      mishap: () => {
        calls++;
        return undefined;
      },
    });
    const handler = deployed();
    try {
      const [cookie, message] = await oneMessage(handler, () => calls);
      return [cookie, message, await load(handler, () => calls, cookie.median_us ?? NaN)];
    } finally {
      await standIn.close();
    }
  },
};

async function oneMessage(handler: Handler, calls: () => number): Promise<[Row, Row]> {
  const event = eventOf('hello', await take(handler, eventOf('hello')));
  let messages = 0;
  // Several, so that none uses up the budget of an hour. Each is known before it is timed.
  const people = Array.from({ length: REGULARS }, (_, n) => `+1415555${2000 + n}`);
  for (const from of people) await send(handler, from);
  const before = calls();
  const [cookie, ours] = await inRounds([
    { name: 'the cookie', run: () => take(handler, event) },
    {
      name: 'Sync: a read and a write over HTTP on loopback',
      run: async () => {
        messages++;
        await send(handler, String(people[messages % people.length]));
      },
    },
  ]);
  if (!cookie || !ours) throw new Error('A contender is missing.');
  const each = (calls() - before) / messages;
  const row = { ...ours, also: { calls_a_message: each } };
  return [cookie, marked(row, 'two calls a message', each === 2)];
}

/** Many pairs, some of them at once; half of all texts come in twos that collide. */
async function load(handler: Handler, calls: () => number, cookie_us: number): Promise<Row> {
  const before = calls();
  const times: number[] = [];
  const start = performance.now();
  const waiting = Array.from({ length: PAIRS }, (_, n) => n);
  let sum = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
        const counted = await talk(pair);
        sum += counted;
      }
    }),
  );
  const milliseconds = performance.now() - start;
  const expected = PAIRS * TEXTS;
  const perMessage = (milliseconds * 1000) / expected;
  return marked(
    {
      name: `${PAIRS} pairs, ${AT_ONCE} of them at once, ${TEXTS} texts each, half of them in colliding twos`,
      median_us: perMessage,
      ratio: perMessage / cookie_us,
      also: {
        messages_a_second: (expected * 1000) / milliseconds,
        p50_ms: Math.round(quantile(times, 0.5)),
        p99_ms: Math.round(quantile(times, 0.99)),
        calls_a_message: (calls() - before) / expected,
      },
    },
    `the sum of all counts is exactly ${expected}: ${sum}`,
    sum === expected,
  );

  /** Gives the last count of the Function; NaN if two texts got the same count. */
  async function talk(pair: number): Promise<number> {
    const from = `+1${4_150_000_000 + pair}`;
    const counted = new Set<number>();
    const text = async () => {
      const begun = performance.now();
      counted.add(await send(handler, from));
      times.push(performance.now() - begun);
    };
    // Two twos, or three: over all pairs, five texts of ten.
    const twos = 2 + (pair % 2);
    for (let two = 0; two < twos; two++) await Promise.all([text(), text()]);
    for (let one = 2 * twos; one < TEXTS; one++) await text();
    return counted.size === TEXTS ? Math.max(...counted) : NaN;
  }
}

let sent = 0;

/** Texts once, and gives how many texts the Function says there were. */
async function send(handler: Handler, From: string): Promise<number> {
  const MessageSid = `SM${(++sent).toString(16).padStart(32, '0')}`;
  let said = '';
  await handler(context, { ...eventOf('hello'), From, MessageSid }, (_, response) => {
    said = messagesIn((response as { body: string }).body)[0]?.body ?? '';
  });
  return said.startsWith('Thanks') ? 1 : Number(/ (\d+) times/.exec(said)?.[1]);
}
