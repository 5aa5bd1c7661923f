import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';
import { booking } from '../../conversations/booking/booking';
import { greeter } from '../../conversations/greeter';
import type { ServedSync } from '../../tools/local-twilio';
import { answer, type FunctionContext } from '../../src/answer';
import type { Conversation } from '../../src/conversation';
import { ask, dialogue, once } from '../../src/dialogue';
import { keywords } from '../../src/dialogue/menu';
import kept from '../fixtures/sessions.json';
import { messagesIn } from '../../tools/testing/messages';
import { installRuntime } from '../../tools/testing/runtime';
import { setDate } from '../../tools/testing/set-date';
import { ACCOUNT, installSync } from '../../tools/testing/sync';

/*
 * People who were in the middle of a conversation when the code changed. The fixtures were made at
 * version 0.1.0, and are never made again: whoever changes a format shows here what becomes of them.
 */

const nameOf = (address: string) => (address === kept.from ? 'Rey' : undefined);
const book = () => booking({ nameOf, save: ({ key }) => Promise.resolve(key.slice(0, 6)) });

/** Asks on after its effect. */
const order = dialogue('order', function* () {
  const dish = yield* ask('Which dish?');
  const { number } = yield* once('order', (key) => ({ number: 7, key }));
  const address = yield* ask('Where to?');
  return `Order ${number}: ${dish} to ${address}.`;
});

type Fixture = keyof typeof kept.fixtures;

const CASES: [Fixture, Conversation<unknown>, string, string][] = [
  ['greeter', greeter(nameOf), 'hi', 'Rey has messaged +14155550100 3 times.'],
  ['booking in its middle', book(), 'no', 'Rey, 4 people, Friday. Shall I book it?'],
  ['order after its effect', order, 'Main Street 1', 'Order 7: Soup to Main Street 1.'],
  [
    'keywords, in a booking',
    keywords({ book: book() }, greeter(nameOf)),
    'fri',
    'Is there something to celebrate?',
  ],
];

let sync: ServedSync;

beforeAll(async () => {
  installRuntime({}, ACCOUNT);
  sync = await installSync({ now: () => kept.now });
});

beforeEach(() => {
  setDate(kept.now);
});

afterEach(() => {
  for (const { sid } of sync.documents.list()) sync.documents.remove(sid);
  jest.restoreAllMocks();
  jest.useRealTimers();
});

afterAll(() => sync.close());

interface Response {
  readonly body: string;
}

async function text(
  conversation: Conversation<unknown>,
  SESSION_STORE: string,
  parameters: { Body: string; MessageSid: string; session?: string | null },
): Promise<string[]> {
  const context = { SESSION_SECRET: kept.secret, SESSION_STORE, ...ACCOUNT } as unknown as FunctionContext;
  const { session, ...rest } = parameters;
  const event = { request: { cookies: session ? { session } : {} }, From: kept.from, To: kept.to, ...rest };
  const response = await new Promise<Response>((resolve) => {
    const callback: ServerlessCallback = (_, value) => {
      resolve(value as Response);
    };
    void answer(() => conversation)(context, event, callback);
  });
  return messagesIn(response.body).map(({ body }) => body);
}

const NEXT = `SM${'f'.repeat(32)}`;

test.each(CASES)('%s goes on from its cookie', async (name, conversation, Body, reply) => {
  const { cookie } = kept.fixtures[name];
  expect(await text(conversation, 'cookie', { Body, MessageSid: NEXT, session: cookie })).toStrictEqual([
    reply,
  ]);
});

function remember({ document: { uniqueName, data } }: (typeof kept.fixtures)[Fixture]): void {
  sync.documents.create(uniqueName, { data: JSON.stringify(data), ttl: '60' });
}

test.each(CASES)('%s goes on from its document in Sync', async (name, conversation, Body, reply) => {
  remember(kept.fixtures[name]);
  expect(await text(conversation, 'sync', { Body, MessageSid: NEXT })).toStrictEqual([reply]);
});

test('a booking that was done before is answered alike when its last text is delivered again', async () => {
  const fixture = kept.fixtures['booking after its effect'];
  remember(fixture);
  expect(await text(book(), 'sync', { Body: 'yes', MessageSid: fixture.sid })).toStrictEqual(
    messagesIn(fixture.said).map(({ body }) => body),
  );
});
