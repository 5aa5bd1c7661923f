import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../bench/statistics';
import { FUNCTIONS, bundle } from '../build/bundle';
import { startSync } from '../local-twilio';
import { messagesIn } from '../testing/messages';
import { serve, type Server } from '../testing/server';
import { ACCOUNT } from '../testing/sync';

const PEOPLE = 2000;
/** So many texts are on their way at the same time. */
const AT_ONCE = 10;
/** The budget of a pair is 200 turns in an hour. */
const MOST_TEXTS = 150;
/** The run is told in so many parts. */
const PARTS = 10;

/** What was seen in one part of the run. */
export interface Part {
  readonly store: string;
  readonly texts: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Resident memory of the local runtime at the end of the part. */
  readonly memory_mb: number;
  /** With Sync: acknowledged texts that do not count in the end. With the cookie: replies that do not follow from it. */
  readonly lost: number;
  /** Deliveries that counted again. */
  readonly doubled: number;
}

/** Somebody who texts, and what they know of the conversation. */
interface Person {
  readonly from: string;
  texts: number;
  cookie: string | undefined;
  /** How many texts the cookie stands for. */
  count: number;
  last: string | undefined;
}

/**
 * Texts the greeter, which the real local runtime serves, from 2,000 phones: of ten texts one comes together with
 * another of the same person, one is delivered again, and one comes after the cookie was lost.
 */
export async function endure(store: 'sync' | 'cookie', minutes: number): Promise<Part[]> {
  await bundle(FUNCTIONS);
  const sync = await startSync({ port: 0 });
  const variables = {
    SESSION_SECRET: 'the secret of the endurance run is long enough',
    SESSION_STORE: store,
    SYNC_URL: sync.url,
    ...ACCOUNT,
  };
  const server = await serve({ env: variables });
  try {
    return await texting(store, minutes, server);
  } finally {
    await server.stop();
    await sync.close();
  }
}

async function texting(store: string, minutes: number, { port, pid }: Server): Promise<Part[]> {
  const people = Array.from({ length: PEOPLE }, (_, n): Person => ({
    from: `+1${4_150_000_000 + n}`,
    texts: 0,
    cookie: undefined,
    count: 0,
    last: undefined,
  }));
  const parts: Part[] = [];
  let ids = 0;
  let lost = 0;
  let doubled = 0;
  for (let part = 0; part < PARTS; part++) {
    const times: number[] = [];
    // A fast machine pauses then, so that something is left for the last part.
    const most = (PEOPLE * MOST_TEXTS) / PARTS;
    const end = performance.now() + (minutes * 60_000) / PARTS;
    /** Those who are not texting now. Only two texts of one person that belong together are sent at once. */
    const idle = [...people];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (performance.now() < end && times.length < most) {
          const [person] = idle.splice(Math.floor(Math.random() * idle.length), 1);
          if (person === undefined) break;
          await talk(person, times);
          if (person.texts < MOST_TEXTS) idle.push(person);
        }
      }),
    );
    await sleep(Math.max(0, end - performance.now()));
    if (part === PARTS - 1 && store === 'sync') for (const person of people) await compare(person);
    parts.push({
      store,
      texts: times.length,
      p50_ms: Math.round(quantile(times, 0.5) * 10) / 10,
      p99_ms: Math.round(quantile(times, 0.99) * 10) / 10,
      memory_mb: memoryOf(pid),
      lost,
      doubled,
    });
  }
  return parts;

  async function talk(person: Person, times: number[]): Promise<void> {
    const chance = Math.random();
    if (chance < 0.1) {
      await Promise.all([hear(person, `${ids++}`, times), hear(person, `${ids++}`, times)]);
    } else if (chance < 0.2 && person.last !== undefined && store === 'sync') {
      await hear(person, person.last, times, true);
    } else {
      if (chance > 0.9) {
        person.cookie = undefined;
        if (store === 'cookie') person.count = 0;
      }
      await hear(person, `${ids++}`, times);
    }
  }

  /** @param again whether this message was delivered before, so that it does not count */
  async function hear(person: Person, id: string, times: number[], again = false): Promise<void> {
    const { cookie, count } = person;
    const began = performance.now();
    const said = await text(port, person.from, id, cookie);
    times.push(performance.now() - began);
    if (again) return;
    person.texts++;
    person.last = id;
    if (store === 'sync') {
      person.count++;
    } else {
      if (countIn(said.reply) !== count + 1) lost++;
      person.count = count + 1;
      person.cookie = said.cookie;
    }
  }

  /** One more text tells how many have counted. */
  async function compare({ from, count }: Person): Promise<void> {
    if (count === 0) return;
    const more = countIn((await text(port, from, `${ids++}`, undefined)).reply) - (count + 1);
    if (more < 0) lost -= more;
    else doubled += more;
  }
}

/** How many texts the greeter has counted. An apology is no count. */
function countIn(reply: string): number {
  return reply.startsWith('Thanks') ? 1 : Number(/ (\d+) times/.exec(reply)?.[1]);
}

async function text(port: number, from: string, id: string, cookie: string | undefined) {
  const sid = `SM${id.padStart(32, '0')}`;
  const response = await fetch(`http://127.0.0.1:${port}/sms`, {
    method: 'POST',
    headers: cookie === undefined ? {} : { cookie },
    body: new URLSearchParams({ From: from, To: '+14155550100', Body: 'hi', MessageSid: sid }),
  });
  const [reply] = messagesIn(await response.text());
  return { reply: reply?.body ?? '', cookie: response.headers.getSetCookie()[0]?.split(';')[0] };
}

/** The resident memory of a process, in MB. */
function memoryOf(pid = NaN): number {
  return Math.round(
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024,
  );
}
