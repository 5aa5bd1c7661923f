import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fc } from '../../fuzz';
import { askedBy } from '../../../tools/deploy/rehearsal/code';
import { inspectFolders } from '../../../tools/deploy/rehearsal/folders';
import { keysIn } from '../../../tools/deploy/rehearsal/key-forms';
import { formsOf } from '../../../tools/deploy/rehearsal/secret-values';
import { inspectVariables } from '../../../tools/deploy/rehearsal/variables';
import type { Plan } from '../../../tools/deploy/twilio-run/twilio-run';
import { SECRET } from '../../../tools/testing/project-copy';

describe('a secret', () => {
  const encodings: [BufferEncoding, (text: string) => string][] = [
    ['base64', (text) => text],
    ['base64url', (text) => text],
    ['hex', (text) => text],
    ['hex', (text) => text.toUpperCase()],
    ['utf8', (text) => text],
  ];

  test('is found in whatever was encoded with it', () => {
    const secret = fc.string({ minLength: 8, maxLength: 60, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(
        secret,
        fc.string(),
        fc.string(),
        fc.constantFrom(...encodings),
        (text, before, after, how) => {
          const [encoding, form] = how;
          const encoded = form(Buffer.from(before + text + after).toString(encoding));
          expect(formsOf(text).some((known) => encoded.includes(known))).toBe(true);
        },
      ),
    );
  });

  test('is found in a URL, and a shorter one is no part of it', () => {
    expect(formsOf('p@ss word#1')).toContain('p%40ss%20word%231');
    expect(Math.min(...formsOf('12345678').map((form) => form.length))).toBeGreaterThanOrEqual(8);
  });
});

// Assembled, so that no scanner takes them for real ones.
const keys = [
  ['Stripe', ['sk', 'live', 'x'.repeat(24)].join('_')],
  ['Stripe', ['rk', 'live', 'x'.repeat(24)].join('_')],
  ['AWS', `AKIA${'X'.repeat(16)}`],
  ['GitHub', ['ghp', 'x'.repeat(36)].join('_')],
  ['GitHub', ['github', 'pat', 'x'.repeat(40)].join('_')],
  ['OpenAI or Anthropic', ['sk', 'ant', 'x'.repeat(40)].join('-')],
  ['SendGrid', ['SG', 'x'.repeat(22), 'x'.repeat(43)].join('.')],
  ['Slack', ['xoxb', '1'.repeat(12)].join('-')],
  ['npm', ['npm', 'x'.repeat(36)].join('_')],
];

test.each(keys)('a key of %s is known by its form', (service, key) => {
  expect(keysIn(`const key = "${key}";`)).toStrictEqual([`a key of ${service}`]);
});

test('what only looks a little like a key is none', () => {
  const looks = `sk_test_${'x'.repeat(24)} pk_live_${'x'.repeat(24)} task-${'x'.repeat(40)} AKIA npm_config_registry`;
  expect(keysIn(looks)).toStrictEqual([]);
});

describe('code', () => {
  test('asks for modules and files by names that are written out', async () => {
    const code = `
      const fs = require('node:fs'), { readFile } = require('fs/promises');
      exports.handler = () => [require('./a'), import('b'), fs.readFileSync('menu.txt'), readFile("data/x.json"),
        fs.createReadStream('../up'), process.cwd(), __filename];`;
    expect(await askedBy(code)).toStrictEqual({
      modules: ['./a', 'b'],
      files: ['__filename', 'process.cwd', 'menu.txt', 'data/x.json', '../up'],
    });
  });

  test('asks for nothing by what only looks like it', async () => {
    const code = `
      const fs = require('fs');
      exports.handler = (name, __dirname) => [fs.readFileSync('/etc/hostname'), fs.readFileSync(name), __dirname,
        "require('./quoted')", 'readFileSync(\\'quoted\\')', "__filename", db.open('name')]; // require('./said')`;
    expect(await askedBy(code)).toStrictEqual({ modules: [], files: [] });
  });
});

describe('folders', () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), 'folders-'));
    for (const folder of ['dist/functions', 'assets/deep', 'pictures']) {
      mkdirSync(path.join(project, folder), { recursive: true });
    }
    writeFileSync(path.join(project, 'pictures/logo.svg'), '');
  });
  afterEach(() => {
    rmSync(project, { recursive: true });
  });

  const link = (to: string, from: string) => {
    symlinkSync(to, path.join(project, from));
  };
  const inspect = async (assetsFolder?: string) =>
    (await inspectFolders({ functionsFolder: 'dist/functions', assetsFolder }, project)).map(
      ({ name, what }) => `${name} ${what.replace(/, to .*/, '')}`,
    );

  test('with links within the project, and some that lead nowhere or back, are fine', async () => {
    link('../pictures', 'assets/pictures');
    link('../pictures/logo.svg', 'assets/logo.svg');
    link('nowhere', 'assets/nowhere');
    link('..', 'assets/deep/back');
    expect(await inspect()).toStrictEqual([]);
  });

  test('with links out of the project are not, however deep they are', async () => {
    link(tmpdir(), 'assets/deep/all');
    link(path.join(tmpdir(), '..'), 'pictures/up');
    link('../pictures', 'assets/pictures');
    expect(await inspect('assets')).toStrictEqual([
      'outside-project assets/deep/all leads out of the project',
      'outside-project assets/pictures/up leads out of the project',
    ]);
  });

  test('that are not there, or are outside themselves', async () => {
    expect(await inspect('static')).toStrictEqual([
      'missing-folder static is no folder: nothing in it would be uploaded.',
    ]);
    link(tmpdir(), 'linked');
    expect(await inspect('linked')).toStrictEqual(['outside-project linked leads out of the project']);
    expect(await inspect('..')).toStrictEqual(['outside-project .. leads out of the project']);
  });
});

describe('the secrets among the variables', () => {
  const project = path.join(__dirname, '../../..');

  const weak = async (SESSION_SECRET: string, ID_SECRET: string) => {
    const variables = { SESSION_SECRET, ID_SECRET };
    const plan = { variables, envNames: Object.keys(variables), envFile: '.env' } as unknown as Plan;
    const findings = await inspectVariables(plan, project, { unusable: [] });
    return findings.filter(({ name }) => name === 'weak-secret').map(({ what }) => what);
  };

  test.each([SECRET, '', ' '])('are fine, with the ID_SECRET %j', async (idSecret) => {
    expect(await weak(SECRET, idSecret)).toStrictEqual([]);
  });

  test.each([
    ['short', /^UnusableSecret: A secret in ID_SECRET has 5 characters; it takes 32 or more\. Make one/],
    [`${SECRET},${SECRET}`, /^UnusableSecret: ID_SECRET has a comma\./],
    [
      'change-me-before-you-deploy-any-of-this-please',
      /^A secret in ID_SECRET looks typed, so it can be guessed/,
    ],
    ['0'.repeat(40), /^A secret in ID_SECRET looks typed, so it can be guessed/],
  ])('are said where the ID_SECRET can be guessed: %s', async (idSecret, what) => {
    const found = await weak(SECRET, idSecret);
    expect(found).toStrictEqual([expect.stringMatching(what)]);
    expect(found.join('')).not.toContain(idSecret);
    expect(await weak(idSecret, SECRET)).toHaveLength(idSecret.includes(',') ? 0 : 1);
  });

  test('are told how to be made, each of them', async () => {
    const plan = { variables: {}, envNames: ['LOG_TURNS'], envFile: path.join(project, '.env') };
    const findings = await inspectVariables(plan as unknown as Plan, project, { unusable: [] });
    const remedies = findings.map(({ what, remedy }) => [what.split(' ')[0], remedy]);
    const make = `Make one with: node -p "require('node:crypto').randomBytes(32).toString('base64url')"`;
    expect(remedies).toStrictEqual(
      expect.arrayContaining([
        ['SESSION_SECRET', make],
        [
          'ID_SECRET',
          `${make}\nIf a deploy went without, make it the last of SESSION_SECRET instead. Left empty, SESSION_SECRET cannot be rotated.`,
        ],
        ['REDIS_URL', 'Write REDIS_URL= into it; leave it empty if it is not needed.'],
      ]),
    );
  });
});
