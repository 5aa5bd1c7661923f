import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { greeter } from '../../conversations/greeter';
import { answer, type FunctionContext } from '../../src/answer';
import type { Conversation } from '../../src/conversation';
import { watched } from '../../src/turn-channel';
import { installRuntime } from '../../tools/testing/runtime';

const CHANNEL = 'sms-conversations:turn';

let published: unknown[];
const listen = (message: unknown) => published.push(message);

beforeAll(() => {
  installRuntime();
});
beforeEach(() => {
  published = [];
  subscribe(CHANNEL, listen);
  jest.spyOn(console, 'error').mockImplementation();
});
afterEach(() => {
  unsubscribe(CHANNEL, listen);
  jest.restoreAllMocks();
});

function serve(conversation: Conversation<unknown>, event: object): Promise<void> {
  const context = { SESSION_SECRET: 'a'.repeat(32) } as unknown as FunctionContext;
  return answer(() => conversation)(context, event, () => undefined);
}

const TEXT = { From: '+14158675308', To: '+14155550100', Body: 'hi', request: { headers: {}, cookies: {} } };

test('a turn is published with what was remembered before it and after it', async () => {
  await serve(
    greeter(() => 'Rey'),
    TEXT,
  );
  expect(published).toEqual([
    { conversation: 'greeter', version: 1, before: undefined, after: { messages: 1 } },
  ]);
});

test('so is one that waits, and before it is what it was, whatever the turn does to it', async () => {
  const conversation: Conversation<{ seen: number }> = {
    name: 'slow',
    version: 2,
    async turn(_, state = { seen: 0 }) {
      await Promise.resolve();
      state.seen++;
      return { replies: [], state };
    },
  };
  const given = { now: new Date(), signal: new AbortController().signal, id: '' };
  const message = { sid: undefined, from: '', to: '', body: '', media: [], params: {} };
  await watched(conversation).turn(message, { seen: 1 }, given);
  expect(published).toEqual([{ conversation: 'slow', version: 2, before: { seen: 1 }, after: { seen: 2 } }]);
});

test('what is thrown is published itself, whatever the sender is told', async () => {
  const error = new TypeError('no');
  const turn = () => {
    throw error;
  };
  await serve({ name: 'broken', version: 1, turn }, TEXT);
  await serve({ name: 'unused', version: 1, turn }, { Body: 'hi' });
  expect(published).toEqual([
    // A turn that fails changes nothing.
    { conversation: 'broken', version: 1, before: undefined, after: undefined },
    { error },
    { error: expect.objectContaining({ message: expect.stringMatching(/From/) as string }) as Error },
  ]);
});

test('what is remembered is published as people read it, and as it is where that fails', async () => {
  const given = { now: new Date(), signal: new AbortController().signal, id: '' };
  const message = { sid: undefined, from: '', to: '', body: '', media: [], params: {} };
  const turn = () => Promise.reject(new TypeError('no'));
  const shown = (_: unknown, state: number) => {
    if (state === 13) throw new Error('no');
    return `${state} messages`;
  };
  const conversation: Conversation<number> = { name: 'told', version: 1, turn, shown };
  await expect(watched(conversation).turn(message, 2, given)).rejects.toThrow('no');
  await expect(watched(conversation).turn(message, 13, given)).rejects.toThrow('no');
  expect(published).toMatchObject([
    { before: '2 messages', after: '2 messages' },
    { before: 13, after: 13 },
  ]);
});

test('where nobody listens, nothing is done', () => {
  unsubscribe(CHANNEL, listen);
  const conversation = greeter(() => 'Rey');
  expect(watched(conversation)).toBe(conversation);
});
