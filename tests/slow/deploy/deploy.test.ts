import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import { UserError } from '../../../tools/cli/user-error';
import { attachCommand } from '../../../tools/deploy/attach';
import { deployCommand } from '../../../tools/deploy/deploy';
import { rehearseCommand } from '../../../tools/deploy/rehearse';
import { ACCOUNT_SID, number, startAccount, type ServedAccount } from '../../../tools/local-twilio';
import { ProjectCopy, SECRET } from '../../../tools/testing/project-copy';

jest.setTimeout(60_000);

const AUTH_TOKEN = 'p'.repeat(32);
const OFFLINE = path.join(__dirname, '../../../tools/local-twilio/account/offline.cjs');

let copy: ProjectCopy;
beforeEach(() => {
  copy = new ProjectCopy();
});
afterEach(() => {
  copy.remove('.');
});

type Script = 'deploy' | 'attach' | 'rehearse';

/** Runs a script of the copy, as npm does. */
async function run(script: Script, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: copy.folder, env: { PATH: process.env.PATH, ...env } };
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'tools/deploy/main.ts', script, ...args],
    options,
  );
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { status, stdout, stderr };
}

describe('with an account', () => {
  let twilio: ServedAccount;
  beforeEach(async () => {
    const numbers = [number('+14155550100') as Record<string, unknown>];
    twilio = await startAccount({
      numbers,
      functions: (...asked) => {
        void functions(...asked);
      },
    });
  });
  afterEach(() => twilio.close());

  /** Lets in what is signed, and says nothing. */
  async function functions(request: IncomingMessage, response: ServerResponse, domain: string) {
    const params = Object.fromEntries(new URLSearchParams(await text(request)));
    const signature = String(request.headers['x-twilio-signature']);
    const isSigned = validateRequest(
      AUTH_TOKEN,
      signature,
      `https://${domain}${String(request.url)}`,
      params,
    );
    response.writeHead(isSigned && params.Body === 'HELP' ? 200 : 403, { 'Content-Type': 'text/xml' });
    response.end('<Response/>');
  }

  /** Runs it with a stand-in for Twilio in every process that it starts. */
  const runOffline = (script: Script, args: readonly string[]) =>
    run(script, args, {
      ACCOUNT_SID,
      AUTH_TOKEN,
      TWILIO_STAND_IN: twilio.url,
      NODE_OPTIONS: `--require ${OFFLINE}`,
    });

  test('a deploy rehearses, deploys, texts what is deployed, and says what to do next; then attach, and back', async () => {
    const { status, stdout, stderr } = await runOffline('deploy', [
      '-n',
      'hotline',
      '--smoke',
      '--edge=ashburn',
    ]);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(
      /Nothing was sent to Twilio\.[^]*✓ It is ready to be deployed\.[^]*\nDeployed\. The webhook is https:\/\/hotline-1234-dev\.twil\.io\/sms\n[^]*npm run attach -- \+1… --service-name=hotline --edge=ashburn\n[^]*\n✓ The Function was texted HELP/,
    );
    expect(stdout + stderr).not.toContain(AUTH_TOKEN);
    expect(stdout + stderr).not.toContain(SECRET);
    expect([...twilio.credentials]).toStrictEqual([`${ACCOUNT_SID}:${AUTH_TOKEN}`]);
    expect(twilio.changes[0]).toBe('POST serverless.ashburn.us1.twilio.com/v1/Services');
    const [, build = ''] = /buildSid +(ZB\w+)/.exec(stdout) ?? [];

    const unanswered = await runOffline('attach', ['+1 (415) 555-0100']);
    expect(unanswered.stdout).toMatch(/then {2}https:\/\/hotline-1234-dev\.twil\.io\/sms by POST\n/);
    expect(unanswered.stdout).toMatch(
      /Change it\? There is no terminal to answer in\. .*\nNothing was changed\.\n$/,
    );
    expect(unanswered.status).toBe(1);
    expect(await runOffline('attach', ['+14155550100', '--yes', '--region=us1'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /To put it back:\n\n {2}npm run attach -- \+14155550100 --region=us1 --url 'https:/,
      ) as string,
    });

    expect(await runOffline('deploy', [`--back-to=${build}`, '--smoke'])).toStrictEqual({
      status: 0,
      stdout: `The build ${build} runs in the environment dev already.\n✓ The Function was texted HELP, and it answered as Twilio expects.\n`,
      stderr: '',
    });
  });

  describe('from a CI, with a key, in a clean checkout', () => {
    const KEY = { TWILIO_API_KEY: `SK${'a'.repeat(32)}`, TWILIO_API_SECRET: 'the secret of the key' };
    const TO_STAGING = ['--environment=staging', '--override-existing-project'];

    const runInCi = (args: readonly string[]) => {
      rmSync(path.join(copy.folder, '.twiliodeployinfo'), { force: true });
      const env = { ACCOUNT_SID, ...KEY, CI: 'true', TWILIO_STAND_IN: twilio.url };
      return run('deploy', [...TO_STAGING, ...args], { ...env, NODE_OPTIONS: `--require ${OFFLINE}` });
    };

    test('staging is deployed, and goes back to the build that the log named', async () => {
      await runInCi([]);
      const { status, stdout } = await runInCi([]);
      expect(status).toBe(0);
      const [, earlier = ''] =
        /npm run deploy -- --back-to=(ZB\w+) --environment=staging\n/.exec(stdout) ?? [];
      const back = await runInCi([`--back-to=${earlier}`]);
      expect(back).toMatchObject({ status: 0, stderr: '' });
      expect(back.stdout).toMatch(
        `Now the environment staging runs the build ${earlier}, with the variables`,
      );
      expect([...twilio.credentials]).toStrictEqual([`${KEY.TWILIO_API_KEY}:${KEY.TWILIO_API_SECRET}`]);
    });

    test('a wrong key is named as such, before anything is changed', async () => {
      await twilio.close();
      const refused = { status: 401, code: 20003, message: 'Authenticate' };
      twilio = await startAccount({ mishap: () => refused });
      for (const args of [[], [`--back-to=ZB${'0'.repeat(32)}`]]) {
        expect(await runInCi(args)).toMatchObject({
          status: 1,
          stderr:
            'Could not read the services of the account: Twilio refuses the credentials (HTTP 401, error 20003). Check that they are current, and belong to the account ACCOUNT_SID and its region.\n',
        });
      }
      expect(twilio.changes).toStrictEqual([]);
    });
  });

  test('what the rehearsal finds is not deployed, types included', async () => {
    copy.replace('.env', SECRET, 'short');
    copy.replace('conversations/greeter.ts', 'messages: number', 'messages: string');
    const { status, stdout } = await runOffline('deploy', []);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /✗ weak-secret: [^]*✗ types: conversations\/greeter\.ts\(\d+,\d+\): error TS\d+: /,
    );
    expect(stdout).toMatch(/4 things block the deploy\./);
    expect(twilio.changes).toStrictEqual([]);
  });

  test('where twilio-run does not go on, it says why, and the deploy fails', async () => {
    await twilio.close();
    twilio = await startAccount({ failsToBuild: true });
    const { status, stdout, stderr } = await runOffline('deploy', []);
    expect(status).toBe(1);
    expect(stderr).toContain('Twilio could not build what was uploaded: its build failed.');
    expect(stdout).toMatch(/\nThe deploy failed\.\nThe service sms-conversations has been made/);
    expect(stdout + stderr).not.toMatch(/Deployed\.|undefined|process\.ts/);
  });
});

test('without credentials a deploy says where to get them, and does nothing', async () => {
  const { status, stdout, stderr } = await run('deploy', []);
  expect({ status, stdout }).toStrictEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(
    /^There is no ACCOUNT_SID and no AUTH_TOKEN\. Nothing has been done\.\nACCOUNT_SID and AUTH_TOKEN are in/,
  );
});

const commands = { attach: attachCommand, deploy: deployCommand, rehearse: rehearseCommand };

test.each<[Script, string[], RegExp]>([
  ['attach', [], /^Which number\?/],
  ['attach', ['+14155550100', '+14155550101'], /^One number at a time\./],
  [
    'attach',
    ['+1'],
    /^\+1 is not a phone number that an account can have\. Write it with \+ and its country code/,
  ],
  [
    'attach',
    ['(415) 555-0100'],
    /^\(415\) 555-0100 is not a phone number that an account can have\. Write it with \+/,
  ],
  ['attach', ['whatsapp:+14155550100'], /^whatsapp:\S+ is not a phone number .* without a channel/],
  ['attach', [`MG${'4'.repeat(32)}`], /^MG4+ is not a phone number [^]*npm run attach -- --service MG0123…/],
  ['attach', ['--service', 'MG1'], /^MG1 names no Messaging Service/],
  ['attach', ['+14155550100', '--url', 'ftp://a.b'], /^ftp:\/\/a\.b is no http or https URL/],
  ['attach', ['+14155550100', '--fallback', 'a.b'], /^a\.b is no http or https URL/],
  ['attach', ['+14155550100', '--url', '', '--method=PUT'], /^--method is GET or POST, not PUT/],
  ['deploy', ['--path'], /^--path takes a value/],
  ['deploy', ['--replace-secret=no'], /^--replace-secret takes no value/],
  ['deploy', ['--back-to', 'ZB1'], /^ZB1 is no build/],
])('%s cannot be understood with %j, and says what can', async (script, args, message) => {
  const understanding = commands[script].run(args);
  await expect(understanding).rejects.toThrow(message);
  await expect(understanding).rejects.toThrow(UserError);
});

test('what twilio-run cannot understand is refused, without a stack', async () => {
  copy.write('broken.json5', '{ functionsFolder');
  const cases: [Script, string[], RegExp][] = [
    ['rehearse', ['--enviroment=prod'], /^Unknown argument: enviroment\./],
    ['rehearse', ['--env=nowhere'], /^Failed to find \.env file/],
    ['deploy', ['--cwd', copy.folder], /^The folder is always this project’s: leave out --cwd/],
    ['attach', ['+14155550100', '--config=broken.json5'], /^broken\.json5 cannot be read\. JSON5: invalid/],
  ];
  const outcomes = await Promise.all(cases.map(([script, args]) => run(script, args)));
  outcomes.forEach(({ status, stdout, stderr }, at) => {
    expect({ status, stdout }).toStrictEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(cases[at]?.[2] ?? /^never$/);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
  expect(existsSync(path.join(copy.folder, '.twiliodeployinfo'))).toBe(false);
});

test('what was not foreseen is told from what can be mended', async () => {
  copy.remove('.env.example');
  copy.write('.env.example/a file', '');
  const { status, stderr } = await run('rehearse', []);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^This is a bug in the command\. Please report it with what follows:\nError: EISDIR/,
  );
});

test('--help says it all', async () => {
  expect(await run('deploy', ['--help'])).toStrictEqual({
    status: 0,
    stdout: expect.stringMatching('^Usage: npm run deploy ') as string,
    stderr: '',
  });
});

test('Ctrl-C ends what was started, also if it is stuck, and takes away what was written', async () => {
  const pid = path.join(copy.folder, 'pid');
  copy.write(
    'dist/stuck/sms.protected.js',
    `require('node:fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid));
     for (;;);`,
  );
  // Not in the project, which is copied there.
  const temporary = mkdtempSync(path.join(tmpdir(), 'deploy-'));
  const rehearsing = spawn(
    process.execPath,
    ['--import', 'tsx', 'tools/deploy/main.ts', 'rehearse', '--functions-folder=dist/stuck'],
    {
      cwd: copy.folder,
      env: { PATH: process.env.PATH, TMPDIR: temporary },
      stdio: 'ignore',
      timeout: 50_000,
    },
  );
  const ended = once(rehearsing, 'exit');
  while (rehearsing.exitCode === null && !existsSync(pid)) await setTimeout(50);
  const before = readdirSync(temporary);
  rehearsing.kill('SIGINT');
  const [status] = (await ended) as [number | null];
  const after = readdirSync(temporary);
  rmSync(temporary, { recursive: true });
  expect(status).toBe(130);
  expect(before).toContainEqual(expect.stringMatching(/^rehearsal-/));
  expect(after).not.toContainEqual(expect.stringMatching(/^rehearsal-/));
  // Whoever takes in an orphan may take its time to notice that it has ended.
  const stuck = Number(copy.read('pid'));
  for (let tries = 0; tries < 100 && isRunning(stuck); tries++) await setTimeout(50);
  expect(isRunning(stuck)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('twilio serverless:deploy stops in a project that was never built, which it would deploy without a Function', async () => {
  copy.remove('.env');
  const child = spawn(process.execPath, [require.resolve('twilio-run/bin/twilio-run.js'), 'deploy'], {
    cwd: copy.folder,
    env: { PATH: process.env.PATH, ACCOUNT_SID, AUTH_TOKEN, NODE_OPTIONS: `--require ${OFFLINE}` },
  });
  const [stderr, [status]] = await Promise.all([
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  expect({ status, stderr }).toStrictEqual({
    status: 1,
    stderr: expect.stringContaining('Failed to find .env file') as string,
  });
});

test('npm ci writes .env only after a build', async () => {
  copy.remove('.env');
  const prepare = async () => {
    const child = spawn(process.execPath, ['tools/build/prepare.cjs'], { cwd: copy.folder });
    const [stderr, [status]] = await Promise.all([
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ]);
    return { status, stderr, hasEnv: existsSync(path.join(copy.folder, '.env')) };
  };
  const greeter = copy.read('conversations/greeter.ts');
  copy.write('conversations/greeter.ts', 'export const greeter = ;');
  expect(await prepare()).toStrictEqual({
    status: 1,
    stderr: expect.stringContaining('Unexpected ";"') as string,
    hasEnv: false,
  });
  copy.write('conversations/greeter.ts', greeter);
  expect(await prepare()).toMatchObject({ status: 0, hasEnv: true });
});
