import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { Conversation, Message } from '../../../src/conversation';
import { ask, dialogue, lookUp, once } from '../../../src/dialogue';
import { chosenStore } from '../../../src/session/stores';
import { documentNames, readTtl } from '../../../src/session/sync-store';
import { Clock, type Mishap, type ServedSync, type SyncCall } from '../../../tools/local-twilio';
import { given } from '../../../tools/testing/given';
import { message } from '../../../tools/testing/messages';
import { installRuntime } from '../../../tools/testing/runtime';
import { ACCOUNT, installSync } from '../../../tools/testing/sync';

const SECRET = 's'.repeat(32);
const OLDER = 'o'.repeat(32);
const FROM = '+14158675308';
const TO = '+14155550100';

let sync: ServedSync;
let clock: Clock;
let calls: SyncCall[];
let mishaps: (Mishap | undefined | (() => Mishap | undefined))[];
let mishapOf: (call: SyncCall) => Mishap | undefined;

beforeAll(async () => {
  installRuntime({}, ACCOUNT);
  sync = await installSync({
    now: () => clock.now(),
    mishap(call) {
      calls.push(call);
      return mishapOf(call);
    },
  });
});

beforeEach(() => {
  clock = new Clock(Date.now);
  calls = [];
  mishaps = [];
  // Each call takes the next one of the list.
  mishapOf = () => {
    const next = mishaps.shift();
    return typeof next === 'function' ? next() : next;
  };
  for (const { sid } of sync.documents.list()) sync.documents.remove(sid);
});

afterAll(() => sync.close());

jest.setTimeout(10_000);

const whats = () => calls.map(({ what }) => what).join(' ');

let sent = 0;

function text(body: string, rest: Partial<Message> = {}): Message {
  return message(body, { sid: `SM${(++sent).toString(16).padStart(32, '0')}`, ...rest });
}

const counter: Conversation<number> = {
  name: 'counter',
  version: 1,
  turn: (_, state = 0) => ({ replies: [`${state + 1}`], state: state + 1 }),
};

async function take<State>(
  heard: Message,
  conversation: Conversation<State>,
  variables: Record<string, unknown> = {},
): Promise<string> {
  const store = chosenStore({ SESSION_STORE: 'sync', SESSION_SECRET: SECRET, ...variables }, {});
  const { replies, cookie } = await store.take(heard, conversation, given(heard));
  expect(cookie).toBeUndefined();
  return replies.map(String).join('\n');
}

const forget = (variables = {}) =>
  chosenStore({ SESSION_STORE: 'sync', SESSION_SECRET: SECRET, ...variables }, {}).forget(message('STOP'));

const count = (rest: Partial<Message> = {}, variables = {}) => take(text('hi', rest), counter, variables);

describe('what is remembered', () => {
  test('is one document for each pair, read once and written once for each message', async () => {
    expect([await count(), await count(), await count()]).toEqual(['1', '2', '3']);
    expect(whats()).toBe('read create read update read update');
    expect(await count({ from: TO, to: FROM })).toBe('1');
    expect(await count({ from: `whatsapp:${FROM}` })).toBe('1');
    expect(await count({ to: FROM })).toBe('1');
    expect(sync.documents.list()).toHaveLength(4);
    expect(sync.documents.list().map(({ updated, expires }) => Number(expires) - updated)).toEqual(
      Array.from({ length: 4 }, () => 14_400_000),
    );
  });

  test('says nothing in its name or its data to who has not the secret', async () => {
    await count();
    const [document] = sync.documents.list();
    expect(document?.uniqueName).toMatch(/^sms-conversation-[\w-]{43}$/);
    expect(document?.uniqueName).toBe(documentNames(message(''), SECRET)[0]);
    expect(documentNames(message(''), SECRET)).not.toEqual(documentNames(message(''), OLDER));
    expect(document?.data).toEqual({ sealed: expect.stringMatching(/^[\w-]+$/) as string });
  });

  test('never reaches another conversation or version', async () => {
    await count();
    expect(await take(text('hi'), { ...counter, name: 'other' })).toBe('1');
    expect(await take(text('hi'), { ...counter, version: 2 })).toBe('1');
    expect(sync.documents.list()).toHaveLength(1);
  });

  test('lives for SESSION_TTL after the last message, and four hours without it', async () => {
    await count();
    clock.forward(4 * 60 * 60 * 1000 - 1000);
    expect(await count()).toBe('2');
    clock.forward(4 * 60 * 60 * 1000 + 1000);
    expect(await count()).toBe('1');
    const year = { SESSION_TTL: '31536000' };
    await count({}, year);
    clock.forward(364 * 24 * 60 * 60 * 1000);
    expect(await count({}, year)).toBe('3');
  });

  test('expires by its own reckoning, too', async () => {
    await count({}, { SESSION_TTL: '1' });
    const stopped = sync.documents.list()[0]?.expires ?? 0;
    clock = new Clock(() => stopped - 1000);
    await sleep(1100);
    expect(await count()).toBe('1');
  });

  test('comes back the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.jsonValue(), async (from, value) => {
        const state: unknown = JSON.parse(JSON.stringify(value));
        clock.forward(1000); // Sync limits how often one document is written, and some texts come often.
        const keep: Conversation<unknown> = { ...counter, turn: () => ({ replies: [], state }) };
        await take(text('', { from }), keep);
        const turn = jest.fn(() => ({ replies: [], state: 1 }));
        await take(text('', { from }), { ...counter, turn });
        expect(turn).toHaveBeenCalledWith(expect.anything(), state, expect.anything());
      }),
    );
  });

  test('may be larger than a cookie, up to what Sync takes', async () => {
    const keep = (length: number): Conversation<string> => ({
      ...{ name: 'keep', version: 1 },
      turn: (_, state) => ({ replies: [`${state?.length ?? 0}`], state: 'x'.repeat(length) }),
    });
    await take(text('hi'), keep(11_850));
    expect(await take(text('hi'), keep(11_850))).toBe('11850');
    await expect(take(text('hi'), keep(11_950))).rejects.toThrow(
      /the state takes 16\d{3} bytes once sealed, and 15987 fit/,
    );
    expect(await take(text('hi'), keep(1))).toBe('11850');
  });

  test('cannot be what JSON cannot hold', async () => {
    for (const state of [() => 1, 7n, Symbol('x')]) {
      const keep: Conversation<unknown> = { ...counter, turn: () => ({ replies: [], state }) };
      await expect(take(text('hi'), keep)).rejects.toThrow('cannot be written as JSON');
    }
    expect(sync.documents.list()).toEqual([]);
  });

  test('is forgotten with the document', async () => {
    await count();
    expect(await forget()).toBeUndefined();
    expect(sync.documents.list()).toEqual([]);
    await forget();
    expect(whats()).toBe('read create delete delete');
    expect(await count()).toBe('1');
  });
});

describe('a message that is delivered again', () => {
  test('gets the very same replies, is not counted, and writes nothing', async () => {
    await count();
    const hi = text('hi');
    const picture = { body: 'Look \ud800!', media: ['https://example.com/cat.png'] };
    const turn = jest.fn(() => ({ replies: ['a', picture], state: 2 }));
    const store = chosenStore({ SESSION_STORE: 'sync', SESSION_SECRET: SECRET }, {});
    const first = await store.take(hi, { ...counter, turn }, given(hi));
    calls = [];
    expect(await store.take(hi, { ...counter, turn }, given(hi))).toEqual(first);
    expect(first.replies).toEqual(['a', picture]);
    expect(turn).toHaveBeenCalledTimes(1);
    expect(whats()).toBe('read');
    expect(await count()).toBe('3');
  });

  test('also where it ended the conversation', async () => {
    const bye = text('bye');
    const ends: Conversation<number> = { ...counter, turn: () => ({ replies: ['Bye.'], state: undefined }) };
    await count();
    expect([await take(bye, ends), await take(bye, counter)]).toEqual(['Bye.', 'Bye.']);
    expect(await count()).toBe('1');
  });

  test('at the same time', async () => {
    const hi = text('hi');
    expect(await Promise.all([take(hi, counter), take(hi, counter), take(hi, counter)])).toEqual([
      '1',
      '1',
      '1',
    ]);
    expect(await count()).toBe('2');
  });

  test('is taken again where its replies do not fit beside the state', async () => {
    const long: Conversation<string> = {
      ...{ name: 'long', version: 1 },
      turn: (_, state = '') => ({ replies: ['x'.repeat(9000)], state: `${state}${'x'.repeat(2500)}` }),
    };
    const [first, second] = [text('hi'), text('hi')];
    await take(first, long);
    await take(first, long);
    await take(second, long);
    await take(second, long);
    const seen = jest.fn((_: Message, state?: string) => ({ replies: [`${state?.length ?? 0}`], state: '' }));
    expect(await take(text('hi'), { ...long, turn: seen })).toBe('7500'); // the first once, the second twice
  });

  test('is another message where neither has a MessageSid', async () => {
    expect(await count({ sid: undefined })).toBe('1');
    expect(await count({ sid: undefined })).toBe('2');
  });
});

describe('texts that arrive together', () => {
  test.each([2, 5])('are all counted: %d', async (together) => {
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: together }, () => count()));
    }
    expect(await count()).toBe(`${3 * together + 1}`);
  });

  test('run an effect and a reading once, however often the turn is taken, with a MessageSid and without', async () => {
    for (const sid of [undefined, `SM${'e'.repeat(32)}`]) {
      const ran: string[] = [];
      const talk = dialogue('talk', function* () {
        yield* once('first', (key) => ran.push(key));
        yield* ask('What?');
        yield* lookUp('second', () => ran.push('looked up'));
      });
      mishaps = [undefined, 54301, undefined, 54009];
      await take(text('hi', { sid }), talk);
      expect(ran).toHaveLength(1);
      mishaps = [undefined, 54103, undefined, 54103];
      await take(text('this', { sid: sid && `SM${'f'.repeat(32)}` }), talk);
      expect(ran).toHaveLength(2);
      expect(whats().split(' ').length).toBeGreaterThan(6);
    }
  });
});

describe('while secrets rotate', () => {
  const rotated = { SESSION_SECRET: `${SECRET},${OLDER}` };

  test('a document moves to its new name, and the calls are as few as before from then on', async () => {
    await count({}, { SESSION_SECRET: OLDER });
    const [old] = sync.documents.list();
    calls = [];
    expect(await count({}, rotated)).toBe('2');
    expect(whats()).toBe('read read create delete');
    const [moved, ...others] = sync.documents.list();
    expect(others).toEqual([]);
    expect(moved?.uniqueName).not.toBe(old?.uniqueName);
    calls = [];
    expect(await count({}, rotated)).toBe('3');
    expect(whats()).toBe('read update');
    expect(await count()).toBe('4');
  });

  test('two texts at once move it once', async () => {
    await count({}, { SESSION_SECRET: OLDER });
    const both = await Promise.all([count({}, rotated), count({}, rotated)]);
    expect(both.sort()).toEqual(['2', '3']);
    expect(sync.documents.list()).toHaveLength(1);
  });

  test('an old document that cannot be deleted harms nobody', async () => {
    await count({}, { SESSION_SECRET: OLDER });
    mishapOf = ({ what }) => (what === 'delete' ? 20500 : undefined);
    calls = [];
    expect([await count({}, rotated), await count({}, rotated)]).toEqual(['2', '3']);
    expect(whats()).toBe('read read create delete read update');
    mishapOf = () => undefined;
    await forget(rotated);
    expect(sync.documents.list()).toEqual([]);
  });

  test('what another secret sealed is nobody’s', async () => {
    await count({}, { SESSION_SECRET: OLDER });
    expect(await count()).toBe('1');
  });

  test('what an older secret sealed under the first name opens', async () => {
    await count({}, { SESSION_SECRET: OLDER });
    const [old] = sync.documents.list();
    sync.documents.remove(old?.sid ?? '');
    const [name] = documentNames(message(''), SECRET);
    sync.documents.create(name, { data: JSON.stringify(old?.data), ttl: '60' });
    expect(await count({}, rotated)).toBe('2');
  });
});

describe('when Sync fails', () => {
  beforeEach(async () => {
    expect(await count()).toBe('1');
    calls = [];
  });

  const failing: [string, Mishap, RegExp][] = [
    ['breaks the connection', 'reset', /no answer ECONNRESET$/],
    ['takes too many requests', 54009, /HTTP 429 54009$/],
    ['fails', 20500, /HTTP 500 20500$/],
    ['asks for another account', 20003, /HTTP 401 20003$/],
  ];

  describe.each(failing)('it %s', (_, mishap, reason) => {
    beforeEach(() => {
      jest.spyOn(Math, 'random').mockReturnValue(0); // tries again at once
    });

    afterEach(() => {
      jest.restoreAllMocks();
    });

    test.each(['read', 'update'])(
      'at each %s: an error that says so, and nothing has changed',
      async (at) => {
        mishapOf = ({ what }) => (what === at ? mishap : undefined);
        const failure = await count().catch((error: unknown) => error);
        expect(String(failure)).toMatch(reason);
        expect(String(failure)).toContain(`SyncError: Sync did not ${at} the document: `);
        mishapOf = () => undefined;
        expect(await count()).toBe('2');
      },
    );

    test('at each create', async () => {
      mishapOf = ({ what }) => (what === 'create' ? mishap : undefined);
      await expect(count({ from: '+1' })).rejects.toThrow(reason);
      expect(sync.documents.list()).toHaveLength(1);
    });

    test('at an opt-out', async () => {
      mishapOf = () => mishap;
      await expect(forget()).rejects.toThrow(reason);
    });
  });

  test('a call that takes too long is given up, long before the Function is', async () => {
    for (const what of ['read', 'update']) {
      mishapOf = (call) => (call.what === what ? { milliseconds: 6000 } : undefined);
      const start = Date.now();
      await expect(count()).rejects.toThrow(`Sync did not ${what} the document: no answer`);
      expect(Date.now() - start).toBeLessThan(6500);
      mishapOf = () => undefined;
    }
  }, 20_000);

  test('a write that takes too long is heeded once: by then, or when it is made again', async () => {
    mishaps = [undefined, { milliseconds: 2500 }];
    expect(await count()).toBe('2');
    await sleep(1500);
    expect(await count()).toBe('3');
  });

  test.each(['reset', 20500] as const)('once, it is asked again: %s', async (mishap) => {
    for (const at of [0, 1]) {
      mishaps = at === 0 ? [mishap] : [undefined, mishap];
      await count();
    }
    mishaps = [mishap];
    await forget();
    expect(sync.documents.list()).toEqual([]);
    mishaps = [undefined, mishap];
    expect([await count(), await count()]).toEqual(['1', '2']);
  });

  test('an answer is lost to a turn whose replies do not fit: it is not taken again', async () => {
    const long = 'x'.repeat(6000);
    const turn = jest.fn((_: Message, state = '') => ({ replies: [long], state: `${state}${long}` }));
    mishaps = [undefined, 'answer lost'];
    expect(await take(text('hi'), { ...counter, name: 'long', turn })).toBe(long);
    expect(turn).toHaveBeenCalledTimes(1);
  });

  describe('after a turn that took eight seconds', () => {
    beforeEach(() => {
      jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    });

    afterEach(() => {
      jest.useRealTimers();
    });

    /** Gives what came of it, as soon as that is known. */
    async function takeSlowly(): Promise<{ outcome: Promise<string> }> {
      let end: (() => void) | undefined;
      const slow: Conversation<number> = {
        ...counter,
        turn: () =>
          new Promise((resolve) => {
            end = () => {
              resolve({ replies: ['late'], state: 1 });
            };
          }),
      };
      const outcome = take(text('hi'), slow).catch(String);
      while (end === undefined) await new Promise(setImmediate);
      jest.advanceTimersByTime(8000);
      end();
      while (whats() !== 'read update') await new Promise(setImmediate);
      return { outcome };
    }

    test('no other is begun', async () => {
      mishapOf = ({ what }) => (what === 'update' ? 54103 : undefined);
      const { outcome } = await takeSlowly();
      expect(await outcome).toContain('HTTP 412 54103');
      expect(whats()).toBe('read update');
    });

    test('the write has a second left', async () => {
      mishapOf = ({ what }) => (what === 'update' ? { milliseconds: 3000 } : undefined);
      const { outcome } = await takeSlowly();
      jest.advanceTimersByTime(1000);
      expect(await outcome).toContain('Sync did not update the document: no answer');
    });
  });

  test('nothing listens', async () => {
    process.env.SYNC_URL = 'http://127.0.0.1:1';
    await expect(count()).rejects.toThrow('Sync did not read the document: no answer ECONNREFUSED');
    process.env.SYNC_URL = sync.url;
    expect(await count()).toBe('2');
  });

  test('once, it is asked again', async () => {
    for (const mishap of [54009, 54103] as const) {
      mishaps = [undefined, mishap];
      await count();
    }
    expect(await count()).toBe('4');
  });

  test('each write comes too late: an error, after some attempts', async () => {
    mishapOf = ({ what }) => (what === 'update' ? 54103 : undefined);
    const start = Date.now();
    await expect(count()).rejects.toThrow('Sync did not update the document: HTTP 412 54103');
    expect(calls.length).toBeLessThanOrEqual(16);
    expect(calls.length).toBeGreaterThan(4);
    expect(Date.now() - start).toBeLessThan(8000);
  }, 10_000);

  test('an answer is lost, though it was written: the turn is not taken again', async () => {
    const turn = jest.fn((heard: Message, state?: number) => counter.turn(heard, state, given(heard)));
    mishaps = [undefined, 'answer lost'];
    expect(await take(text('hi'), { ...counter, turn })).toBe('2');
    expect(turn).toHaveBeenCalledTimes(1);
    expect(whats()).toBe('read update read');
    mishaps = [undefined, 'answer lost'];
    expect(await count({ from: '+1' })).toBe('1');
    expect([await count(), await count({ from: '+1' })]).toEqual(['3', '2']);
  });

  test('an answer is lost, and another text is written before we look again: not counted twice', async () => {
    mishaps = [undefined, 'answer lost'];
    const lost = count().catch((error: unknown) => String(error));
    while (calls.length < 2) await sleep(1);
    mishaps = [];
    const other = await count();
    const outcome = await lost;
    expect(['3', '2']).toContain(other);
    if (other === '3') expect(outcome).toMatch(/^2$|another message came since/);
    const counted = 1 + 2;
    expect(await count()).toBe(`${counted + 1}`);
  });

  test('an answer is lost, and another write comes before we look again: the turn is not taken again', async () => {
    const [name] = documentNames(message(''), SECRET);
    const turn = jest.fn((heard: Message, state?: number) => counter.turn(heard, state, given(heard)));
    mishaps = [
      undefined,
      'answer lost',
      () => {
        sync.documents.update(name, { data: '{}', ttl: undefined }, undefined);
        return undefined;
      },
    ];
    await expect(take(text('hi'), { ...counter, turn })).rejects.toThrow(
      'Sync did not say if it wrote; another message came since',
    );
    expect(turn).toHaveBeenCalledTimes(1);
  });

  test('a document that has gone between read and write is made anew', async () => {
    mishaps = [
      undefined,
      () => {
        for (const { sid } of sync.documents.list()) sync.documents.remove(sid);
        return undefined;
      },
    ];
    expect(await count()).toBe('1');
    expect(whats()).toBe('read update read create');
    expect(await count()).toBe('2');
  });

  test('a document that has gone and come back between read and write is not overwritten', async () => {
    const [name] = documentNames(message(''), SECRET);
    mishaps = [
      undefined,
      () => {
        for (const { sid } of sync.documents.list()) sync.documents.remove(sid);
        sync.documents.create(name, { data: '{}', ttl: '60' });
        return undefined;
      },
    ];
    expect(await count()).toBe('1');
  });

  test.each(['{}', '{"sealed":7}', '{"sealed":"AAAA"}', '{"other":1}'])(
    'a document that nobody sealed, %s, is from nobody',
    async (data) => {
      const [name] = documentNames(message(''), SECRET);
      sync.documents.update(name, { data, ttl: undefined }, undefined);
      expect([await count(), await count()]).toEqual(['1', '2']);
    },
  );

  test('an error of the conversation is nobody’s fault but its own', async () => {
    const turn = jest.fn(() => {
      throw Object.assign(new Error('own'), { status: 412 });
    });
    await expect(take(text('hi'), { ...counter, turn })).rejects.toThrow('own');
    expect(turn).toHaveBeenCalledTimes(1);
    expect(await count()).toBe('2');
  });
});

describe('the variables', () => {
  test.each([
    [undefined, 14_400],
    ['', 14_400],
    ['1', 1],
    ['31536000', 31_536_000],
  ])('SESSION_TTL=%s is %d seconds', (ttl, seconds) => {
    expect(readTtl(ttl)).toBe(seconds);
  });

  test.each(['0', '-1', '1.5', 'a day', '31536001', ' '])(
    'SESSION_TTL=%s is refused',
    async (SESSION_TTL) => {
      await expect(count({}, { SESSION_TTL })).rejects.toThrow(
        `SESSION_TTL=${SESSION_TTL} is no whole number of seconds from 1 to 31536000.`,
      );
      expect(calls).toEqual([]);
    },
  );

  test('SESSION_STORE is the cookie without a word, and refused where it is unknown', async () => {
    const open = (SESSION_STORE?: string) => chosenStore({ SESSION_STORE, SESSION_SECRET: SECRET }, {});
    expect((await open().take(text('hi'), counter, given(text('hi')))).cookie).toBeDefined();
    expect((await open('cookie').take(text('hi'), counter, given(text('hi')))).cookie).toBeDefined();
    expect(() => open('redis')).toThrow('SESSION_STORE=redis is not known. Choose one of: cookie, sync');
  });
});
