import { execFile } from 'node:child_process';
import { answer, ask, dialogue, handOver, keywords, say, type Conversation } from '../../../src';
import { handBack } from '../../../tools/deploy/opening/hand-back';
import { startMessages, type ServedMessages } from '../../../tools/local-twilio';
import { startSyncService, type SyncService } from '../../../tools/testing/document-services';
import { ProjectCopy, SECRET } from '../../../tools/testing/project-copy';
import { messagesIn } from '../../../tools/testing/messages';
import { ACCOUNT } from '../../../tools/testing/sync';

jest.setTimeout(20_000);

const REY = '+14158675308';
const OURS = '+14155550100';
const PAIR = { to: REY, from: OURS };
const SECRETS = { SESSION_SECRET: SECRET, ID_SECRET: SECRET };

const support = dialogue(
  'support',
  function* () {
    yield* say('A colleague will answer you here.');
    yield* handOver('https://example.com/flow', { until: 'RESUME' });
    yield* say({ body: 'Welcome back.', media: ['https://example.com/a.png'] });
    return `You said ${yield* ask('How was it?')}.`;
  },
  { handsOver: true },
);

let service: SyncService;
let messages: ServedMessages;
let variables: Record<string, string>;

beforeAll(async () => {
  service = await startSyncService();
  messages = await startMessages({ port: 0 });
  variables = { ...service.variables, ...SECRETS };
});
beforeEach(() => service.clear());
afterAll(() => Promise.all([service.close(), messages.close()]));

let count = 0;
/** Texts the Function. */
async function text(conversation: Conversation<unknown>, Body: string, turns = 200): Promise<string[]> {
  const event = {
    request: {},
    From: REY,
    To: OURS,
    Body,
    MessageSid: `SM${String(++count).padStart(32, '0')}`,
  };
  let body = '';
  const budget = { turns, segments: 400 };
  await answer(() => conversation, { budget })(variables as never, event, (_, response) => {
    body = String((response as { body: unknown }).body);
  });
  return body.includes('<Redirect') ? ['(passed on)'] : messagesIn(body).map((each) => each.body);
}

test.each<[string, Conversation<unknown>, string[]]>([
  ['a dialogue', support, ['hi']],
  [
    'one within keywords',
    keywords(
      { agent: support },
      dialogue('other', function* () {
        yield* ask('What else?');
      }),
    ),
    ['agent'],
  ],
])('%s goes on as if the word had come', async (_, conversation, texts) => {
  for (const each of texts) await text(conversation, each);
  expect(await text(conversation, 'hello?')).toStrictEqual(['(passed on)']);
  expect(await handBack(conversation, PAIR, { variables, now: Date.now })).toStrictEqual([
    { ...PAIR, body: 'Welcome back.', media: ['https://example.com/a.png'] },
    { ...PAIR, body: 'How was it?', media: [] },
  ]);
  expect(await handBack(conversation, PAIR, { variables, now: Date.now })).toBeUndefined();
  expect(await text(conversation, 'fine')).toStrictEqual(['You said fine.']);
});

test('it counts in the budget of the hour, and goes on if that is used up', async () => {
  jest.spyOn(console, 'warn').mockImplementation();
  await text(support, 'hi', 2);
  await text(support, 'hello?', 2);
  expect(await handBack(support, PAIR, { variables, now: Date.now })).toHaveLength(2);
  expect((await text(support, 'fine', 4))[0]).toBe('You said fine.');
  expect(await text(support, 'hi', 4)).toStrictEqual([expect.stringMatching(/^That was a lot of texts/)]);
  jest.restoreAllMocks();
});

test('of somebody new, and of a conversation that cannot be shown, nothing was handed over, and nothing changes', async () => {
  expect(await handBack(support, PAIR, { variables, now: Date.now })).toBeUndefined();
  expect(await service.list()).toStrictEqual([]);
  const parrot: Conversation<number> = {
    name: 'parrot',
    version: 1,
    turn: () => ({ replies: ['hi'], state: 1 }),
  };
  await text(parrot, 'hi');
  const before = await service.list();
  expect(await handBack(parrot, PAIR, { variables, now: Date.now })).toBeUndefined();
  // The command may run with another CONVERSATION than the Function.
  expect(await handBack(support, PAIR, { variables, now: Date.now })).toBeUndefined();
  expect(await service.list()).toStrictEqual(before);
});

test('npm run open -- --hand-back sends what comes then', async () => {
  const copy = new ProjectCopy();
  copy.write(
    'conversations/support.ts',
    `import { ask, dialogue, handOver, say } from '../src';
    export const support = dialogue('support', function* () {
      yield* say('A colleague will answer you here.');
      yield* handOver('https://example.com/flow', { until: 'RESUME' });
      return 'You said ' + (yield* ask('How was it?'));
    }, { handsOver: true });`,
  );
  copy.replace(
    'conversations/index.ts',
    'import { greeter }',
    "import { support } from './support';\nimport { greeter }",
  );
  copy.replace('conversations/index.ts', '  greeter: ', '  support: () => support,\n  greeter: ');
  await text(support, 'hi');
  const env = {
    ...{ PATH: process.env.PATH, ...variables, ...ACCOUNT, CONVERSATION: 'support' },
    ...{ SYNC_URL: service.url, MESSAGES_URL: messages.url },
  };
  const run = (...args: string[]) =>
    new Promise<{ code: unknown; output: string }>((resolve) => {
      const command = ['--import', 'tsx', 'tools/deploy/main.ts', 'open', '--to', REY, '--from', OURS];
      execFile(
        process.execPath,
        [...command, ...args],
        { cwd: copy.folder, env },
        (error, stdout, stderr) => {
          resolve({ code: error?.code ?? 0, output: stdout + stderr });
        },
      );
    });
  expect(await run('--hand-back', 'support')).toStrictEqual({
    code: 1,
    output: '--hand-back takes --to and --from, and nothing else.\n',
  });
  expect(await run('--hand-back')).toStrictEqual({
    code: 0,
    output: `Handed back. ${REY} gets from ${OURS}:\n\nHow was it?\n\n`,
  });
  expect(messages.messages.list()).toMatchObject([{ ...PAIR, body: 'How was it?' }]);
  expect(await run('--hand-back')).toStrictEqual({
    code: 1,
    output: `${REY} is handed over to nobody. Nothing has changed.\n`,
  });
  copy.remove('.');
});
