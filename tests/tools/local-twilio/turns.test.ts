import { greeter } from '../../../conversations/greeter';
import type { Conversation, Given } from '../../../src/conversation';
import { telling } from '../../../tools/local-twilio/turns.cjs';
import { given, message } from '../../../tools/testing';

let told: unknown[];
const tell = (turn: unknown) => told.push(turn);
beforeEach(() => {
  told = [];
});

const HI = message('hi');
const COMES = given(HI);

test('a turn is told with what was remembered before it and after it, and what it said', async () => {
  await telling(
    greeter(() => 'Rey'),
    tell,
  ).turn(HI, undefined, COMES);
  expect(told).toStrictEqual([
    {
      conversation: 'greeter',
      version: 1,
      before: undefined,
      after: { messages: 1 },
      replies: ['Thanks for the new message, Rey.'],
      now: COMES.now,
      id: undefined,
    },
  ]);
});

test('so is one that waits, with the id that it has read, and what was before it whatever it does to that', async () => {
  const conversation: Conversation<{ seen: number }> = {
    name: 'slow',
    version: 2,
    async turn(_, state = { seen: 0 }, { id }) {
      await Promise.resolve();
      state.seen++;
      return { replies: [id], state };
    },
  };
  await telling(conversation, tell).turn(HI, { seen: 1 }, COMES);
  expect(told).toMatchObject([
    { conversation: 'slow', before: { seen: 1 }, after: { seen: 2 }, replies: [COMES.id], id: COMES.id },
  ]);
});

test('one that fails changes nothing', () => {
  const turn = () => {
    throw new TypeError('no');
  };
  const broken: Conversation<number> = { name: 'broken', version: 1, turn };
  expect(() => telling(broken, tell).turn(HI, 7, COMES)).toThrow('no');
  expect(told).toMatchObject([{ before: 7, after: 7, replies: undefined }]);
});

test('what is remembered is told as people read it, and as it is if that fails', async () => {
  const turn = () => Promise.reject(new TypeError('no'));
  const shown = (_: unknown, state: number) => {
    if (state === 13) throw new Error('no');
    return `${state} messages`;
  };
  const conversation: Conversation<number> = { name: 'told', version: 1, turn, shown };
  await expect(telling(conversation, tell).turn(HI, 2, COMES)).rejects.toThrow('no');
  await expect(telling(conversation, tell).turn(HI, 13, COMES)).rejects.toThrow('no');
  expect(told).toMatchObject([
    { before: '2 messages', after: '2 messages' },
    { before: 13, after: 13 },
  ]);
});

test('a turn that is taken again is given the same object, by which it knows what has run', async () => {
  const seen: Given[] = [];
  const conversation: Conversation<unknown> = {
    name: 'seeing',
    version: 1,
    turn(_, state, came) {
      seen.push(came);
      expect(came.signal).toBe(COMES.signal);
      return { replies: [], state };
    },
  };
  for (let n = 0; n < 2; n++) await telling(conversation, tell).turn(HI, undefined, COMES);
  await telling(conversation, tell).turn(HI, undefined, { ...COMES });
  expect(seen[0]).toBe(seen[1]);
  expect(seen[2]).not.toBe(seen[1]);
});
