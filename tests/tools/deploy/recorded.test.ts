import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { booking } from '../../../conversations/booking';
import {
  ask,
  choose,
  dialogue,
  german,
  handOver,
  keywords,
  lookUp,
  once,
  say,
  wholeNumber,
  wrong,
  type Conversation,
  type Script,
} from '../../../src';
import { keptBy, reportKept, type KeptRecords } from '../../../tools/deploy/recorded';
import { rehearseCommand } from '../../../tools/deploy/rehearse';
import { TestPhone } from '../../../tools/testing';

const before: Script = function* () {
  yield* say('Hello.');
  yield* ask('Name?');
  yield* choose('Which day?', ['Friday', 'Sunday']);
  yield* ask('How mnay?', wholeNumber());
  yield* lookUp('price', () => 7);
  yield* ask('Shal I book it?');
};

/** What a new script keeps of people who were in the middle of the old one. */
async function kept(now: Script, texts: readonly string[] = ['hi', 'Rey', '1', '4'], old = before) {
  const phone = new TestPhone(dialogue('d', old));
  for (const text of texts) await phone.text(text);
  const [recorded] = phone.recording();
  if (!recorded) throw new Error('Nobody is in the middle.');
  // As a file holds it.
  return keptBy(dialogue('d', now), JSON.parse(JSON.stringify(recorded)) as typeof recorded);
}

test('says that all is kept', async () => {
  const found = await kept(before);
  expect(found).toStrictEqual({ records: 4, total: 4, isOpen: true, isStuck: false, remedies: [] });
  expect(reportKept([found])).toStrictEqual({
    text: '1. All 4 records are kept, and the open question is the same.',
    isKept: true,
  });
});

test('says that all is kept of one that is handed over, and what a deploy would lose', async () => {
  const handsOver: Script = function* () {
    yield* ask('Name?');
    yield* handOver('https://example.com/flow', { until: 'RESUME' });
    yield* ask('How was it?');
  };
  const phone = new TestPhone(dialogue('d', handsOver, { handsOver: true }));
  for (const text of ['hi', 'Rey', 'hello?']) await phone.text(text);
  const [recorded] = phone.recording();
  const keeps = (script: Script) => keptBy(dialogue('d', script, { handsOver: true }), recorded as never);
  expect(keeps(handsOver)).toMatchObject({ records: 1, total: 1, isOpen: true });
  expect(
    keeps(function* () {
      yield* ask('Name?');
      yield* ask('How was it?');
    }),
  ).toMatchObject({ isOpen: false, was: 'handOver()', is: 'ask("How was it?")' });
});

test('finds each `as` that would keep more, the one of the open question included', async () => {
  const mended: Script = function* () {
    yield* ask('Name?');
    yield* choose('Which day?', ['Friday', 'Sunday']);
    yield* ask('How many?', wholeNumber());
    yield* lookUp('price', () => 7);
    yield* ask('Shall I book it?');
  };
  expect(reportKept([await kept(mended)])).toStrictEqual({
    text: `1. 2 of 4 records are kept. ask("How mnay?") is ask("How many?") now.
   To keep more, give ask("How many?") { as: "How mnay?" }.
   To keep more, give ask("Shall I book it?") { as: "Shal I book it?" }.`,
    isKept: false,
  });
  const named: Script = function* () {
    yield* ask('Name?');
    yield* choose('Which day?', ['Friday', 'Sunday']);
    yield* ask('How many?', wholeNumber(), { as: 'How mnay?' });
    yield* lookUp('price', () => 7);
    yield* ask('Shall I book it?', { as: 'Shal I book it?' });
  };
  expect(await kept(named)).toMatchObject({ isOpen: true });
});

test.each<[string, Script, number, string, string]>([
  [
    'other options',
    function* () {
      yield* ask('Name?');
      yield* choose('Which day?', ['Friday', 'Saturday']);
    },
    1,
    'choose("Which day?")',
    'choose("Which day?")',
  ],
  [
    'an answer that is refused',
    function* () {
      yield* ask('Name?');
      yield* choose('Which day?', ['Friday', 'Sunday']);
      yield* ask('How mnay?', wholeNumber({ max: 3 }));
    },
    2,
    'ask("How mnay?")',
    'ask("How mnay?")',
  ],
  [
    'an earlier end',
    function* () {
      yield* ask('Name?');
      yield* choose('Which day?', ['Friday', 'Sunday']);
    },
    2,
    'ask("How mnay?")',
    'the end',
  ],
  [
    'another reading',
    function* () {
      yield* ask('Name?');
      yield* choose('Which day?', ['Friday', 'Sunday']);
      yield* ask('How mnay?', wholeNumber());
      yield* lookUp('weather', () => 7);
    },
    3,
    "lookUp('price')",
    'the end',
  ],
])('promises no remedy where there is none: %s', async (_, now, records, was, is) => {
  const found = await kept(now);
  expect(found).toMatchObject({ records, was, isOpen: false, remedies: [] });
  expect([is, "lookUp('weather')"]).toContain((found as KeptRecords).is);
});

test('finds what would keep a question at which the sender gave up', async () => {
  const asks = (prompt: string): Script =>
    function* () {
      try {
        yield* ask(prompt, wholeNumber());
      } catch {
        yield* say('Never mind.');
      }
      yield* ask('Name?');
    };
  const found = await kept(asks('How many?'), ['hi', 'x', 'y', 'z'], asks('How mnay?'));
  expect(found).toMatchObject({ records: 0, total: 1, remedies: [{ as: 'How mnay?' }] });
});

test('says why a question that is worded alike is another one', async () => {
  const options: Script = function* () {
    yield* ask('Name?');
    yield* choose('Which day?', ['Friday', 'Saturday']);
  };
  const refuses: Script = function* () {
    yield* ask('Name?', () => wrong('No.'));
  };
  expect(reportKept([await kept(options), await kept(refuses)]).text).toBe(
    `1. 1 of 4 records are kept. choose("Which day?") has other options or another reader now.
2. 0 of 4 records are kept. ask("Name?") refuses the recorded answer now.`,
  );
});

test('an answer is read in the language of its dialogue', async () => {
  const old: Script = function* () {
    yield* ask('Wie viele?', wholeNumber());
    yield* ask('Name?');
  };
  const now: Script = function* () {
    yield* ask('Wie viele?', wholeNumber());
  };
  const phone = new TestPhone(dialogue('d', old, { language: german }));
  for (const text of ['hi', 'zwei']) await phone.text(text);
  const [recorded] = phone.recording();
  expect(keptBy(dialogue('d', now, { language: german }), recorded as never)).toMatchObject({
    records: 1,
    was: 'ask("Name?")',
    is: 'the end',
  });
});

describe('npm run rehearse -- --recorded', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'recorded-')), 'recorded.json');
  afterAll(() => {
    rmSync(path.dirname(file), { recursive: true });
  });

  test('says how far the new build keeps what a test has recorded', async () => {
    const { CONVERSATION } = process.env;
    process.env.CONVERSATION = 'booking';
    const log = jest.spyOn(console, 'log').mockReturnValue();
    const phone = new TestPhone(booking({ save: () => Promise.resolve('R1') }));
    for (const text of ['hi', 'Rey']) await phone.text(text);
    const recorded = JSON.stringify(phone.recording());
    writeFileSync(file, recorded);
    expect(await rehearseCommand.run(['--recorded', file])).toBe(true);
    expect(log).toHaveBeenLastCalledWith('1. All 1 records are kept, and the open question is the same.');
    writeFileSync(file, recorded.replace('booking 1', 'booking 2'));
    expect(await rehearseCommand.run(['--recorded', file])).toBe(false);
    log.mockRestore();
    if (CONVERSATION === undefined) delete process.env.CONVERSATION;
    else process.env.CONVERSATION = CONVERSATION;
  });

  test.each(['{', '{}', '[7]', '[{"of":"booking 1"}]'])('refuses a file that holds %s', async (content) => {
    writeFileSync(file, content);
    await expect(rehearseCommand.run(['--recorded', file])).rejects.toThrow(/recording\(\)/);
  });

  test('refuses a file that is not there', async () => {
    await expect(rehearseCommand.run(['--recorded', 'no.json'])).rejects.toThrow('There is no file no.json.');
  });
});

test('says where something was done, and what begins anew', async () => {
  const books: Script = function* () {
    yield* ask('Name?');
    yield* once('book', () => 1);
    yield* ask('More?');
  };
  const now: Script = function* () {
    yield* ask('Your name?');
    yield* once('book', () => 1);
    yield* ask('More?');
  };
  const found = await kept(now, ['hi', 'Rey'], books);
  expect(found).toMatchObject({ records: 0, isStuck: true, remedies: [{ as: 'Name?' }] });
  expect(reportKept([found, 'It was over.'])).toStrictEqual({
    text: `1. 0 of 2 records are kept. ask("Name?") is ask("Your name?") now.
   An effect was done after that. The sender is told so, and has to text RESTART.
   To keep more, give ask("Your name?") { as: "Name?" }.
2. It was over.`,
    isKept: false,
  });
  const phone = new TestPhone(dialogue('d', books));
  await phone.text('hi');
  const [recorded] = phone.recording();
  if (!recorded) throw new Error('Nobody is in the middle.');
  expect(keptBy(dialogue('d', books, { version: 2 }) as Conversation<unknown>, recorded)).toBe(
    'It begins anew: it is of d 1, and the conversation is d 2. CONVERSATION in .env chooses another one.',
  );
  expect(keptBy(dialogue('d', books) as Conversation<unknown>, { ...recorded, state: { lasting: 1 } })).toBe(
    'It begins anew: it was over, or it is no dialogue.',
  );
});

test('finds a dialogue within a menu', async () => {
  const counter: Conversation<number> = {
    name: 'counter',
    version: 1,
    turn: (_, state = 0) => ({ replies: [`${state}`], state: state + 1 }),
  };
  const menu = (script: Script) => keywords({ book: dialogue('d', script) }, counter);
  const phone = new TestPhone(menu(before));
  for (const text of ['hi', 'book', 'Rey']) await phone.text(text);
  const [recorded] = phone.recording();
  if (!recorded) throw new Error('Nobody is in the middle.');
  expect(keptBy(menu(before) as Conversation<unknown>, recorded)).toMatchObject({ records: 1, isOpen: true });
});
