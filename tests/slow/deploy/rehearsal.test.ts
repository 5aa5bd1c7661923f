import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { conversations } from '../../../conversations';
import { rehearse, type Rehearsal } from '../../../tools/deploy/rehearsal/rehearsal';
import type { ToRehearse } from '../../../tools/deploy/rehearsal/opening';
import { report } from '../../../tools/deploy/rehearsal/report';
import { ProjectCopy, SECRET } from '../../../tools/testing/project-copy';

jest.setTimeout(60_000);

const FUNCTION = 'functions/sms.protected.ts';

let copy: ProjectCopy;
beforeEach(() => {
  copy = new ProjectCopy();
});
afterEach(() => {
  copy.remove('.');
});

function rehearsal(...args: string[]): Promise<Rehearsal> {
  return rehearse({ project: copy.folder, args });
}

type Expected = Readonly<Record<string, RegExp>>;

/** These, and no others. */
function expectFindings({ findings }: Rehearsal, expected: Expected): void {
  expect([...new Set(findings.map(({ name }) => name))].sort()).toStrictEqual(Object.keys(expected).sort());
  for (const { name, what } of findings) expect(what).toMatch(expected[name] ?? /^never$/);
}

test('what would be uploaded is booted and texted, and nothing blocks the deploy', async () => {
  // Other tests rehearse at the same time.
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'of-this-test-'));
  const asked = jest.spyOn(os, 'tmpdir').mockReturnValue(temporary);
  const held = await rehearsal('--environment=prod');
  expect(held.findings).toStrictEqual([]);
  const text = report(held);
  expect(text).toMatch(/^Rehearsed the deploy of sms-conversations to prod\. Nothing was sent/);
  expect(text).toMatch(/\n {2}\/sms {2}protected {2}[\d,]+ bytes\n/);
  expect(text).toMatch(/\n {2}\/callers\.json {2}private {2}/);
  expect(text).toMatch(
    /Dependencies\n {2}@twilio\/runtime-handler 2\.1\.0\n[^]*\n {2}cookie [\d.]+\n[^]*\n {2}twilio /,
  );
  expect(text).toMatch(/Variables\n {2}SESSION_SECRET\n/);
  expect(text).toMatch(
    /→ hello\n {2}← Thanks for the new message, Rey\.\n[^]*→ hello\n {2}← Rey has messaged \+14155550100 2 times\./,
  );
  expect(text).toContain('an opt-out lasts four hours, as SESSION_STORE is cookie. For those take sync');
  expect(text).not.toContain(SECRET);
  expect(existsSync(path.join(copy.folder, '.twiliodeployinfo'))).toBe(false);
  expect(asked).toHaveBeenCalled();
  asked.mockRestore();
  expect(readdirSync(temporary)).toStrictEqual([]);
});

test('the variables of .env choose the conversation and its store, and an edited one is what is texted', async () => {
  copy.replace('.env', 'SESSION_STORE=', 'SESSION_STORE=sync');
  copy.replace('.env', 'CONVERSATION=', 'CONVERSATION=booking');
  copy.replace('conversations/booking/booking.ts', 'Welcome back', 'WELCOME BACK');
  const held = await rehearsal();
  const { findings, exchanges } = held;
  expect(findings).toStrictEqual([]);
  expect(report(held)).toContain('There this Function keeps it: an opt-out lasts until START.');
  expect(exchanges[0]?.replies[0]?.body).toMatch(/^WELCOME BACK, Rey!/);
  expect(exchanges[1]?.replies[0]?.body).toMatch(/^Please answer with a whole number/);
  expect(exchanges[1]?.cookie).toBeUndefined();
});

test('a conversation that reminds is refused without a Messaging Service, and texted with one', async () => {
  const index = 'conversations/index.ts';
  const table = `table: () => dialogue('table', function* () { yield* ask('Which day?'); yield* ask('When?'); },
    { reminds: reminding({ after: '2h', say: 'Still there?' }) }),`;
  copy.replace(index, 'import { callers,', 'import { ask, dialogue, reminding, callers,');
  copy.replace(index, '  greeter: ', `  ${table}\n  greeter: `);
  copy.replace('.env', 'SESSION_STORE=', 'SESSION_STORE=sync');
  copy.replace('.env', 'CONVERSATION=', 'CONVERSATION=table');
  const refused = await rehearsal();
  expect(refused.findings).toContainEqual({
    name: 'invalid-variable',
    what: expect.stringMatching(/Set MESSAGING_SERVICE_SID to the SID/) as string,
    remedy: 'Correct it in .env.',
  });
  copy.replace('.env', 'MESSAGING_SERVICE_SID=', `MESSAGING_SERVICE_SID=MG${'1'.repeat(32)}`);
  const { findings, exchanges } = await rehearsal();
  expect(findings).toStrictEqual([]);
  expect(exchanges.map(({ replies }) => replies[0]?.body)).toStrictEqual(['Which day?', 'When?']);
});

describe('a conversation that can be opened', () => {
  const index = 'conversations/index.ts';

  /** With a dialogue that takes a text, and one that takes nothing. */
  function plant(said = 'Do you come on ${day}?'): void {
    const dialogues = `visits: () => keywords({
      visit: dialogue('visit', function* ({ data: day }) { yield* choose(\`${said}\`, ['Yes', 'No']); },
        { data: (value) => (typeof value === 'string' ? value : wrong('no day')) }),
      news: dialogue('news', function* () { yield* ask('Have you heard?'); }, { data: () => undefined }),
    }, greeter(callers())),`;
    copy.replace(index, 'import { callers,', 'import { ask, choose, dialogue, keywords, wrong, callers,');
    copy.replace(index, '  greeter: ', `  ${dialogues}\n  greeter: `);
    copy.replace('.env', 'SESSION_STORE=', 'SESSION_STORE=sync');
    copy.replace('.env', 'CONVERSATION=', 'CONVERSATION=visits');
  }

  const opening = (open: ToRehearse) => rehearse({ project: copy.folder, args: [], open });

  test('is opened if it takes no data, and texted; of another one it is said how', async () => {
    plant();
    const held = await rehearsal();
    expect(held.findings).toStrictEqual([]);
    const text = report(held);
    expect(text).toContain(
      "Openings\n  visit takes data. To open it: npm run rehearse -- --open visit --data '…'\n  news\n  ← Have you heard?\n  → hello\n  ← Have you heard?",
    );
    // It is no part of what is uploaded.
    expect(text).toMatch(/Functions\n {2}\/sms .*\n\nAssets/);
  });

  test('is opened with the data that is said', async () => {
    plant();
    const held = await opening({ name: 'visit', data: '"Friday"' });
    expect(held.findings).toStrictEqual([]);
    expect(report(held)).toMatch(
      /Openings\n {2}visit\n {2}← Do you come on Friday\? 1\. Yes 2\. No\n {2}→ hello\n {2}← Do you come on Friday\?/,
    );
  });

  test('and is not, is a finding if that was asked for', async () => {
    plant();
    const wrongData = await opening({ name: 'visit', data: '7' });
    expectFindings(wrongData, {
      conversation: /^visit was not opened: the dialogue does not take what/,
    });
    const unknown = await opening({ name: 'dinner' });
    expectFindings(unknown, { conversation: /^dinner was not opened: / });
  });

  test('and throws then, is a finding', async () => {
    plant('${day.missing.day}');
    const held = await opening({ name: 'visit', data: '"Friday"' });
    expectFindings(held, { 'function-fails': /An opening failed: TypeError/ });
  });
});

test('a relative require and a development dependency that survive the build, in code that is never run', async () => {
  copy.write(
    'dist/plain/sms.protected.js',
    `exports.handler = (c, e, callback) => callback(null, new Twilio.twiml.MessagingResponse());
    exports.never = () => [require('./greetings'), require('esbuild'), require('node:fs'), require('cookie'), "require('quoted')"];`,
  );
  const held = await rehearsal('--functions-folder=dist/plain');
  expect(held.findings.map(({ name, what }) => `${name} ${what}`)).toStrictEqual([
    "unresolved-require /sms requires './greetings', which the cloud does not have.",
    "unresolved-require /sms requires 'esbuild', which the cloud does not have.",
  ]);
});

test('a require whose name is made at run time is caught when it runs', async () => {
  const elsewhere = require.resolve('esbuild');
  copy.replace(
    FUNCTION,
    '/** Twilio calls this',
    `const named = ['./greetings', 'esbuild', ${JSON.stringify(elsewhere)}].map((name) => { try { return require(name); } catch { return undefined; } });\nconsole.log(named.length);\n/** Twilio calls this`,
  );
  const held = await rehearsal();
  expect(held.findings.map(({ name, what }) => `${name} ${what}`)).toStrictEqual([
    "unresolved-require /sms requires './greetings', which the cloud does not have.",
    "unresolved-require /sms requires 'esbuild', which the cloud does not have.",
    `unresolved-require /sms requires '${elsewhere}', which the cloud does not have.`,
  ]);
});

test('a public Function, public callers, and secrets in files', async () => {
  copy.write('functions/open.ts', 'export const handler = () => undefined;');
  copy.write('assets/people.json', '{ "+14158675308": "Rey" }');
  copy.write('assets/list.protected.csv', 'Rey,+14158675308\nFinn,+12349013030\n');
  copy.write('assets/shop.html', '<a href="tel:+14155550100">+14155550100</a>');
  copy.write('assets/hash.js', 'export const hash = (a) => (a+16777216)*2+a+4294967296;');
  copy.write('assets/ours.private.csv', '+14158675308 +12349013030');
  copy.replace('.env', 'BOOKINGS_URL=', 'BOOKINGS_URL=https://rey:p%40rsec-and-back@books.example/new');
  copy.write('assets/notes.txt', 'It is p@rsec-and-back.');
  copy.write('assets/leak.bin', Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from(SECRET)]));
  copy.write('assets/deploy.private.pem', `-----BEGIN PRIVATE KEY-----`);
  const held = await rehearsal();
  expect(held.findings.map(({ name, what }) => `${name} ${what}`)).toStrictEqual([
    'public-function /open is public: anybody could text it in the name of any number.',
    "public-callers /list.csv holds people's numbers and is protected: it has a URL.",
    "public-callers /people.json holds people's numbers and is public: it has a URL.",
    'uploaded-secret /deploy.pem holds a private key.',
    'uploaded-secret /leak.bin holds SESSION_SECRET.',
    'uploaded-secret /notes.txt holds BOOKINGS_URL.',
  ]);
  expect(held.findings.map(({ remedy }) => remedy)).toContain('Rename its file to list.private.csv.');
  expect(report(held)).not.toMatch(new RegExp(`${SECRET}|rsec-and-back|1415867|1234901`));
});

test('a secret that is missing, and what comes of it when it is texted', async () => {
  copy.replace('.env', SECRET, '');
  expectFindings(await rehearsal(), {
    'missing-variable': /^SESSION_SECRET is missing in \.env/,
    'function-fails': /^A Function logged an error: SM…: UnusableSecret/,
    conversation: /^To "hello" Twilio would log 11200, HTTP retrieval failure\. .* HTTP 500/,
  });
});

test('a secret that was typed; variables that .env holds and .env.example does not name, and the other way around', async () => {
  copy.replace('.env', SECRET, 'change-me-before-you-deploy-any-of-this-please');
  copy.replace('.env', '\nCONVERSATION=', '\nSTRIPE_KEY=sk_12345678');
  copy.replace('.env', '\nSESSION_TTL=', '\nSESSION_TTL=4h');
  const held = await rehearsal();
  expectFindings(held, {
    'weak-secret': /looks typed, so it can be guessed/,
    'unnamed-variable': /^\.env holds STRIPE_KEY, which \.env\.example does not name/,
    'missing-variable': /^CONVERSATION is missing in \.env/,
    'invalid-variable': /^SESSION_TTL="4h" is no whole number of seconds/,
  });
  expect(report(held)).not.toMatch(/sk_12345678|change-me/);
});

test('variables that name nothing, and no .env.example to hold them against', async () => {
  copy.remove('.env.example');
  copy.replace('.env', 'SESSION_STORE=', 'SESSION_STORE=postgres');
  copy.replace('.env', '\nCONVERSATION=', '\nCONVERSATION=quiz');
  const { findings } = await rehearsal();
  expect(findings.map(({ name, what }) => `${name} ${what}`)).toStrictEqual([
    expect.stringMatching(/^no-example There is no \.env\.example/),
    'invalid-variable SESSION_STORE="postgres" is not known. Choose one of: cookie, sync, redis',
    `invalid-variable CONVERSATION="quiz" is not known. Choose one of: ${Object.keys(conversations).join(', ')}`,
    expect.stringMatching(/^function-fails /),
  ]);
});

test('a Function that cannot be loaded, one that logs an error, and an answer that Twilio would not take', async () => {
  copy.write(
    'dist/bad/sms.protected.js',
    `exports.handler = (context, event, callback) => {
       console.error('lost ' + context.SESSION_SECRET);
       callback(null, { no: 'TwiML' });
     };`,
  );
  copy.write('dist/bad/status.protected.js', 'throw new Error("cannot start");');
  expectFindings(await rehearsal('--functions-folder', 'dist/bad'), {
    'function-fails':
      /^(\/status cannot be loaded\. cannot start|A Function logged an error: lost <SESSION_SECRET>)$/,
    conversation: /^To "hello" Twilio would log 12300, Invalid Content-Type/,
  });
});

test('a Function that ends its process', async () => {
  copy.write(
    'dist/bad/sms.protected.js',
    'exports.handler = async () => { await null; throw new Error("lost"); };',
  );
  expectFindings(await rehearsal('--functions-folder', 'dist/bad'), {
    'function-fails': /^The process of the Functions ended by itself\. Error: lost$/,
    conversation: /HTTP 502/,
  });
});

test('more headers than Twilio lets through, and a cookie that is kept for longer than it allows', async () => {
  copy.write(
    'dist/bad/sms.protected.js',
    `exports.handler = (context, event, callback) => {
       const response = new Twilio.Response();
       response.appendHeader('Content-Type', 'text/xml');
       response.setBody('<Response/>');
       if (event.request.cookies.seen) response.appendHeader('X-Padding', 'x'.repeat(4096));
       else response.setCookie('seen', '1', ['Max-Age=86400']);
       callback(null, response);
     };`,
  );
  const long = await rehearsal('--functions-folder', 'dist/bad');
  expectFindings(long, { conversation: /^To "hello" Twilio would log 82008, / });
  expect(long.exchanges[0]?.response?.headers.join()).toMatch(
    /set-cookie,seen=1;.*; HttpOnly; Secure; Domain=sms-conversations-0000-dev\.twil\.io/i,
  );
  copy.replace('dist/bad/sms.protected.js', 'Max-Age=86400', 'Max-Age=86401');
  expectFindings(await rehearsal('--functions-folder', 'dist/bad'), {
    conversation: /^To "hello" Twilio would log .* 400/,
  });
});

test('of several Functions, the one to text has to be told', async () => {
  for (const name of ['one', 'two']) {
    copy.write(
      `dist/two/${name}.protected.js`,
      'exports.handler = (c, e, callback) => callback(null, new Twilio.twiml.MessagingResponse());',
    );
  }
  const args = ['--functions-folder=dist/two'];
  expectFindings(await rehearsal(...args), {
    conversation: /There are \/one, \/two\. Say it with --path\.$/,
  });
  const told = await rehearse({ project: copy.folder, args, path: '/two' });
  expect(told.findings).toStrictEqual([]);
  expect(told.exchanges[0]?.request.url).toMatch(/^https:\/\/sms-conversations-0000-dev\.twil\.io\/two$/);
});

test('what twilio-run refuses, and a dependency that is not what is installed', async () => {
  copy.replace('package.json', '"cookie": "1.1.1"', '"cookie": "1.0.2"');
  expectFindings(await rehearsal(), {
    dependency: /^cookie is installed here as 1\.1\.1, not as 1\.0\.2\.$/,
  });
  copy.replace('package.json', '"@twilio/runtime-handler": "2.1.0"', '"@twilio/runtime-handler": "^2.1.0"');
  expectFindings(await rehearsal(), {
    'deploy-refused': /runtime-handler version has to be an exact valid semver/,
  });
});
