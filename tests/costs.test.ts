import { readFileSync } from 'node:fs';
import path from 'node:path';
import twilio from 'twilio';
import { booking } from '../conversations/booking';
import { clinic, type Diary } from '../examples/clinic';
import { answer, open, textingOf, type Conversation, type FunctionContext } from '../src';
import { segmentsOf, startMessages, type ServedMessages } from '../tools/local-twilio';
import { startSyncService, type SyncService } from '../tools/testing/document-services';
import { messagesIn } from '../tools/testing/messages';
import { ACCOUNT } from '../tools/testing/sync';
import { checkup } from './e2e/checkup';

/* What docs/deploying.md says that a conversation costs, counted with the stand-ins of Sync and the Messages API. */

const THEIRS = '+14158675308';
const OURS = '+14155550100';

/** What one conversation has used up. */
interface Used {
  texts: number;
  segmentsIn: number;
  segmentsOut: number;
  syncCalls: number;
  messagesCalls: number;
}

const client = twilio(ACCOUNT.ACCOUNT_SID, ACCOUNT.AUTH_TOKEN);
const variables = {
  SESSION_STORE: 'sync',
  SESSION_SECRET: 's'.repeat(32),
  ID_SECRET: 'i'.repeat(32),
  MESSAGING_SERVICE_SID: `MG${'1'.repeat(32)}`,
  getTwilioClient: () => client,
};

let sync: SyncService;
let messages: ServedMessages;
let ahead = 0;
let used: Used;
let sids = 0;

const now = () => Date.now() + ahead;
const segmentsIn = (body: string) => segmentsOf(body, { media: 0, address: THEIRS }).segments;

beforeAll(async () => {
  sync = await startSyncService();
  sync.trouble = () => {
    used.syncCalls++;
    return undefined;
  };
  messages = await startMessages({
    port: 0,
    now,
    mishap() {
      used.messagesCalls++;
      return undefined;
    },
    onSent({ body }) {
      used.segmentsOut += segmentsIn(body);
    },
  });
  process.env.MESSAGES_URL = messages.url;
});

beforeEach(async () => {
  used = { texts: 0, segmentsIn: 0, segmentsOut: 0, syncCalls: 0, messagesCalls: 0 };
  await sync.clear();
});

afterAll(async () => {
  delete process.env.MESSAGES_URL;
  await messages.close();
  await sync.close();
});

async function text(conversation: Conversation<unknown>, Body: string): Promise<void> {
  used.texts++;
  used.segmentsIn += segmentsIn(Body);
  const event = { From: THEIRS, To: OURS, Body, MessageSid: `SM${String(++sids).padStart(32, '0')}` };
  const handler = answer(() => conversation);
  await handler(variables as unknown as FunctionContext, event, (_, response) => {
    for (const { body } of messagesIn((response as { body: string }).body))
      used.segmentsOut += segmentsIn(body);
  });
}

/** The line of the table in the docs, by its first cell. */
function documented(name: string): Used {
  const page = readFileSync(path.join(__dirname, '../docs/deploying.md'), 'utf8');
  const cells =
    page
      .split('\n')
      .find((line) => line.startsWith(`| ${name}`))
      ?.split('|') ?? [];
  const [texts, segmentsInDocs, segmentsOutDocs, syncCalls, messagesCalls] = cells.slice(2).map(Number);
  return {
    texts,
    segmentsIn: segmentsInDocs,
    segmentsOut: segmentsOutDocs,
    syncCalls,
    messagesCalls,
  } as Used;
}

const diary: Diary = {
  free: () => Promise.resolve(['9:00', '10:30']),
  reserve: () => Promise.resolve(true),
  release: () => Promise.resolve(),
};

test.each<[string, Conversation<unknown>, readonly string[]]>([
  [
    'a table, by somebody new, without a cake',
    booking({ save: () => Promise.resolve('AB12CD') }),
    ['hi', 'Rey', '4', 'Friday', 'no', 'yes'],
  ],
  [
    'an appointment at the example’s clinic',
    clinic(diary),
    ['hi', 'tomorrow', '9:00'],
  ],
])('%s', async (name, conversation, texts) => {
  for (const each of texts) await text(conversation, each);
  expect(used).toStrictEqual(documented(name));
});

test('an appointment that we ask about, with a reminder after two hours', async () => {
  const visit = checkup({
    free: () => Promise.resolve([]),
    move: () => Promise.resolve(),
    desk: 'https://example.com/desk',
  }) as Conversation<unknown>;
  await open(
    visit,
    { from: THEIRS, to: OURS, name: 'checkup', data: 'Friday 3 pm', key: 'visit-1' },
    { variables: variables, texting: textingOf(client), now },
  );
  ahead += 2.1 * 60 * 60 * 1000;
  messages.messages.sendDue();
  await text(visit, 'yes');
  expect(used).toStrictEqual(documented('a check-up that we ask about, with a reminder sent'));
});
