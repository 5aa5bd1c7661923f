import { setTimeout as sleep } from 'node:timers/promises';
import { fc } from '../../fuzz';
import type { Conversation, Message } from '../../../src/conversation';
import { DEFAULT_BUDGET } from '../../../src/session/budget';
import { documentNames } from '../../../src/session/ids';
import { ask, dialogue, lookUp, once, understood } from '../../../src/dialogue';
import { chosenStore } from '../../../src/session/stores';
import { ENGLISH } from '../../../src/english-words';
import { TIME } from '../../../src/time-limits';
import { type Call, type Service, type Trouble } from '../../../tools/testing/document-services';
import { hurry } from '../../../tools/testing/hurry';
import { message } from '../../../tools/testing/messages';

/*
 * What is the same for every store on a server. Each service is held to it in a file of its own.
 */

const SECRET = 's'.repeat(32);
const OLDER = 'o'.repeat(32);
const ID_SECRET = 'i'.repeat(32);

jest.setTimeout(10_000);

let sent = 0;

function text(body: string, rest: Partial<Message> = {}): Message {
  return message(body, { sid: `SM${(++sent).toString(16).padStart(32, '0')}`, ...rest });
}

const counterTurn = (_: Message, state = 0) => ({ replies: [`${state + 1}`], state: state + 1 });
const NAMED = { name: 'counter', version: 1 };

const counter: Conversation<number> = { name: 'counter', version: 1, turn: counterTurn };

export function suite(start: () => Promise<Service>): void {
  let service: Service;
  /** How far the clock of who answers is ahead of the real time, in milliseconds. */
  let ahead: number;
  let calls: Call[];
  /** Each call takes the next one of the list. */
  let troubles: (Trouble | undefined | (() => Promise<void>))[];

  beforeAll(async () => {
    service = await start();
  });

  beforeEach(async () => {
    jest.spyOn(console, 'warn').mockImplementation();
    // The pauses before further attempts are as random as ever, and a twentieth as long.
    const { random } = Math;
    jest.spyOn(Math, 'random').mockImplementation(() => random() / 20);
    ahead = 0;
    calls = [];
    troubles = [];
    troubleAt(() => {
      const next = troubles.shift();
      return typeof next === 'function' ? { until: next } : next;
    });
    await service.clear();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(() => service.close());

  function troubleAt(troubleOf: (call: Call) => Trouble | undefined): void {
    service.trouble = (call) => {
      calls.push(call);
      return troubleOf(call);
    };
  }

  const warnings = () => jest.mocked(console.warn).mock.calls.join('\n');

  const variablesOf = (rest: object = {}) => ({
    ...service.variables,
    SESSION_SECRET: SECRET,
    ID_SECRET,
    ...rest,
  });
  const open = (variables?: object) => chosenStore(variablesOf(variables), {});
  const heard = (limit: number = TIME.answer) => ({
    now: new Date(Date.now() + ahead),
    end: performance.now() + limit,
    budget: DEFAULT_BUDGET,
    words: ENGLISH,
  });

  async function take<State>(
    heardMessage: Message,
    conversation: Conversation<State>,
    variables?: object,
  ): Promise<string> {
    const onCall = jest.fn();
    const { replies, cookie } = await open(variables).take(heardMessage, conversation, {
      ...heard(),
      onCall,
    });
    expect(cookie).toBeUndefined();
    expect(onCall.mock.calls.length).toBeGreaterThan(0);
    return replies.map(String).join('\n');
  }

  /** As another instance of the Function does, which has a connection of its own. */
  async function countElsewhere(): Promise<string> {
    const store = open(service.instance(1));
    return (await store.take(text('hi'), counter, heard())).replies.map(String).join('');
  }

  const forget = (variables?: object, optsOut = false) =>
    open(variables).forget(text('STOP'), {
      now: new Date(),
      end: performance.now() + TIME.answer,
      ...(optsOut && { optsOut }),
    });
  const count = (rest: Partial<Message> = {}, variables?: object) =>
    take(text('hi', rest), counter, variables);
  const nameOf = (variables?: object) => documentNames(message(''), variablesOf(variables));

  describe('what is remembered', () => {
    test('is one document for each pair, read once and written once for each message', async () => {
      expect([await count(), await count(), await count()]).toStrictEqual(['1', '2', '3']);
      // Somebody new is looked for under the name of version 0.1.0, too.
      expect(calls.join(' ')).toBe('read read write read write read write');
      expect(await count({ from: '+2' })).toBe('1');
      expect(await count({ from: 'whatsapp:+14158675308' })).toBe('1');
      expect(await count({ to: '+2' })).toBe('1');
      const all = await service.list();
      expect(all.map(({ lives }) => lives)).toStrictEqual([14_400, 14_400, 14_400, 14_400]);
    });

    test('says nothing in its name or its data to anybody without the secrets', async () => {
      await count();
      const [document] = await service.list();
      expect(document?.name).toMatch(/^sms-conversation-[\w-]{43}$/);
      expect(document?.name).toBe(nameOf()[0]);
      expect(nameOf()).not.toStrictEqual(nameOf({ ID_SECRET: OLDER }));
      expect(document?.text).toMatch(/^[\w-]+$/);
    });

    test('never reaches another conversation or version', async () => {
      await count();
      expect(await take(text('hi'), { ...counter, name: 'other' })).toBe('1');
      expect(warnings()).toMatch(/what is remembered is of counter 1, so other 1 begins anew$/);
      expect(await take(text('hi'), { ...counter, version: 2 })).toBe('1');
      expect(await service.list()).toHaveLength(1);
    });

    test('lives for SESSION_TTL after the last message', async () => {
      await count({}, { SESSION_TTL: '31536000' });
      expect((await service.list())[0]?.lives).toBe(31_536_000);
    });

    test('expires by its own reckoning, too', async () => {
      ahead = -14_400_000;
      await count();
      const [old] = await service.list();
      ahead = 0;
      await service.put(old?.name ?? '', old?.text ?? '');
      expect(await count()).toBe('1');
      expect(warnings()).toMatch(/the document was refused: expired$/);
    });

    test('comes back the same', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string(), fc.jsonValue(), async (from, value) => {
          const state: unknown = JSON.parse(JSON.stringify(value));
          await service.clear(); // Sync limits how often one document is written
          const keep: Conversation<unknown> = { ...counter, turn: () => ({ replies: [], state }) };
          await take(text('', { from }), keep);
          const turn = jest.fn(() => ({ replies: [], state: 1 }));
          await take(text('', { from }), { ...counter, turn });
          expect(turn).toHaveBeenCalledWith(expect.anything(), state, expect.anything());
        }),
        { numRuns: 15 },
      );
    });

    test('may be larger than a cookie, up to what the service takes', async () => {
      const most = { Sync: 11_700, Redis: 74_000 }[service.name];
      const keep = (length: number): Conversation<string> => ({
        ...NAMED,
        turn: (_, state) => ({ replies: [`${state?.length ?? 0}`], state: 'x'.repeat(length) }),
      });
      await take(text('hi'), keep(most));
      expect(await take(text('hi'), keep(most))).toBe(`${most}`);
      await expect(take(text('hi'), keep(most + 1000))).rejects.toThrow(
        /the state takes \d+ bytes once sealed, and (15987|100000) fit/,
      );
      expect(await take(text('hi'), keep(1))).toBe(`${most}`);
    });

    test('cannot be what JSON cannot hold', async () => {
      for (const state of [() => 1, 7n, Symbol('x')]) {
        const keep: Conversation<unknown> = { ...counter, turn: () => ({ replies: [], state }) };
        await expect(take(text('hi'), keep)).rejects.toThrow('cannot be written as JSON');
      }
      expect(await service.list()).toStrictEqual([]);
    });
  });

  describe('after an opt-out', () => {
    test('nothing is left but the ids of the last deliveries', async () => {
      const hi = text('my name is Rey');
      const names: Conversation<string> = {
        ...NAMED,
        turn: ({ body }) => ({ replies: [`You said ${body}`], state: body }),
      };
      await take(hi, names);
      calls = [];
      expect(await forget()).toStrictEqual({ replies: [] });
      expect(calls.join(' ')).toBe('read write remove');
      const [left, ...others] = await service.list();
      expect(others).toStrictEqual([]);
      // Two ids of twelve characters, an expiry and what a seal takes.
      expect(left?.text.length).toBeLessThan(130);
      expect(left?.lives).toBe(14_400);
      expect(await count()).toBe('1');
    });

    test('a text from before it that is delivered again is no new beginning', async () => {
      const earlier = [text('a'), text('b'), text('c')];
      for (const each of earlier) await take(each, counter);
      await forget();
      const turn = jest.fn(counterTurn);
      for (const each of earlier) expect(await take(each, { ...counter, turn })).toBe('');
      expect(turn).not.toHaveBeenCalled();
      expect(await count()).toBe('1');
    });

    test('nothing is written where nothing was remembered', async () => {
      await forget();
      expect(calls.join(' ')).toBe('read read remove');
      expect(await service.list()).toStrictEqual([]);
    });

    test('that we keep the list of, nothing is said until an opt-in, however long that takes', async () => {
      await count();
      await forget({}, true);
      expect((await service.list())[0]?.lives).toBe(Infinity);
      calls = [];
      expect([await count(), await count()]).toStrictEqual(['', '']);
      expect(calls.join(' ')).toBe('read read');
      await forget();
      expect((await service.list())[0]?.lives).toBe(14_400);
      expect(await count()).toBe('1');
    });

    test('that we keep the list of ends with START, also where it is no keyword', async () => {
      await forget({}, true);
      expect(await count({ body: 'start' })).toBe(ENGLISH.optedIn);
      expect((await service.list())[0]?.lives).toBe(14_400);
      expect(await count({ body: 'start' })).toBe('1');
    });

    test('also of somebody who was never heard of', async () => {
      await forget({}, true);
      expect(await count()).toBe('');
    });
  });

  describe('a message that is delivered again', () => {
    test('gets the very same replies, is not counted, and writes nothing', async () => {
      await count();
      const hi = text('hi');
      const picture = { body: 'Look \ud800!', media: ['https://example.com/cat.png'] };
      const turn = jest.fn(() => ({ replies: ['a', picture], state: 2 }));
      const first = await open().take(hi, { ...counter, turn }, heard());
      calls = [];
      expect((await open().take(hi, { ...counter, turn }, heard())).replies).toStrictEqual(first.replies);
      expect(first.replies).toStrictEqual(['a', picture]);
      expect(turn).toHaveBeenCalledTimes(1);
      expect(calls.join(' ')).toBe('read');
      expect(await count()).toBe('3');
    });

    test('is passed on again if it was passed on', async () => {
      const [hi, next] = [text('hi'), text('next')];
      const elsewhere = { redirect: 'https://example.com/flow' };
      const turn = ({ body }: Message) => ({ replies: [body, elsewhere], state: 1 });
      for (const each of [hi, next, hi]) {
        const { replies } = await open().take(each, { ...counter, turn }, heard());
        expect(replies).toStrictEqual([each.body, elsewhere]);
      }
      await forget();
      expect((await open().take(hi, { ...counter, turn }, heard())).replies).toStrictEqual([]);
    });

    test('and is not the latest, gets its own replies, and is not counted', async () => {
      const texts = Array.from({ length: 8 }, () => text('hi'));
      for (const each of texts) await take(each, counter);
      const again: string[] = [];
      for (const each of texts) again.push(await take(each, counter));
      expect(again).toStrictEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
      expect(await count()).toBe('9');
    });

    test('in a dialogue is not taken for the next answer', async () => {
      const asks: Conversation<string[]> = {
        ...NAMED,
        turn: ({ body }, state = []) => ({
          replies: [`Question ${state.length + 1}`],
          state: [...state, body],
        }),
      };
      const [first, second] = [text('A'), text('B')];
      expect([await take(first, asks), await take(second, asks), await take(first, asks)]).toStrictEqual([
        'Question 1',
        'Question 2',
        'Question 1',
      ]);
      expect(await take(text('C'), asks)).toBe('Question 3');
    });

    test('also if it ended the conversation', async () => {
      const bye = text('bye');
      const ends: Conversation<number> = {
        ...counter,
        turn: () => ({ replies: ['Bye.'], state: undefined }),
      };
      await count();
      expect([await take(bye, ends), await take(bye, counter)]).toStrictEqual(['Bye.', 'Bye.']);
      expect(await count()).toBe('1');
    });

    test('at the same time', async () => {
      const hi = text('hi');
      const same = await Promise.all([take(hi, counter), take(hi, counter), take(hi, counter)]);
      expect(same).toStrictEqual(['1', '1', '1']);
      expect(await count()).toBe('2');
    });

    test('counts once also where its replies do not fit beside the state, and gets none', async () => {
      const long = { Sync: 1, Redis: 6 }[service.name];
      const grows: Conversation<string> = {
        ...NAMED,
        turn: (_, state = '') => ({
          replies: ['x'.repeat(9000 * long)],
          state: `${state}${'x'.repeat(2500 * long)}`,
        }),
      };
      const [first, second] = [text('hi'), text('hi')];
      expect(await take(first, grows)).toHaveLength(9000 * long);
      expect(await take(first, grows)).toHaveLength(9000 * long);
      expect(await take(second, grows)).toHaveLength(9000 * long);
      expect(await take(second, grows)).toBe('');
      expect(await take(first, grows)).toBe('');
      const seen = jest.fn((_: Message, state?: string) => ({ replies: [], state }));
      await take(text('hi'), { ...grows, turn: seen });
      expect(seen.mock.calls[0]?.[1]).toHaveLength(5000 * long);
    });

    test('keeps what was said last, rather than a document that can seldom be written', async () => {
      const talks: Conversation<number> = {
        ...counter,
        turn: ({ body }, state = 0) => ({ replies: [body.repeat(1500)], state: state + 1 }),
      };
      const texts = Array.from('abcdefgh', (letter) => text(letter));
      for (const each of texts) await take(each, talks);
      expect((await service.list())[0]?.text.length).toBeLessThan(8000);
      const again: string[] = [];
      for (const each of texts) again.push((await take(each, talks)).charAt(0));
      expect(again).toStrictEqual(['', '', '', '', '', 'f', 'g', 'h']);
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

    test('give a turn the same id in every attempt, with a MessageSid and without', async () => {
      for (const sid of [undefined, `SM${'e'.repeat(32)}`]) {
        const ids: string[] = [];
        const keeps: Conversation<number> = {
          ...counter,
          turn(heardMessage, state, given) {
            ids.push(given.id);
            return counter.turn(heardMessage, state, given);
          },
        };
        await service.clear();
        troubles = [undefined, undefined, 'conflict', undefined, undefined, 'busy'];
        await take(text('hi', { sid }), keeps);
        expect(ids).toHaveLength(3);
        expect(new Set(ids).size).toBe(1);
        expect(ids[0]).toMatch(/^[\w-]{43}$/);
      }
    });

    test('run an effect, a reading and a model once, however often the turn is taken', async () => {
      const ran: string[] = [];
      const dialog = dialogue('order', function* () {
        yield* once('begin', () => ran.push('begin'));
        const dish = yield* ask(
          'What?',
          understood('dish', (said) => {
            ran.push(`understand ${said}`);
            return said;
          }),
        );
        yield* lookUp('price', () => ran.push('look up'));
        yield* ask(`${dish}. So?`);
      });
      troubles = [undefined, undefined, 'conflict', undefined, undefined, 'busy'];
      expect(await take(text('hi'), dialog)).toBe('What?');
      expect(ran).toStrictEqual(['begin']);
      troubles = [undefined, 'conflict', undefined, 'busy', undefined, 'conflict'];
      expect(await take(text('soup'), dialog)).toBe('soup. So?');
      expect(ran).toStrictEqual(['begin', 'understand soup', 'look up']);
      expect(calls.length).toBeGreaterThan(8);
    });
  });

  describe('while SESSION_SECRET rotates', () => {
    const steps = [SECRET, `${SECRET},${OLDER}`, `${OLDER},${SECRET}`, OLDER];

    test.each([
      ['the first step', 0, 1],
      ['the second step', 1, 2],
    ])(
      'instances from before and after %s understand each other, also if it is rolled back',
      async (_, a, b) => {
        const both = [steps[a], steps[b]];
        for (let n = 1; n <= 10; n++) {
          expect(await count({}, { SESSION_SECRET: both[(n * 3) % 2] })).toBe(`${n}`);
        }
        expect(await service.list()).toHaveLength(1);
        expect(warnings()).toBe('');
      },
    );

    test('nobody is forgotten from the first to the last', async () => {
      for (const [n, SESSION_SECRET] of steps.entries()) {
        expect(await count({}, { SESSION_SECRET })).toBe(`${n + 1}`);
      }
    });

    test('what another secret sealed is nobody’s', async () => {
      await count({}, { SESSION_SECRET: OLDER });
      expect(await count()).toBe('1');
      expect(warnings()).toMatch(
        /was refused: sealed for another pair, with a secret that is gone, or altered since$/,
      );
    });
  });

  describe('a document under a name of version 0.1.0', () => {
    /** As it was named then: with the first secret. */
    async function countLongAgo(SESSION_SECRET: string): Promise<void> {
      await count({}, { SESSION_SECRET, ID_SECRET: SESSION_SECRET.split(',')[0] });
      calls = [];
    }

    test('is found and moves, and the calls are as few as before from then on', async () => {
      await countLongAgo(SECRET);
      expect(await count()).toBe('2');
      expect(calls.join(' ')).toBe('read read write remove');
      expect((await service.list()).map(({ name }) => name)).toStrictEqual([nameOf()[0]]);
      calls = [];
      expect(await count()).toBe('3');
      expect(calls.join(' ')).toBe('read write');
    });

    test('stays where it is without ID_SECRET, also in the middle of a rotation', async () => {
      await countLongAgo(SECRET);
      const rotated = { SESSION_SECRET: `${OLDER},${SECRET}`, ID_SECRET: '' };
      expect(await count({}, { ID_SECRET: '' })).toBe('2');
      expect(await count({}, rotated)).toBe('3');
      expect(calls.join(' ')).toBe('read write read write');
      expect(await count({}, { ...rotated, ID_SECRET: SECRET })).toBe('4');
      expect(await service.list()).toHaveLength(1);
    });

    test('is found also if the newer secret named it', async () => {
      await countLongAgo(`${OLDER},${SECRET}`);
      expect(await count({}, { SESSION_SECRET: `${OLDER},${SECRET}`, ID_SECRET: '' })).toBe('2');
      expect(await service.list()).toHaveLength(1);
    });

    test('is moved once by two texts at once', async () => {
      await countLongAgo(SECRET);
      const both = await Promise.all([count(), count()]);
      expect(both.sort()).toStrictEqual(['2', '3']);
      expect(await service.list()).toHaveLength(1);
    });

    test('harms nobody if it cannot be removed', async () => {
      await countLongAgo(SECRET);
      troubleAt((call) => (call === 'remove' ? 'forbidden' : undefined));
      expect([await count(), await count()]).toStrictEqual(['2', '3']);
      expect(calls.join(' ')).toBe('read read write remove read write');
      troubleAt(() => undefined);
      await forget();
      expect(await service.list()).toHaveLength(1);
    });
  });

  describe('when the service fails', () => {
    beforeEach(async () => {
      expect(await count()).toBe('1');
      calls = [];
    });

    const failing = ['reset', 'busy', 'fails', 'forbidden'] as const;

    describe.each(failing)('%s', (trouble) => {
      beforeEach(() => {
        jest.spyOn(Math, 'random').mockReturnValue(0); // tries again at once
      });

      test.each(['read', 'write'] as const)(
        'at each %s: an error that says so, and nothing has changed',
        async (at) => {
          troubleAt((call) => (call === at ? trouble : undefined));
          const failure: unknown = await count().catch((error: unknown) => error);
          expect(String(failure)).toMatch(service.says[trouble]);
          expect(String(failure)).toContain(`NotDone: ${service.name} did not ${at} the document: `);
          expect(calls.filter((call) => call === at)).toHaveLength(trouble === 'forbidden' ? 1 : 10);
          troubleAt(() => undefined);
          expect(await count()).toBe('2');
        },
      );

      test('at an opt-out', async () => {
        troubleAt(() => trouble);
        await expect(forget()).rejects.toThrow(service.says[trouble]);
        troubleAt((call) => (call === 'remove' ? trouble : undefined));
        const failure: unknown = await forget().catch((error: unknown) => error);
        expect(String(failure)).toMatch(service.says[trouble]);
        expect(String(failure)).toContain(`NotDone: ${service.name} did not remove the document: `);
      });
    });

    test('a call that takes too long is given up, and the sender hears of it in time', async () => {
      for (const what of ['read', 'write'] as const) {
        troubleAt((call) => (call === what ? { milliseconds: 6000 } : undefined));
        await hurry(async () => {
          const start = performance.now();
          await expect(count()).rejects.toThrow(`did not ${what} the document: no answer`);
          expect(performance.now() - start).toBeLessThan(TIME.answer);
        });
        troubleAt(() => undefined);
      }
      // What was to be written comes at last, and is on a revision that is gone, or counts.
      expect(['2', '3']).toContain(await count());
    });

    test('a write that takes too long is heeded once: by then, or when it is made again', async () => {
      troubles = [undefined, { milliseconds: 2500 }];
      await hurry(async () => {
        expect(await count()).toBe('2');
        await new Promise((resolve) => setTimeout(resolve, 1500));
      });
      await sleep(20);
      expect(await count()).toBe('3');
    });

    test.each(['reset', 'fails', 'busy', 'conflict'] as const)(
      'once, it is asked again: %s',
      async (trouble) => {
        if (trouble !== 'conflict') {
          troubles = [trouble];
          expect(await count()).toBe('2');
          await service.clear();
          expect(await count()).toBe('1');
        }
        troubles = [undefined, trouble];
        expect([await count(), await count()]).toStrictEqual(['2', '3']);
        troubles = [undefined, trouble];
        await forget();
        expect(await count()).toBe('1');
      },
    );

    test.each(['answer lost', 'answer cut'] as const)(
      'an %s to a write that was heeded: the turn is not taken again',
      async (trouble) => {
        const turn = jest.fn(counterTurn);
        troubles = [undefined, trouble];
        expect(await take(text('hi'), { ...counter, turn })).toBe('2');
        expect(turn).toHaveBeenCalledTimes(1);
        expect(calls.join(' ')).toBe('read write read');
        troubles = [undefined, undefined, trouble];
        expect(await count({ from: '+1' })).toBe('1');
        expect([await count(), await count({ from: '+1' })]).toStrictEqual(['3', '2']);
      },
    );

    test('an answer is lost to a turn whose replies do not fit: it is not taken again', async () => {
      const long = 'x'.repeat({ Sync: 6000, Redis: 40_000 }[service.name]);
      const turn = jest.fn((_: Message, state = '') => ({ replies: [long], state: `${state}${long}` }));
      troubles = [undefined, 'answer lost'];
      expect(await take(text('hi'), { ...counter, name: 'long', turn })).toBe(long);
      expect(turn).toHaveBeenCalledTimes(1);
    });

    /** What is done before the third call, which looks again. */
    const meanwhile = (done: () => Promise<void>, trouble: Trouble) => {
      troubles = [undefined, trouble, done];
    };

    test('an answer is lost, and other texts come before we look again: each counts once', async () => {
      const counted: string[] = [];
      meanwhile(async () => {
        for (let n = 0; n < 3; n++) counted.push(await countElsewhere());
      }, 'answer lost');
      expect(await count()).toBe('2');
      expect(counted).toStrictEqual(['3', '4', '5']);
      expect(await count()).toBe('6');
    });

    test('a write is lost, and another text comes before we look again: it is taken from there', async () => {
      const counted: string[] = [];
      meanwhile(async () => void counted.push(await countElsewhere()), 'reset');
      expect(await count()).toBe('3');
      expect(counted).toStrictEqual(['2']);
    });

    test.each(['answer lost', 'reset'] as const)(
      '%s, and more texts come than are remembered: nobody knows, so it is not taken again',
      async (trouble) => {
        const turn = jest.fn(counterTurn);
        meanwhile(async () => {
          for (let n = 0; n < 8; n++) await countElsewhere();
        }, trouble);
        await expect(take(text('hi'), { ...counter, turn })).rejects.toThrow(
          'the document changed after an uncertain write',
        );
        expect(turn).toHaveBeenCalledTimes(1);
        expect(await count()).toBe(trouble === 'reset' ? '10' : '11');
      },
    );

    test('a write is lost, and something of somebody else comes: the turn is not taken again', async () => {
      const turn = jest.fn(counterTurn);
      troubles = [undefined, 'answer lost', () => service.put(nameOf()[0], 'foreign')];
      await expect(take(text('hi'), { ...counter, turn })).rejects.toThrow(
        'the document changed after an uncertain write',
      );
      expect(turn).toHaveBeenCalledTimes(1);
    });

    test('the first text of somebody is lost on its way to the service: it is taken again', async () => {
      const turn = jest.fn(counterTurn);
      troubles = [undefined, undefined, 'reset'];
      expect(await take(text('hi', { from: '+1' }), { ...counter, turn })).toBe('1');
      expect(turn).toHaveBeenCalledTimes(2);
    });

    test('a document that has gone between read and write is made anew', async () => {
      troubles = [undefined, () => service.clear()];
      expect(await count()).toBe('1');
      expect(calls.join(' ')).toBe('read write read read write');
      expect(await count()).toBe('2');
    });

    test('a document that has gone and come back between read and write is not overwritten', async () => {
      troubles = [
        undefined,
        async () => {
          await service.clear();
          await service.put(nameOf()[0], '');
        },
      ];
      expect(await count()).toBe('1');
    });

    test.each(['', 'AAAA', 'foreign'])(
      'a document that we did not seal, %j, is from nobody',
      async (foreign) => {
        await service.put(nameOf()[0], foreign);
        expect([await count(), await count()]).toStrictEqual(['1', '2']);
        expect(warnings()).toMatch(/^SM[0-9a-f]{32}: the document was refused: malformed$/);
      },
    );

    test('a document that we did not seal is one warning, also if the turn is taken again', async () => {
      await service.put(nameOf()[0], 'foreign');
      troubles = [undefined, 'conflict'];
      expect(await count()).toBe('1');
      expect(calls.join(' ')).toBe('read write read write');
      expect(warnings()).toMatch(/^SM[0-9a-f]{32}: the document was refused: malformed$/);
    });

    test('what a turn warns of is said once, also if it is taken again', async () => {
      await count();
      const took = jest.fn(counterTurn);
      troubles = [undefined, 'conflict'];
      await take(text('hi'), { ...counter, version: 2, turn: took });
      expect(took).toHaveBeenCalledTimes(2);
      expect(warnings()).toMatch(/^SM\w+: what is remembered is of counter 1, so counter 2 begins anew$/);
    });

    test('an error of the conversation is nobody’s fault but its own', async () => {
      const turn = jest.fn(() => {
        throw Object.assign(new Error('own'), { status: 412, outcome: 'later' });
      });
      await expect(take(text('hi'), { ...counter, turn })).rejects.toThrow('own');
      expect(turn).toHaveBeenCalledTimes(1);
      expect(await count()).toBe('2');
    });

    describe('a turn', () => {
      /** One that takes so long, in a hurry. */
      const slow = (milliseconds: number): Conversation<number> => ({
        ...counter,
        turn: (heardMessage, state, given) =>
          new Promise((resolve) => {
            setTimeout(() => {
              resolve(counter.turn(heardMessage, state, given));
            }, milliseconds);
          }),
      });

      test('has what is left until 8.5 seconds, less one write', async () => {
        expect(await hurry(() => take(text('hi'), slow(6000)))).toBe('2');
        await hurry(async () => {
          const start = performance.now();
          await expect(take(text('hi'), slow(8000))).rejects.toThrow(
            /the conversation had no answer after (6\.[5-9]|7\.0)\d s/,
          );
          expect(performance.now() - start).toBeLessThan(TIME.answer - TIME.call + 300);
        });
        expect(await count()).toBe('3');
      });

      test('is told by its signal that the time is over', async () => {
        let signal: AbortSignal | undefined;
        const waits: Conversation<number> = {
          ...counter,
          turn: (_, __, given) => {
            signal = given.signal;
            return new Promise(() => undefined);
          },
        };
        const outcome = open().take(text('hi'), waits, heard(TIME.call + 200));
        await expect(outcome).rejects.toThrow('the conversation had no answer after 0.');
        expect(signal?.aborted).toBe(true);
      });

      test('that took long is not begun again', async () => {
        troubleAt((call) => (call === 'write' ? 'conflict' : undefined));
        const failure: unknown = await hurry(() =>
          take(text('hi'), slow(5000)).catch((error: unknown) => error),
        );
        expect(String(failure)).toMatch(service.says.conflict);
        expect(String(failure)).toContain(`NotDone: ${service.name} did not write the document: `);
        expect(calls.join(' ')).toBe('read write');
      });

      test('that took long leaves its write time enough', async () => {
        troubleAt((call) => (call === 'write' ? { milliseconds: 3000 } : undefined));
        await hurry(async () => {
          const start = performance.now();
          await expect(take(text('hi'), slow(6000))).rejects.toThrow('did not write the document: no answer');
          expect(performance.now() - start).toBeLessThan(TIME.answer);
        });
      });
    });
  });
}
