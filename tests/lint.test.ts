import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Lints what is planted in files of the project, by the project's own configuration. */
const LINT = `
  import { text } from 'node:stream/consumers';
  import { ESLint } from 'eslint';
  const eslint = new ESLint({
    // Of rules that need types there are many, and none of them is shown here.
    overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
    ruleFilter: ({ ruleId }) => [
      'import-x/no-restricted-paths',
      'no-restricted-syntax',
      'no-restricted-properties',
    ].includes(ruleId),
  });
  const found = [];
  for (const { filePath, code } of JSON.parse(await text(process.stdin))) {
    const [{ messages }] = await eslint.lintText(code, { filePath });
    found.push(messages.map(({ message }) => message));
  }
  console.log(JSON.stringify(found));
`;

/** @returns for each file what lint finds in it */
function lint(planted: readonly { filePath: string; code: string }[]): string[][] {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', LINT], {
    cwd: path.join(__dirname, '..'),
    input: JSON.stringify(planted),
    encoding: 'utf8',
  });
  return JSON.parse(output) as string[][];
}

interface Row {
  readonly file: string;
  readonly refused: readonly string[];
  readonly allowed: readonly string[];
}

const IMPORTS: readonly Row[] = [
  {
    file: 'functions/sms.protected.ts',
    refused: ['../src/answer', '../src/session/stores', '../tools/local-twilio', '../tests/build'],
    allowed: ['../src', '../conversations', 'node:path', 'twilio'],
  },
  {
    file: 'conversations/greeter.ts',
    refused: [
      '../src/twilio/address',
      '../src/dialogue',
      '../functions/sms.protected',
      '../tools/testing/talk',
    ],
    allowed: ['../src', './booking', 'node:crypto'],
  },
  {
    file: 'conversations/booking/booking.ts',
    refused: ['../../src/log', '../../tests/build'],
    allowed: ['../../src', './bookings-service', '../greeter'],
  },
  {
    file: 'src/answer.ts',
    refused: ['../conversations', '../functions/sms.protected', '../tools/local-twilio', '../tests/build'],
    allowed: ['./session/stores', './dialogue', './twilio/message', './log', 'cookie'],
  },
  {
    file: 'src/session/cookie.ts',
    refused: [
      '../answer',
      '../index',
      '..',
      '../dialogue',
      '../../conversations',
      '../../tools/local-twilio',
    ],
    allowed: ['./secrets', '../twilio/limits', '../conversation', '../log', '../time-limits', 'node:crypto'],
  },
  {
    file: 'src/dialogue/replay.ts',
    refused: ['../answer', '../session/cookie', '..'],
    allowed: ['./readers', '../twilio/opt-out-words', '../conversation', '../word'],
  },
  {
    file: 'src/dialogue/languages/english.ts',
    refused: ['../../session/cookie', '../../answer'],
    allowed: ['../verbs', '../../word'],
  },
  {
    file: 'src/twilio/message.ts',
    refused: ['../answer', '../session/cookie', '../dialogue/replay', '../index'],
    allowed: ['./limits', '../conversation', '../log'],
  },
  {
    file: 'src/log.ts',
    refused: ['./answer', './session/cookie', './dialogue', './twilio/address', './index'],
    allowed: ['./conversation', 'node:util'],
  },
  {
    file: 'tools/local-twilio/gateway.ts',
    refused: [
      '../../src',
      '../../src/twilio/limits',
      '../../conversations',
      '../cli/env',
      '../../tests/build',
    ],
    allowed: ['./limits', './carrier/carrier', 'nock'],
  },
  {
    file: 'tools/local-twilio/carrier/replies.ts',
    refused: ['../../../src/twilio/twiml', '../../testing/messages'],
    allowed: ['../limits', './pair'],
  },
  {
    file: 'tools/deploy/forget.ts',
    refused: ['../local-twilio/carrier/pair', '../local-twilio/sid', '../../tests/build'],
    allowed: ['../local-twilio', '../local-twilio/sync/reroute.cjs', '../../src/log', '../cli/env'],
  },
  {
    file: 'tools/start.ts',
    refused: ['./local-twilio/loopback'],
    allowed: ['./local-twilio', '../conversations', '../src/session/stores'],
  },
  {
    file: 'tools/phone/web/page/main.ts',
    refused: ['../../../local-twilio/carrier/clock'],
    allowed: ['../../../local-twilio', '../../../local-twilio/limits'],
  },
  {
    file: 'tests/tools/phone/terminal.test.ts',
    refused: ['../../../tools/local-twilio/carrier/carrier'],
    allowed: ['../../../tools/local-twilio', '../../../tools/phone/terminal/chat'],
  },
  {
    file: 'tests/src/answer.test.ts',
    refused: ['../../tools/local-twilio/carrier/clock'],
    allowed: ['../../tools/local-twilio', '../../src/session/cookie', '../../tools/testing/messages'],
  },
  {
    file: 'tests/tools/local-twilio/carrier.test.ts',
    refused: [],
    allowed: ['../../../tools/local-twilio/carrier/carrier', '../../../src/twilio/limits'],
  },
];

/** The same import, in each way to write one. */
const WAYS = [
  (from: string) => `import { a } from '${from}';`,
  (from: string) => `import type { A } from '${from}';`,
  (from: string) => `import '${from}';`,
  (from: string) => `export { a } from '${from}';`,
  (from: string) => `export * from '${from}';`,
  (from: string) => `const a = await import('${from}');`,
  (from: string) => `const a = require('${from}');`,
];

test('imports go one way: what runs back is found, and what does not is let be', () => {
  const plant = (file: string, from: string) => ({
    filePath: file,
    from,
    code: `import { a } from '${from}';`,
  });
  const refused = IMPORTS.flatMap(({ file, refused: imports }) => imports.map((from) => plant(file, from)));
  const allowed = IMPORTS.flatMap(({ file, allowed: imports }) => imports.map((from) => plant(file, from)));
  const found = lint([...refused, ...allowed]);
  const isFound = (planted: typeof refused, start: number) =>
    planted.map(({ filePath, from }, at) => [filePath, from, (found[start + at] ?? []).length > 0]);
  const expected = (planted: typeof refused, is: boolean) =>
    planted.map(({ filePath, from }) => [filePath, from, is]);
  expect(isFound(refused, 0)).toStrictEqual(expected(refused, true));
  expect(isFound(allowed, refused.length)).toStrictEqual(expected(allowed, false));
});

test('however an import is written, it is found', () => {
  const planted = WAYS.map((write) => ({ filePath: 'src/log.ts', code: write('./answer') }));
  const inline = { filePath: 'src/log.ts', code: "let a: import('./answer').Handler;" };
  const found = lint([...planted, inline]);
  expect(found.map(([message]) => message)).toStrictEqual([
    ...WAYS.map(
      () => expect.stringContaining('What every room of src imports, imports none of them.') as string,
    ),
    'Import a type at the top of the file.',
  ]);
});

test('a test compares strictly', () => {
  const planted = ['toEqual', 'not.toEqual', 'resolves.toEqual', 'toStrictEqual'].map((matcher) => ({
    filePath: 'tests/src/log.test.ts',
    code: `expect([undefined]).${matcher}([]);`,
  }));
  expect(lint(planted)).toStrictEqual([
    ...Array.from({ length: 3 }, () => [expect.stringContaining('Write toStrictEqual.') as string]),
    [],
  ]);
});
