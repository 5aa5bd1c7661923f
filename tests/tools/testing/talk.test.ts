import type { Conversation } from '../../../src/conversation';
import { ask, dialogue, lookUp, once, say, wrong, type Script } from '../../../src/dialogue';
import { keywords } from '../../../src/dialogue/menu';
import { reminding } from '../../../src/reminding';
import { ENGLISH } from '../../../src/english-words';
import { ScriptError, TestPhone, talk } from '../../../tools/testing';

const FINN = '+12349013030';
const APOLOGY = 'Sorry, something went wrong on our side. Please text that again.';

let printed: jest.SpyInstance;

beforeEach(() => {
  printed = jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const counter: Conversation<number> = {
  name: 'counter',
  version: 1,
  turn({ body }, state = 0) {
    if (body === 'fail') throw new Error('down');
    return { replies: [`${state + 1}`], state: state + 1 };
  },
};

describe('talk', () => {
  test('goes on after a turn that fails, shows the apology, and prints the error', async () => {
    expect(await talk(counter, ['hi', 'fail', 'hi'])).toStrictEqual([['1'], [APOLOGY], ['2']]);
    expect(String(printed.mock.calls)).toBe('Error: down');
    const words = { ...ENGLISH, apology: 'Verzeihung!' };
    expect(await talk({ ...counter, words }, ['fail'])).toStrictEqual([['Verzeihung!']]);
  });

  test('can be several people', async () => {
    const texts = [
      'hi',
      { from: FINN, body: 'hi' },
      'hi',
      { to: '+1', body: 'hi' },
      { from: FINN, body: 'hi' },
    ];
    expect((await talk(counter, texts)).flat()).toStrictEqual(['1', '1', '2', '1', '2']);
  });

  test('can be several days', async () => {
    const d = dialogue('d', function* () {
      const then = yield* lookUp('now', ({ now }) => now.getTime());
      yield* ask('So?');
      const now = yield* lookUp('now', (outside) => outside.now.getTime());
      return `${(now - then) / 3_600_000} hours`;
    });
    expect(await talk(d, ['hi', { after: '1d2h', body: 'x' }])).toStrictEqual([['So?'], ['26 hours']]);
    await expect(talk(d, [{ after: 'a while', body: 'x' }])).rejects.toThrow('a while is no duration');
  });
});

describe('a test phone', () => {
  test('shows what is remembered, which is a copy', async () => {
    const phone = new TestPhone<{ texts: string[] }>({
      name: 'list',
      version: 1,
      turn({ body }, state) {
        if (body === 'bye') return { replies: [], state: undefined };
        return { replies: [], state: { texts: [...(state?.texts ?? []), body] } };
      },
    });
    expect(phone.state()).toBeUndefined();
    await phone.text('a');
    await phone.text({ from: FINN, body: 'b' });
    phone.state()?.texts.push('c');
    expect(phone.state()).toStrictEqual({ texts: ['a'] });
    expect(phone.state({ from: FINN })).toStrictEqual({ texts: ['b'] });
    await phone.text('bye');
    expect(phone.state()).toBeUndefined();
  });

  test('keeps what the turns threw, and has a clock', async () => {
    const phone = new TestPhone(counter, { now: new Date('2026-10-23T10:00Z') });
    await phone.text('fail');
    expect(phone.failures).toStrictEqual([new Error('down')]);
    phone.forward('90m');
    expect(phone.now).toStrictEqual(new Date('2026-10-23T11:30Z'));
  });
});

test('a phone tells what somebody is sent who stays silent', async () => {
  const conversation = dialogue(
    'table',
    function* () {
      yield* ask('Which day?', { remind: { after: '2h', say: 'Still there?' } });
    },
    { reminds: reminding() },
  );
  const phone = new TestPhone(conversation, { now: new Date('2026-10-23T10:00Z') });
  expect(phone.reminders()).toStrictEqual([]);
  await phone.text('hi');
  expect(phone.reminders()).toStrictEqual([{ at: new Date('2026-10-23T12:00Z'), say: 'Still there?' }]);
  expect(phone.reminders({ from: '+19995550123' })).toStrictEqual([]);
  phone.forward('1h59m');
  expect(phone.reminders()).toHaveLength(1);
  phone.forward('1m');
  expect(phone.reminders()).toStrictEqual([]);
});

describe('a phone that we text first', () => {
  const table = dialogue(
    'table',
    function* ({ data }) {
      const answer = yield* ask(`For ${(data ?? []).join(' and ')}?`, {
        remind: { after: '2h', say: 'Still there?', letGo: { after: '1d', say: 'We let it go.' } },
      });
      return `Noted: ${answer}.`;
    },
    {
      data: (value: unknown) => (Array.isArray(value) ? value.map(String) : wrong('no names')),
      reminds: reminding(),
    },
  );

  test('is sent the question, and goes on from there', async () => {
    const now = new Date('2026-10-23T10:00Z');
    const phone = new TestPhone(table, { now });
    expect(await phone.open('table', ['Rey', 'Finn'])).toStrictEqual(['For Rey and Finn?']);
    expect(phone.reminders()).toStrictEqual([
      { at: new Date('2026-10-23T12:00Z'), say: 'Still there?' },
      { at: new Date('2026-10-24T10:00Z'), say: 'We let it go.' },
    ]);
    phone.forward('2h');
    expect(phone.reminders()).toHaveLength(1);
    expect(await phone.text('yes')).toStrictEqual(['Noted: yes.']);
    expect(phone.reminders()).toStrictEqual([]);
    await phone.open('table', ['Rey']);
    phone.forward('1d');
    // It was let go, so the text begins it.
    expect(await phone.text('yes')).toStrictEqual(['For ?']);
  });

  test('is one of several, and within keywords', async () => {
    const phone = new TestPhone(keywords({ book: table }, counter));
    expect(await phone.open('table', ['Finn'], { from: FINN })).toStrictEqual(['For Finn?']);
    expect(await phone.text('hi')).toStrictEqual(['1']);
    expect(await phone.text({ from: FINN, body: 'yes' })).toStrictEqual(['Noted: yes.']);
  });

  test('is in the middle of another, unless that is to be replaced', async () => {
    const phone = new TestPhone(table);
    await phone.open('table', ['Rey']);
    await expect(phone.open('table', ['Finn'])).rejects.toThrow('in the middle of a conversation');
    expect(await phone.open('table', ['Finn'], { replaces: true })).toStrictEqual(['For Finn?']);
    await expect(phone.open('other')).rejects.toThrow('no dialogue of that name');
    await expect(new TestPhone(counter).open('counter')).rejects.toThrow('no dialogue of that name to open');
  });

  test('says what is wrong with the script', async () => {
    jest.spyOn(console, 'warn').mockImplementation();
    const open = (script: Script<never, null>) =>
      new TestPhone(dialogue('d', script, { data: () => null })).open('d', null);
    await expect(
      open(function* () {
        yield* say('One.', { apart: true });
        yield* ask('Two?');
      }),
    ).rejects.toThrow(new ScriptError('d has to say one message when it is opened.'));
    await expect(
      open(function* () {
        // eslint-disable-next-line dialogue/forgotten-verb -- the mistake that is to be noticed
        say('Hello.');
        yield* say('So?');
      }),
    ).rejects.toThrow('made and never begun');
    await expect(
      open(function* () {
        yield* ask(`${Math.random()}?`);
      }),
    ).rejects.toThrow('Step 1 was');
  });
});

describe('a script that is not the same each time', () => {
  let calls = 0;
  const scripts: [string, Script, string][] = [
    [
      'reads the clock in a question',
      function* () {
        yield* ask(`It is ${new Date().getFullYear()}. So?`);
        yield* ask('B?');
      },
      'Step 1 was ask("It is 20',
    ],
    [
      'reads the hour',
      function* () {
        yield* say(new Date(Date.now()).getUTCHours() < 12 ? 'Good morning.' : 'Good day.');
        yield* ask('A?');
      },
      'Step 1 was say("Good ',
    ],
    [
      'throws dice',
      function* () {
        if (Math.random() < 0.5) yield* say('Heads.');
        yield* ask('A?');
      },
      'Step 1 was say("Heads.") and then ask("A?").',
    ],
    [
      'counts how often it runs',
      function* () {
        yield* ask('A?');
        if (calls++ % 2) yield* say('Hello.');
        yield* ask('B?');
      },
      'Step 2 was say("Hello.") and then ask("B?")',
    ],
    [
      'asks something else at each replay',
      function* () {
        if (calls++ === 0) yield* ask('A?');
        else yield* ask('B?');
      },
      'A replay ended at ask("B?"), which is not the question that was asked.',
    ],
    [
      'stops elsewhere',
      function* () {
        if (calls++ % 3 !== 2) yield* ask('A?');
      },
      'Step 1 was ask("A?") and then missing.',
    ],
  ];

  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-10-23T10:00Z'), advanceTimers: true });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  test.each(scripts)('is found, and told apart: %s', async (_, script, what) => {
    const d = dialogue('d', script);
    for (const each of [d, keywords({ go: counter }, d)]) {
      calls = 0;
      const failure = talk(each as Conversation<unknown>, ['hi', 'x']);
      await expect(failure).rejects.toThrow(ScriptError);
      await expect(failure).rejects.toThrow(what);
      await expect(failure).rejects.toThrow('within lookUp() or once().');
    }
  });

  test('is none that does so within lookUp and once', async () => {
    const d = dialogue('d', function* () {
      const at = yield* lookUp('hour', () => Date.now());
      const dice = yield* once('dice', () => Math.random());
      const day = new Date('2026-10-23').getUTCDate() + new Date(2026, 1, 1).getDate();
      yield* ask(`${at} ${dice} ${day} ${new Date(at).getFullYear()}?`);
    });
    expect((await talk(d, ['hi']))[0]?.[0]).toMatch(/ 24 20\d\d\?$/);
    expect(new Date().getFullYear()).toBeLessThan(2200);
    expect(Math.random()).not.toBe(Math.random());
  });
});
