import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deploy } from '../../../tools/deploy/deployment/deployment';
import type { FindingName } from '../../../tools/deploy/rehearsal/finding';
import { rehearse } from '../../../tools/deploy/rehearsal/rehearsal';
import { ProjectCopy, SECRET } from '../../../tools/testing/project-copy';
import { account } from '../../tools/deploy/account';

jest.setTimeout(60_000);

const FUNCTION = 'functions/sms.protected.ts';
const GREETER = 'conversations/greeter.ts';
const CONVERSATIONS = 'conversations/index.ts';
const CALLERS = 'assets/callers.private.json';
const RC = '.twilioserverlessrc';
const MEGABYTE = 1024 * 1024;

let outside: string;
let copy: ProjectCopy;
beforeEach(() => {
  copy = new ProjectCopy();
  outside = mkdtempSync(path.join(tmpdir(), 'outside-'));
  writeFileSync(path.join(outside, 'diary.txt'), 'Dear diary,');
});
afterEach(() => {
  copy.remove('.');
  rmSync(outside, { recursive: true });
});

interface Mistake {
  /** What somebody did. */
  readonly did: string;
  readonly plant: () => void;
  /** What it is named, and what is said of it; other findings that come of it may be named, too. */
  readonly name: FindingName;
  readonly what: RegExp;
  readonly also?: readonly FindingName[];
}

const MISTAKES: readonly Mistake[] = [
  {
    did: 'a conversation with a syntax error',
    plant: () => {
      copy.write(GREETER, 'export const greeter = ;');
    },
    name: 'build',
    what: /Unexpected ";"[^]*conversations\/greeter\.ts:1:23/,
  },
  {
    did: 'a conversation that throws when it is loaded',
    plant: () => {
      copy.write(GREETER, `${copy.read(GREETER)}\nthrow new TypeError('lost');\n`);
    },
    name: 'function-fails',
    what: /^(\/sms cannot be loaded\. lost|The conversations cannot be loaded\. TypeError: lost\nat conversations\/greeter\.ts:\d+:7)$/,
    also: ['conversation'],
  },
  {
    did: 'a conversation that never answers',
    plant: () => {
      copy.replace(GREETER, 'turn({', 'turn: () => new Promise<never>(() => undefined),\n    never({');
      copy.replace(FUNCTION, 'chosenConversation)', 'chosenConversation, { timeLimit: 200 })');
    },
    name: 'function-fails',
    what: /^A Function logged an error: SM…: .*no answer after 0\.\d\d s/,
  },
  {
    did: 'a conversation that CONVERSATION does not name, and that throws when it is texted',
    plant: () => {
      copy.replace(
        CONVERSATIONS,
        '  greeter:',
        `  broken: () => ({ name: 'broken', version: 1, turn() { throw new Error('lost'); } }),\n  greeter:`,
      );
    },
    name: 'function-fails',
    what: /^With CONVERSATION=broken: A Function logged an error: SM…: Error \(/,
  },
  {
    did: 'a public Function',
    plant: () => {
      copy.write('functions/open.ts', 'export const handler = () => undefined;');
    },
    name: 'public-function',
    what: /^\/open is public/,
  },
  {
    did: 'public callers',
    plant: () => {
      copy.write('assets/callers.json', copy.read(CALLERS));
      copy.remove(CALLERS);
    },
    name: 'public-callers',
    what: /^\/callers\.json holds people's numbers and is public/,
    also: ['function-fails'],
  },
  {
    did: 'no callers',
    plant: () => {
      copy.remove(CALLERS);
      copy.write('assets/hello.txt', '');
    },
    name: 'function-fails',
    what: /assets\/callers\.private\.json is missing/,
  },
  {
    did: 'malformed callers',
    plant: () => {
      copy.write(CALLERS, '{ "+14158675308": "Rey", }');
    },
    name: 'function-fails',
    what: /assets\/callers\.private\.json cannot be read as JSON/,
  },
  {
    did: 'a secret in an asset',
    plant: () => {
      copy.write('assets/notes.txt', `It is ${SECRET}.`);
    },
    name: 'uploaded-secret',
    what: /^\/notes\.txt holds SESSION_SECRET\.$/,
  },
  {
    did: 'a secret in base64, among other things that were encoded with it',
    plant: () => {
      copy.write('assets/config.json', JSON.stringify({ auth: btoa(`rey:${SECRET}!`) }));
    },
    name: 'uploaded-secret',
    what: /^\/config\.json holds SESSION_SECRET\.$/,
  },
  {
    did: 'a key of somebody else in the code',
    plant: () => {
      // Assembled, so that no scanner takes it for a real one.
      copy.replace(GREETER, 'Thanks for', `${['sk', 'live', 'x'.repeat(24)].join('_')} Thanks for`);
    },
    name: 'uploaded-secret',
    what: /^\/sms holds a key of Stripe\.$/,
  },
  {
    did: 'an undeclared dependency',
    plant: () => {
      copy.replace('package.json', '"cookie": "1.1.1",', '');
      copy.write('dist/plain/sms.protected.js', `exports.handler = () => require('cookie');`);
      copy.replace(RC, 'dist/functions', 'dist/plain');
    },
    name: 'unresolved-require',
    what: /^\/sms requires 'cookie', which the cloud does not have\.$/,
    also: ['conversation'],
  },
  {
    did: 'a relative require',
    plant: () => {
      copy.write(
        'dist/plain/sms.protected.js',
        `exports.handler = (c, e, callback) => callback(null, new Twilio.twiml.MessagingResponse());
         exports.later = () => require('./greetings');`,
      );
      copy.replace(RC, 'dist/functions', 'dist/plain');
    },
    name: 'unresolved-require',
    what: /^\/sms requires '\.\/greetings', which the cloud does not have\.$/,
  },
  {
    did: 'a file beside the code that is read on a later text',
    plant: () => {
      copy.write(
        GREETER,
        `import { readFileSync } from 'node:fs';\n${copy.read(GREETER)}`.replace(
          'Thanks for the new message',
          "${messages > 5 ? readFileSync('assets/menu.txt', 'utf8') : 'Thanks for the new message'}",
        ),
      );
    },
    name: 'relative-read',
    what: /^\/sms reads assets\/menu\.txt, but in the cloud none of your files is beside it\.$/,
  },
  {
    did: 'a way to the folder of the code',
    plant: () => {
      copy.write(GREETER, `${copy.read(GREETER)}\nexport const menu = () => __dirname + '/menu.txt';\n`);
      copy.replace(CONVERSATIONS, 'greeter }', 'greeter, menu }');
      copy.replace(CONVERSATIONS, 'greeter(callers())', 'greeter(callers() ?? menu())');
    },
    name: 'relative-read',
    what: /^\/sms reads __dirname, but/,
  },
  {
    did: 'an assets folder outside of the project',
    plant: () => {
      copy.replace(RC, '"assets"', JSON.stringify(path.relative(copy.folder, outside)));
    },
    name: 'outside-project',
    what: /outside-\w+ leads out of the project, to .*outside-\w+\. Everything there would be uploaded\.$/,
  },
  {
    did: 'a link in assets/ to a file outside of the project',
    plant: () => {
      symlinkSync(path.join(outside, 'diary.txt'), path.join(copy.folder, 'assets/diary.txt'));
    },
    name: 'outside-project',
    what: /^assets\/diary\.txt leads out of the project, to .*diary\.txt\./,
  },
  {
    did: 'a link in assets/ to a folder outside of the project',
    plant: () => {
      symlinkSync(outside, path.join(copy.folder, 'assets/all'));
    },
    name: 'outside-project',
    what: /^assets\/all leads out of the project, to /,
  },
  {
    did: 'an asset that is larger than Twilio takes',
    plant: () => {
      copy.write('assets/film.private.bin', Buffer.alloc(10 * MEGABYTE + 1, 0xff));
    },
    name: 'too-large',
    what: /^\/film\.bin has 10485761 bytes, and 10485760 are allowed\.$/,
  },
  {
    did: 'a variable that is longer than Twilio takes',
    plant: () => {
      copy.replace('.env', 'BOOKINGS_URL=', `BOOKINGS_URL=https://example.com/${'b'.repeat(440)}`);
    },
    name: 'too-large',
    what: /^BOOKINGS_URL has 460 bytes, and 450 are allowed\.$/,
  },
  ...['node18', 'node20', 'nodd22'].map((runtime): Mistake => ({
    did: `the runtime ${runtime}`,
    plant: () => {
      copy.replace(RC, 'node22', runtime);
    },
    name: 'runtime',
    what: new RegExp(`^Twilio does not build for the runtime ${runtime} \\(error 82007\\)\\.$`),
  })),
  {
    did: 'no runtime',
    plant: () => {
      copy.replace(RC, '"runtime": "node22"', '');
    },
    name: 'runtime',
    what: /^The deploy asks for no runtime/,
  },
  {
    did: 'a bad time to live',
    plant: () => {
      copy.replace('.env', 'SESSION_TTL=', 'SESSION_TTL=4h');
    },
    name: 'invalid-variable',
    what: /^SESSION_TTL="4h" is no whole number of seconds/,
  },
  {
    did: 'a conversation that hands over, with the cookie',
    plant: () => {
      copy.write(
        GREETER,
        `import { ask, dialogue } from '../src';
         export const greeter = (_: unknown) => dialogue('greeter', function* () { yield* ask('?'); }, { handsOver: true });`,
      );
    },
    name: 'invalid-variable',
    what: /^the dialogue greeter hands over to a person, and a cookie .* Set SESSION_STORE to sync or redis\.$/,
    // Its first turn refuses it, too.
    also: ['function-fails'],
  },
  {
    did: 'a .env without a variable, as a CI writes it whose secret is not set',
    plant: () => {
      copy.write('.env', '\n');
    },
    name: 'missing-variable',
    what: /^\.env holds no variable\. Nothing else was rehearsed\.$/,
  },
  {
    did: 'an API key in .env',
    plant: () => {
      copy.write('.env', `${copy.read('.env')}TWILIO_API_SECRET=0123456789\n`);
    },
    name: 'unnamed-variable',
    what: /^\.env holds TWILIO_API_SECRET, which \.env\.example does not name: it would be uploaded/,
  },
  {
    did: 'functions from nowhere',
    plant: () => {
      copy.replace(RC, 'dist/functions', 'dist/function');
    },
    name: 'no-function',
    what: /^No Function would be uploaded/,
    also: ['missing-folder'],
  },
];

test.each(MISTAKES)('$did: it is named, and stops a deploy', async ({ plant, name, what, also = [] }) => {
  plant();
  const { client, changes } = account({});
  const said: string[] = [];
  let named: readonly FindingName[] = [];
  const deployment = await deploy({
    project: copy.folder,
    args: [],
    path: undefined,
    replaceSecret: false,
    unset: false,
    isPrivate: false,
    async rehearse(options) {
      const rehearsal = await rehearse(options);
      named = rehearsal.findings.map((finding) => finding.name);
      for (const finding of rehearsal.findings) {
        if (finding.name === name) expect(finding.what).toMatch(what);
      }
      return rehearsal;
    },
    connect: () => client,
    say: (text) => said.push(text),
  });
  expect(deployment).toBeUndefined();
  expect([...new Set(named)].sort()).toStrictEqual([name, ...also].sort());
  expect(said.join('\n')).toContain(`✗ ${name}: `);
  expect(said.join('\n')).not.toContain(SECRET);
  expect(changes).toStrictEqual([]);
});

test('binary assets of a few megabytes are deployed', async () => {
  copy.write('assets/film.private.bin', Buffer.alloc(9 * MEGABYTE, 0xff));
  copy.write('assets/picture.png', Buffer.alloc(5 * MEGABYTE, 0xfe));
  const { findings, upload } = await rehearse({ project: copy.folder, args: [] });
  expect(findings).toStrictEqual([]);
  expect(upload?.assets.map(({ path, content }) => [path, content.length])).toStrictEqual([
    ['/callers.json', expect.any(Number)],
    ['/film.bin', 9 * MEGABYTE],
    ['/picture.png', 5 * MEGABYTE],
  ]);
});
