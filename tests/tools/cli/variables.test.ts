import { BundleError } from '../../../tools/build/bundle';
import { checkVariables } from '../../../tools/cli/variables';
import { ProjectCopy } from '../../../tools/testing/project-copy';

jest.setTimeout(20_000);

const GREETER = 'conversations/greeter.ts';
const INDEX = 'conversations/index.ts';

let copy: ProjectCopy;
beforeEach(() => {
  copy = new ProjectCopy();
  serve();
});
afterEach(() => {
  copy.remove('.');
});

/** Serves the conversations that come with the project, and one more. The project may have others by now. */
function serve(another = ''): void {
  copy.write(
    INDEX,
    `import * as src from '../src';
     import { booking, saveTo } from './booking';
     import { greeter } from './greeter';
     export const conversations = {
       ${another}
       greeter: () => greeter(src.callers()),
       booking: ({ BOOKINGS_URL }) => booking({ save: saveTo(BOOKINGS_URL) }),
     };
     export const conversationFor = src.chooseByVariable('CONVERSATION', conversations, 'greeter');
     export const chosenConversation = (context) => conversationFor(context)(context);`,
  );
}

const checking = (variables: Record<string, string> = {}) => checkVariables(copy.folder, variables);

test('what cannot be used is said, each with what there is to choose from', async () => {
  expect(await checking({ SESSION_STORE: 'redi', SESSION_TTL: '4h', CONVERSATION: 'quiz' })).toStrictEqual({
    unusable: [
      expect.stringMatching(/^SESSION_STORE="redi" is not known\. Choose one of: cookie, sync/) as string,
      expect.stringMatching(/^SESSION_TTL="4h" is no whole number of seconds/) as string,
      'CONVERSATION="quiz" is not known. Choose one of: greeter, booking',
    ],
    otherConversations: ['greeter', 'booking'],
    opens: [],
    failure: undefined,
  });
  expect(await checking({ CONVERSATION: 'booking' })).toMatchObject({
    unusable: [],
    otherConversations: ['greeter'],
  });
  expect(await checking()).toMatchObject({ otherConversations: ['booking'] });
});

test.each(['1', '0', ''])('LOG_TURNS=%s is usable', async (LOG_TURNS) => {
  expect(await checking({ LOG_TURNS })).toMatchObject({ unusable: [] });
});

test('LOG_TURNS that would log nothing is said', async () => {
  expect(await checking({ LOG_TURNS: 'yes' })).toMatchObject({
    unusable: ['LOG_TURNS="yes" is neither 1 nor 0.'],
  });
});

test('a variable that the chosen conversation cannot use is said, and not quoted', async () => {
  const BOOKINGS_URL = 'data:text/plain,secret';
  expect(await checking({ CONVERSATION: 'booking', BOOKINGS_URL })).toMatchObject({
    unusable: ['BOOKINGS_URL is no http or https URL'],
    otherConversations: ['greeter'],
  });
  expect(await checking({ CONVERSATION: 'greeter', BOOKINGS_URL })).toMatchObject({ unusable: [] });
  const usable = { CONVERSATION: 'booking', BOOKINGS_URL: 'https://user:password@example.com/bookings' };
  expect(await checking(usable)).toMatchObject({ unusable: [] });
});

test('a conversation that reminds needs a Messaging Service', async () => {
  serve(`visit: () =>
    src.dialogue('visit', function* () { yield* src.ask('?'); }, { reminds: src.reminding() }),`);
  const sync = { SESSION_STORE: 'sync' };
  for (const MESSAGING_SERVICE_SID of ['', 'MG1']) {
    expect(await checking({ ...sync, CONVERSATION: 'visit', MESSAGING_SERVICE_SID })).toMatchObject({
      unusable: [expect.stringMatching(/only with a Messaging Service. Set MESSAGING_SERVICE_SID to/)],
    });
    expect(await checking({ ...sync, MESSAGING_SERVICE_SID })).toMatchObject({
      unusable: [],
      otherConversations: ['booking'],
    });
  }
  const MESSAGING_SERVICE_SID = `MG${'1'.repeat(32)}`;
  expect(await checking({ CONVERSATION: 'visit', MESSAGING_SERVICE_SID })).toMatchObject({
    unusable: [
      expect.stringMatching(/^the dialogue visit reminds people, .*Set SESSION_STORE to sync or redis/),
    ],
  });
  expect(await checking({ ...sync, MESSAGING_SERVICE_SID })).toMatchObject({
    unusable: [],
    otherConversations: ['visit', 'booking'],
  });
});

test('a conversation that hands over needs another store than the cookie', async () => {
  serve(`agent: () => src.dialogue('agent', function* () { yield* src.ask('?'); }, { handsOver: true }),`);
  for (const SESSION_STORE of ['', 'cookie']) {
    expect(await checking({ CONVERSATION: 'agent', SESSION_STORE })).toMatchObject({
      unusable: [
        expect.stringMatching(/^the dialogue agent hands over .*Set SESSION_STORE to sync or redis\.$/),
      ],
      otherConversations: ['greeter', 'booking'],
    });
    expect(await checking({ SESSION_STORE })).toMatchObject({
      unusable: [],
      otherConversations: ['booking'],
    });
  }
  expect(await checking({ CONVERSATION: 'agent', SESSION_STORE: 'sync' })).toMatchObject({ unusable: [] });
  expect(await checking({ SESSION_STORE: 'sync' })).toMatchObject({
    otherConversations: ['agent', 'booking'],
  });
});

test('a conversation that hands over is made only with a URL that it can hand over to', async () => {
  serve(`agent: (context) => {
    const url = src.webhookUrl(context, 'SUPPORT_FLOW');
    const script = function* () { yield* src.handOver(url, { until: 'RESUME' }); };
    return src.dialogue('agent', script, { handsOver: true });
  },`);
  const sync = { SESSION_STORE: 'sync' };
  for (const [SUPPORT_FLOW, complaint] of [
    ['', 'SUPPORT_FLOW is not set'],
    ['http://example.com/secret', 'SUPPORT_FLOW is no absolute https URL'],
  ] as const) {
    expect(await checking({ ...sync, CONVERSATION: 'agent', SUPPORT_FLOW })).toMatchObject({
      unusable: [complaint],
    });
    expect(await checking({ ...sync, SUPPORT_FLOW })).toMatchObject({
      unusable: [],
      otherConversations: ['booking'],
    });
  }
  const SUPPORT_FLOW = 'https://example.com/flow';
  expect(await checking({ ...sync, CONVERSATION: 'agent', SUPPORT_FLOW })).toMatchObject({ unusable: [] });
  expect(await checking({ ...sync, SUPPORT_FLOW })).toMatchObject({
    otherConversations: ['agent', 'booking'],
  });
});

test('a conversation that does not compile is said with its place', async () => {
  copy.write(GREETER, 'export const greeter = ;');
  await expect(checking()).rejects.toThrow(BundleError);
  await expect(checking()).rejects.toThrow(/Unexpected ";"[^]*conversations\/greeter\.ts:1:23/);
});

test.each([
  [
    'an error',
    `throw new TypeError('lost');`,
    /loaded\. TypeError: lost\nat conversations\/greeter\.ts:2:7$/,
  ],
  ['anything else', `throw 'lost';`, /loaded\. They throw something that is not an Error\.$/],
  ['the end of the process', `process.exit(3);`, /loaded\. They end the process\.$/],
])('a conversation that throws %s when it is loaded is said with its place', async (_, code, failure) => {
  copy.write(GREETER, `${copy.read(GREETER).split('\n')[0] ?? ''}\n${code}\n${copy.read(GREETER)}`);
  expect(await checking({ SESSION_STORE: 'redi' })).toStrictEqual({
    unusable: [expect.stringMatching(/^SESSION_STORE="redi"/) as string],
    otherConversations: [],
    opens: [],
    failure: expect.stringMatching(failure) as string,
  });
});
