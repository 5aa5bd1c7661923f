import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { greeter } from '../../conversations/greeter';
import { answer, type FunctionContext } from '../../src/answer';
import type { Conversation } from '../../src/conversation';
import { watched } from '../../src/turn-channel';
import { installRuntime } from '../../tools/testing/runtime';

const CHANNEL = 'sms-conversations:turn';

let listen: (message: unknown) => void;

beforeAll(() => {
  installRuntime();
});
beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation();
  jest.spyOn(console, 'warn').mockImplementation();
});
afterEach(() => {
  unsubscribe(CHANNEL, listen);
  jest.restoreAllMocks();
});

async function serve(conversation: Conversation<unknown>, event: object): Promise<unknown> {
  const context = { SESSION_SECRET: 'a'.repeat(32) } as unknown as FunctionContext;
  const callback = jest.fn();
  await answer(() => conversation)(context, event, callback);
  return callback.mock.lastCall;
}

const TEXT = { From: '+14158675308', To: '+14155550100', Body: 'hi', request: { headers: {}, cookies: {} } };

test('a listener is given the conversation, and may put another one in its place', async () => {
  const other: Conversation<never> = {
    name: 'other',
    version: 1,
    turn: () => ({ replies: ['from the other'], state: undefined }),
  };
  listen = (message) => {
    Object.assign(message as object, { conversation: other });
  };
  subscribe(CHANNEL, listen);
  const given = await serve(
    greeter(() => 'Rey'),
    TEXT,
  );
  expect(JSON.stringify(given)).toMatch('from the other');
});

test('what is thrown is published itself, whatever the sender is told', async () => {
  const published: unknown[] = [];
  listen = (message) => published.push(message);
  subscribe(CHANNEL, listen);
  const error = new TypeError('no');
  const turn = () => {
    throw error;
  };
  await serve({ name: 'broken', version: 1, turn }, TEXT);
  await serve({ name: 'unused', version: 1, turn }, { Body: 'hi' });
  expect(published).toMatchObject([
    { conversation: { name: 'broken' } },
    { error },
    { error: { message: expect.stringMatching(/From/) as string } },
  ]);
});

test('if no one listens, nothing is done', () => {
  const conversation = greeter(() => 'Rey');
  expect(watched(conversation)).toBe(conversation);
});
