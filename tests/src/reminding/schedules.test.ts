import type { Twilio } from 'twilio';
import { ask, dialogue, matching, reminding, type Documents } from '../../../src';
import { documentStore } from '../../../src/session/document-store';
import { NotDone } from '../../../src/session/documents';
import { messageId } from '../../../src/session/ids';
import { PairDocument } from '../../../src/session/pair-document';
import { ENGLISH } from '../../../src/english-words';
import { messagesApi, type MessagesApi } from '../../../tools/local-twilio';
import { message } from '../../../tools/testing/messages';

/*
 * Reminders under every order of calls: texts that race, and a process that ends at any call, before it was heeded
 * or after. Twilio may deliver the message of such a process again.
 *
 * RUNS=5900 npx jest tests/src/reminding/schedules prints the counts of more.
 */

const RUNS = Number(process.env.RUNS ?? 150);
const MINUTE = 60_000;
/** Of a turn, in milliseconds. */
const LIMIT = 8_500;

jest.setTimeout(600_000);

const booking = dialogue(
  'booking',
  function* () {
    yield* ask('One?', matching(/ok/), { remind: { after: '2h', say: 'One, please.' } });
    const letGo = { after: '1d', say: 'We let it go.' } as const;
    yield* ask('Two?', matching(/ok/), { remind: { after: '3h', say: 'Two, please.', letGo } });
    yield* ask('Three?', matching(/ok/));
    yield* ask('Four?', matching(/ok/), { remind: { after: '2h', say: 'Four, please.' } });
    return 'Done.';
  },
  { reminds: reminding() },
);

/** Numbers from 0 to 1 that are the same for the same seed: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Delivery {
  readonly sid: string;
  readonly body: string;
  /** Whether it begins before the one before it has ended. */
  readonly races: boolean;
}

/** One run of the Function. It stops before and after each call, until it is let go. */
class Process {
  state: 'running' | 'waiting' | 'done' | 'dead' = 'running';
  /** Settles once it does not run any more. */
  stopped: Promise<void> = Promise.resolve();
  #calls = 0;
  #go: () => void = () => undefined;
  #stop: () => void = () => undefined;

  constructor(
    readonly delivery: Delivery,
    /** At which stop it ends. */
    private readonly diesAt: number,
  ) {}

  begin(run: () => Promise<unknown>): void {
    this.#runs();
    void run().then(
      () => {
        this.#stops('done');
      },
      () => {
        this.#stops('done');
      },
    );
  }

  go(): void {
    this.#runs();
    this.#go();
  }

  async call<Result>(heed: () => Result): Promise<Result> {
    await this.#wait();
    const heeded = Promise.resolve().then(heed);
    await heeded.catch(() => undefined);
    await this.#wait();
    return heeded;
  }

  #wait(): Promise<void> {
    const isDead = this.#calls++ === this.diesAt;
    const gone = new Promise<void>((resolve) => (this.#go = resolve));
    this.#stops(isDead ? 'dead' : 'waiting');
    return gone;
  }

  #runs(): void {
    this.state = 'running';
    this.stopped = new Promise((resolve) => (this.#stop = resolve));
  }

  #stops(state: 'waiting' | 'done' | 'dead'): void {
    this.state = state;
    this.#stop();
  }
}

/** A service of documents, in memory. */
function documentsOf(kept: Map<string, string>, process?: Process): Documents {
  const call = <Result>(heed: () => Result) =>
    process === undefined ? Promise.resolve().then(heed) : process.call(heed);
  return {
    limit: 100_000,
    read: (name) =>
      call(() => {
        const text = kept.get(name);
        return text === undefined ? undefined : { text, revision: text };
      }),
    write: (name, text, _, on) =>
      call(() => {
        if (kept.get(name) !== on?.revision)
          throw new NotDone('Memory', 'write', 'another came first', 'later');
        kept.set(name, text);
        return text;
      }),
    remove: (name) =>
      call(() => {
        kept.delete(name);
      }),
  };
}

/** The Messages API of the local Twilio, without its HTTP. */
function clientOf({ messages }: MessagesApi, process?: Process): Pick<Twilio, 'messages'> {
  const call = <Result extends object>(heed: () => Result) => {
    const answer = () => {
      const result = heed();
      if ('code' in result) throw Object.assign(new Error(), result);
      return result;
    };
    return process === undefined ? Promise.resolve().then(answer) : process.call(answer);
  };
  const client = Object.assign((sid: string) => ({ update: () => call(() => messages.cancel(sid)) }), {
    create: ({ from, to, body, messagingServiceSid, scheduleType, sendAt }: Record<string, unknown>) =>
      call(() =>
        messages.create(
          new URLSearchParams({
            From: String(from),
            To: String(to),
            Body: String(body),
            MessagingServiceSid: String(messagingServiceSid),
            ScheduleType: String(scheduleType),
            SendAt: (sendAt as Date).toISOString(),
          }),
        ),
      ),
    list: ({ from, to }: Record<'from' | 'to', string>) => call(() => messages.list({ from, to })),
  });
  return { messages: client } as unknown as Pick<Twilio, 'messages'>;
}

/** What comes after a process that has ended: nothing, the same message again, or another text of theirs. */
type After = 'silence' | 'the same message' | 'another text';

interface Outcome {
  readonly crashed: boolean;
  readonly raced: boolean;
  /** Scheduled, although the question is not open any more. */
  readonly orphaned: number;
  /** Of these, what nothing leads to: neither the next text nor STOP cancels it. */
  readonly lost: number;
  /** Not scheduled, although the sender has got the question. */
  readonly missed: number;
  /** Scheduled twice. */
  readonly doubled: number;
}

let sent = 0;

function newSid(): string {
  return `SM${(++sent).toString(16).padStart(32, '0')}`;
}

/** Runs a conversation with random texts in a random order of calls. */
async function schedule(seed: number, { crash, after }: { crash: boolean; after: After }): Promise<Outcome> {
  const random = randomOf(seed);
  const below = (count: number) => Math.floor(random() * count);
  const deliveries = Array.from({ length: 2 + below(3) }, (_, n): Delivery => {
    return {
      sid: newSid(),
      body: n === 0 ? 'hi' : random() < 0.75 ? 'ok' : 'what?',
      races: n > 1 && random() < 0.5,
    };
  });
  const dying = crash ? below(deliveries.length) : -1;
  const kept = new Map<string, string>();
  let now = Date.parse('2026-11-25T10:00Z');
  const api = messagesApi({ now: () => now });
  const base = {
    SESSION_SECRET: 's'.repeat(32),
    ID_SECRET: 'i'.repeat(32),
    MESSAGING_SERVICE_SID: `MG${'1'.repeat(32)}`,
  };
  const heardBy = new Set<string>();

  const start = (delivery: Delivery, diesAt: number): Process => {
    const process = new Process(delivery, diesAt);
    now += MINUTE;
    const variables = { ...base, getTwilioClient: () => clientOf(api, process) };
    const store = documentStore(() => documentsOf(kept, process))(variables, {});
    const heard = {
      now: new Date(now),
      end: performance.now() + LIMIT,
      budget: false,
      words: ENGLISH,
    } as const;
    process.begin(async () => {
      await store.take(message(delivery.body, { sid: delivery.sid }), booking, heard);
      heardBy.add(delivery.sid);
    });
    return process;
  };

  const all: Process[] = [];
  const waitingToStart = deliveries.map((delivery, n) => ({
    delivery,
    diesAt: n === dying ? below(16) : -1,
  }));
  let crashed = false;
  let raced = false;
  for (;;) {
    await Promise.all(all.filter(({ state }) => state === 'running').map(({ stopped }) => stopped));
    for (const process of all) {
      if (process.state !== 'dead') continue;
      crashed = true;
      all.splice(all.indexOf(process), 1);
      if (after !== 'silence') {
        const sid = after === 'another text' ? newSid() : process.delivery.sid;
        const next = { ...process.delivery, sid, races: true };
        if (after === 'another text') deliveries.push(next);
        waitingToStart.unshift({ delivery: next, diesAt: -1 });
      }
      break;
    }
    const alive = all.filter(({ state }) => state === 'waiting');
    const [next] = waitingToStart;
    if (next !== undefined && (alive.length === 0 || (next.delivery.races && random() < 0.2))) {
      raced ||= alive.length > 0;
      waitingToStart.shift();
      all.push(start(next.delivery, next.diesAt));
      continue;
    }
    if (alive.length === 0) break;
    alive[below(alive.length)]?.go();
  }

  const scheduled = () =>
    api.messages
      .list()
      .filter(({ status }) => status === 'scheduled')
      .map(({ sendAt, body }) => `${sendAt} ${body}`);
  const about = message('', {});
  const document = new PairDocument(documentsOf(kept), about, base, {
    now: new Date(now),
    end: performance.now() + LIMIT,
  });
  const { session } = await document.load();
  const state = session.state as Parameters<NonNullable<typeof booking.silence>>[0] | undefined;
  const wanted = (state && booking.silence?.(state))?.map(({ at, say }) => `${at} ${say}`) ?? [];
  const latest = deliveries.find(({ sid }) => {
    return messageId(message('', { sid }), base).startsWith(String(session.ring?.at(-1)?.[0]));
  });
  const pending = scheduled();
  const orphaned = pending.filter((each) => !wanted.includes(each)).length;
  const isHeard = latest !== undefined && heardBy.has(latest.sid);
  const missed = isHeard ? wanted.filter((each) => !pending.includes(each)).length : 0;
  const doubled = pending.length - new Set(pending).size;

  const variables = { ...base, getTwilioClient: () => clientOf(api) };
  const end = performance.now() + LIMIT;
  await documentStore(() => documentsOf(kept))(variables, {}).forget(message('STOP'), {
    now: new Date(now),
    end,
    cancel: async (due) => booking.reminds?.cancel(due, { message: about, variables, end }),
  });
  return { crashed, raced, orphaned, lost: scheduled().length, missed, doubled };
}

async function count(options: { crash: boolean; after: After }, runs = RUNS) {
  const all: Outcome[] = [];
  for (let seed = 1; seed <= runs; seed++) all.push(await schedule(seed, options));
  const some = (name: 'orphaned' | 'lost' | 'missed' | 'doubled', of = all) =>
    of.filter((each) => each[name] > 0).length;
  const crashes = all.filter(({ crashed }) => crashed);
  const counted = {
    runs,
    crashed: crashes.length,
    raced: all.filter(({ raced }) => raced).length,
    both: crashes.filter(({ raced }) => raced).length,
    orphaned: some('orphaned'),
    lost: some('lost'),
    missed: some('missed'),
    doubled: some('doubled'),
  };
  if (process.env.RUNS) process.stdout.write(`${JSON.stringify({ ...options, ...counted })}\n`);
  return counted;
}

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation();
  // No time limit comes to its end: a dead process would go on.
  const { setTimeout } = globalThis;
  const unlimited = (run: () => void, milliseconds = 0) =>
    setTimeout(run, milliseconds > 0 ? 2 ** 31 - 1 : 0).unref();
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(unlimited);
  // No pause before another attempt.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('without a crash nothing is orphaned, missed or doubled', async () => {
  const counted = await count({ crash: false, after: 'silence' });
  expect(counted).toMatchObject({ orphaned: 0, lost: 0, missed: 0, doubled: 0 });
  expect(counted.raced).toBeGreaterThan(RUNS / 10);
});

/** Of 5,900, the most that may go wrong. */
const SHARE = 15 / 5900;

test.each(['the same message', 'another text'] as const)(
  'with a crash, and %s after it, hardly anything is left behind',
  async (after) => {
    const counted = await count({ crash: true, after });
    expect(counted.both).toBeGreaterThan(RUNS / 10);
    expect(counted).toMatchObject({ lost: 0, doubled: 0 });
    expect(counted.orphaned + counted.missed).toBeLessThanOrEqual(Math.floor(SHARE * RUNS));
  },
);

test('with a crash, and silence after it, STOP still finds what is left behind', async () => {
  const counted = await count({ crash: true, after: 'silence' });
  expect(counted.crashed).toBeGreaterThan(RUNS / 2);
  // The process has ended before it could cancel what was scheduled for the question before.
  expect(counted.orphaned / counted.crashed).toBeLessThan(0.15);
  expect(counted).toMatchObject({ lost: 0, missed: 0, doubled: 0 });
});
