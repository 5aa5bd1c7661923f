import { booking } from '../../conversations/booking/booking';
import { answer, type FunctionContext } from '../../src/answer';
import type { Conversation } from '../../src/conversation';
import { ask, choose, confirm, dialogue, wholeNumber } from '../../src/dialogue';
import { keywords } from '../../src/dialogue/menu';
import { normalizeWord } from '../../src/word';
import { toTwiml } from '../../src/twilio/twiml';
import { installRuntime } from '../../tools/testing/runtime';

/*
 * Whatever anybody sends, or a conversation says: ten times as long takes ten times as long, and not a
 * hundred times. So one request cannot hold up the others.
 */

const MOST = 15;

beforeAll(() => {
  installRuntime();
});

/** The shortest of some runs, in milliseconds: what disturbs a run makes it longer. */
async function timeOf(run: () => unknown): Promise<number> {
  let shortest = Infinity;
  for (let n = 0; n < 5; n++) {
    const start = performance.now();
    await run();
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}

async function ratioOf(run: (length: number) => unknown): Promise<number> {
  await run(1000); // what is made once
  const short = await timeOf(() => run(30_000));
  const long = await timeOf(() => run(300_000));
  return long / Math.max(short, 1); // below a millisecond there is noise alone
}

const echo: Conversation<number> = {
  name: 'echo',
  version: 1,
  turn: ({ body }) => ({ replies: [body], state: 1 }),
};

const survey = dialogue('survey', function* () {
  yield* ask('What?');
  yield* choose('Which?', ['One', 'Two']);
  yield* ask('How many?', wholeNumber());
  yield* confirm('Sure?');
});

const conversations: readonly [string, Conversation<never>][] = [
  ['one that says it again', echo as never],
  ['a dialogue', survey as never],
  ['a menu', keywords({ survey }, echo) as never],
  ['a booking', booking({ save: () => Promise.resolve('') }) as never],
];

const texts: readonly [string, string][] = [
  ['dots', '.'],
  ['dots and a letter', '.'],
  ['white space', ' '],
  ['line ends', '\n'],
  ['letters', 'a'],
  ['digits', '7'],
  ['marks', '\u0301'],
  ['emoji', '😀'],
  ['joined emoji', '👩‍'],
];

describe.each(conversations)('%s', (_, conversation) => {
  test.each(texts)('hears %s', async (what, unit) => {
    const handler = answer(() => conversation, { budget: false });
    const text = (body: string) =>
      new Promise((resolve) => {
        const event = { From: '+14158675308', To: '+14155550100', Body: body };
        const context = { SESSION_SECRET: 's'.repeat(32) } as unknown as FunctionContext;
        void handler(context, event, ((__: null, response: unknown) => {
          resolve(response);
        }) as never);
      });
    const end = what === 'dots and a letter' ? 'a' : '';
    expect(await ratioOf((length) => text(unit.repeat(length / unit.length) + end))).toBeLessThan(MOST);
  });
});

// Before, a pattern for the end took 3.8 s for 50,000 dots, and NFKC 9 s for 100,000 marks.
describe.each([
  ['dots', '.'],
  ['dots and letters', '.a'],
  ['white space', ' '],
  ['marks', '\u0301\u0316'],
  ['marks that are seen as such only when normalised', '\uff9e\u0316'],
  ['marks with something unseen between them', '\u0301\u200d\u0316\u200d'],
  ['hyphens', ' -:-'],
  ['emoji', '👍🏽👨‍👩‍👧'],
])('a word of %s', (_, unit) => {
  const wordOf = (length: number) => normalizeWord(`a${unit.repeat(length / unit.length)}`);

  test('is heard in a time that its length gives', async () => {
    expect(await ratioOf(wordOf)).toBeLessThan(MOST);
  });

  test('is heard in a moment if it is the longest that may be one', async () => {
    expect(await timeOf(() => wordOf(1598))).toBeLessThan(20);
  });
});

test.each(texts)('a reply of %s', async (_, unit) => {
  const ratio = await ratioOf((length) => toTwiml([unit.repeat(length / unit.length)], () => undefined));
  expect(ratio).toBeLessThan(MOST);
});

test('what is past the tenth message is not worked on', async () => {
  const replies = Array.from({ length: 1000 }, () => 'word '.repeat(10_000));
  expect(await timeOf(() => toTwiml(replies, () => undefined))).toBeLessThan(
    5 * (await timeOf(() => toTwiml(replies.slice(0, 1), () => undefined))) + 5,
  );
});

test('of a text that is longer than any channel carries, the beginning is heard', async () => {
  const turn = jest.fn(() => ({ replies: [], state: undefined }));
  const handler = answer(() => ({ name: 'n', version: 1, turn }));
  const event = { From: '+1', To: '+2', Body: 'x'.repeat(5000) };
  await handler({ SESSION_SECRET: 's'.repeat(32) } as never, event, () => undefined);
  const body = 'x'.repeat(4096);
  expect(turn).toHaveBeenCalledWith(
    expect.objectContaining({ body, params: expect.objectContaining({ Body: body }) as object }),
    undefined,
    expect.anything(),
  );
});
