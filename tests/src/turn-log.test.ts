import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { answer } from '../../src/answer';
import type { Conversation } from '../../src/conversation';
import {
  ask,
  choose,
  confirm,
  dialogue,
  handOver,
  keywords,
  once,
  picture,
  understood,
  wholeNumber,
} from '../../src/dialogue';
import { syncStore } from '../../src/session/sync-documents';
import { telling } from '../../tools/local-twilio/turns.cjs';
import { startSyncService, type SyncService } from '../../tools/testing/document-services';
import { installRuntime } from '../../tools/testing/runtime';

const FROM = '+14158675308';
const SECRETS = { SESSION_SECRET: 's'.repeat(32), ID_SECRET: 'i'.repeat(32) };

const lunch = dialogue(
  'lunch',
  function* ({ from }) {
    const dish = yield* choose(`What would ${from} like?`, ['Soup', 'Salad'], { as: 'dish' });
    const count = yield* ask(`How many ${dish}s?`, wholeNumber({ max: 9 }));
    if (!(yield* confirm(`${count} ${dish}?`))) return 'Nothing ordered.';
    yield* once('order', () => {
      if (count === 9) throw new RangeError(FROM);
    });
    return 'Coming up!';
  },
  { aside: (text) => (text === 'how much?' ? 'Five euros.' : undefined) },
);

const echo: Conversation<string> = {
  name: 'echo',
  version: 1,
  turn: ({ body }) => ({ replies: [body], state: body === 'bye' ? undefined : body }),
};

let printed: jest.SpyInstance;
let cookie: string;

beforeAll(() => {
  installRuntime();
});

beforeEach(() => {
  cookie = '';
  printed = jest.spyOn(console, 'log').mockImplementation();
  jest.spyOn(console, 'warn').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Texts them one after the other, and gives what is logged of each. */
async function logOf<State>(
  conversation: Conversation<State>,
  texts: readonly string[],
  {
    sid = true,
    variables = {},
    ...options
  }: Parameters<typeof answer>[1] & { sid?: boolean; variables?: object } = {},
): Promise<string[]> {
  const handler = answer(() => conversation, options);
  let sent = 0;
  const logged: string[] = [];
  for (const Body of texts) {
    const MessageSid = `SM${String(sid ? ++sent : 1).padStart(32, '0')}`;
    const event = {
      request: { cookies: { session: cookie } },
      From: FROM,
      To: '+14155550100',
      Body,
      MessageSid,
    };
    await handler({ ...SECRETS, LOG_TURNS: '1', ...variables } as never, event, (_, response) => {
      const { headers } = response as { headers: Record<string, string[] | undefined> };
      const [set] = headers['Set-Cookie'] ?? [];
      if (set !== undefined) cookie = /^session=([^;]*)/.exec(set)?.[1] ?? '';
    });
    logged.push(printed.mock.calls.splice(0).join('\n'));
  }
  return logged;
}

/** The same, as `lunch 1 dish answered`. Each is one line of JSON. */
async function outcomes(...args: Parameters<typeof logOf>): Promise<string[]> {
  return (await logOf(...args)).map((line) => {
    // A busy machine may take more than a second.
    expect(line.replace(/"milliseconds":\d+/, '')).not.toMatch(/\n|\d{4}|Soup|\+/i);
    const { conversation, question, name, outcome, milliseconds, calls, ...more } = JSON.parse(
      line,
    ) as Record<string, string | number | undefined>;
    expect(more).toStrictEqual({});
    expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(calls).toBe(0);
    return [conversation, question, name, outcome].filter((each) => each !== undefined).join(' ');
  });
}

test.each<[string, string[], string[]]>([
  [
    'answers, and the end',
    ['hi', 'soup', '2', 'yes'],
    ['lunch began', 'lunch 1 dish answered', 'lunch 2 ask answered', 'lunch 3 confirm ended'],
  ],
  [
    'wrong answers, BACK, RESTART and an aside',
    ['hi', 'stew', 'how much?', 'soup', 'back', 'restart'],
    [
      'lunch began',
      'lunch 1 dish wrong',
      'lunch 1 dish aside',
      'lunch 1 dish answered',
      'lunch 2 ask back',
      'lunch began',
    ],
  ],
  [
    'somebody who gives up',
    ['hi', 'x', 'x', 'x'],
    ['lunch began', 'lunch 1 dish wrong', 'lunch 1 dish wrong', 'lunch 1 dish gave up'],
  ],
  [
    'an effect that throws, at its question',
    ['hi', 'soup', '9', 'yes', 'no'],
    [
      'lunch began',
      'lunch 1 dish answered',
      'lunch 2 ask answered',
      'lunch 3 confirm apologised',
      'lunch 3 confirm ended',
    ],
  ],
])('of %s', async (_, texts, logged) => {
  expect(await outcomes(lunch as Conversation<unknown>, texts)).toStrictEqual(logged);
});

test('of a conversation that is one function, also if it cannot be made', async () => {
  expect(await outcomes(echo as Conversation<unknown>, ['hi', 'ho', 'bye'])).toStrictEqual([
    'echo answered',
    'echo answered',
    'echo ended',
  ]);
  const broken = { ...echo, turn: () => Promise.reject(new Error(FROM)) };
  expect(await outcomes(broken as Conversation<unknown>, ['hi'])).toStrictEqual(['echo apologised']);
  const handler = answer(() => {
    throw new Error(FROM);
  });
  await handler(
    { ...SECRETS, LOG_TURNS: '1' } as never,
    { From: FROM, To: FROM, Body: 'hi' },
    () => undefined,
  );
  expect(printed.mock.calls.join()).toMatch(/^\{"outcome":"apologised","milliseconds":\d+,"calls":0\}$/);
});

test('also if a phone listens, which hands the turn a `given` of its own', async () => {
  const listen = (told: unknown) => {
    const begins = told as { conversation: Conversation<unknown> };
    begins.conversation = telling(begins.conversation, () => undefined);
  };
  subscribe('sms-conversations:turn', listen);
  try {
    const logged = await logOf(lunch, ['hi', 'pizza', 'soup', 'back']);
    expect(logged.map((line) => (JSON.parse(line) as { outcome: string }).outcome)).toStrictEqual([
      'began',
      'wrong',
      'answered',
      'back',
    ]);
  } finally {
    unsubscribe('sms-conversations:turn', listen);
  }
});

test('within a menu, of the conversation that heard it', async () => {
  const parrot = { ...echo, name: 'parrot' };
  const menu = keywords({ lunch, parrot: parrot }, echo as Conversation<unknown>);
  const texts = ['hi', 'lunch', 'soup', 'exit', 'hi', 'parrot'];
  expect(await outcomes(menu as Conversation<unknown>, texts)).toStrictEqual([
    'echo answered',
    'lunch began',
    'lunch 1 dish answered',
    'lunch left',
    'echo answered',
    'parrot answered',
  ]);
});

test('of each question, by its verb if its author has no name for it', async () => {
  const all = dialogue('all', function* () {
    yield* choose('Which day?', ['Friday']);
    yield* ask(
      'How so?',
      understood('reason', (text) => text),
    );
    yield* picture('Of what?');
  });
  expect(await outcomes(all as Conversation<unknown>, ['hi', 'friday', 'so', 'no'])).toStrictEqual([
    'all began',
    'all 1 choose answered',
    'all 2 ask answered',
    'all 3 picture wrong',
  ]);
});

test('of a dialogue that is handed over', async () => {
  const support = dialogue(
    'support',
    function* () {
      yield* ask('What is it about?');
      yield* handOver('https://example.com/flow', { until: 'RESUME' });
      yield* ask('How was it?');
    },
    { handsOver: true },
  );
  const texts = ['hi', 'my bill', 'hello?', 'resume', 'fine'];
  expect(await outcomes({ ...support, needsServer: '' }, texts)).toStrictEqual([
    'support began',
    'support 1 ask answered',
    'support passed on',
    'support answered',
    'support 2 ask ended',
  ]);
});

test('of a dialogue that a deploy has changed', async () => {
  await outcomes(lunch, ['hi', 'soup']);
  const changed = dialogue('lunch', function* () {
    yield* ask('Something else?');
  });
  expect(await outcomes(changed as Conversation<unknown>, ['2'])).toStrictEqual(['lunch changed']);
});

test('of what no conversation has heard, as it was over the budget', async () => {
  const budget = { turns: 1, segments: 9 };
  expect(await outcomes(echo as Conversation<unknown>, ['hi', 'hi'], { budget })).toStrictEqual([
    'echo answered',
    'echo unheard',
  ]);
  const menu = keywords({ lunch }, echo as Conversation<unknown>);
  expect((await outcomes(menu as Conversation<unknown>, ['hi', 'hi'], { budget })).at(-1)).toBe(
    `${menu.name} unheard`,
  );
});

test.each([undefined, '', '0'])('nothing, where LOG_TURNS=%s', async (LOG_TURNS) => {
  expect(await logOf(lunch, ['hi', 'soup'], { variables: { LOG_TURNS } })).toStrictEqual(['', '']);
});

describe('with a store on a server', () => {
  let service: SyncService;

  beforeAll(async () => {
    service = await startSyncService();
  });

  afterAll(() => service.close());

  test('how many calls it took, also of a message that came again, or that was apologised for', async () => {
    const variables = service.variables;
    const lines = await logOf(echo, ['hi', 'hi'], { sid: false, store: syncStore, variables });
    service.trouble = () => 'forbidden';
    lines.push(...(await logOf(echo, ['hi'], { store: syncStore, variables })));
    expect(lines.map((line) => line.replace(/"milliseconds":\d+,/, ''))).toStrictEqual([
      '{"conversation":"echo","outcome":"answered","calls":3}',
      '{"conversation":"echo","outcome":"unheard","calls":1}',
      '{"conversation":"echo","outcome":"apologised","calls":1}',
    ]);
  });
});
