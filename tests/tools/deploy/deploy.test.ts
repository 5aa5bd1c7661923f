import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { ProjectCopy, SECRET } from '../../../tools/testing/project-copy';
import { ACCOUNT_SID } from '../../../tools/local-twilio';

jest.setTimeout(30_000);

const AUTH_TOKEN = 'p'.repeat(32);
const OVERRIDE = '--override-existing-project';

let copy: ProjectCopy;
beforeEach(() => {
  copy = new ProjectCopy();
});
afterEach(() => {
  copy.remove('.');
});

type Script = 'deploy' | 'attach' | 'rehearse';

/** Runs a script of the copy. */
function run(script: Script, args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, ['--import', 'tsx', `tools/deploy/${script}.ts`, ...args], {
    cwd: copy.folder,
    encoding: 'utf8',
    timeout: 25_000,
    env: {
      PATH: process.env.PATH,
      ...env,
    },
  });
}

/** Runs it beside others. */
async function runBeside(script: Script, args: readonly string[]) {
  const options = { cwd: copy.folder, env: { PATH: process.env.PATH } };
  const child = spawn(process.execPath, ['--import', 'tsx', `tools/deploy/${script}.ts`, ...args], options);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { status, stdout, stderr };
}

/** Runs it with credentials, and with a stand-in for Twilio in every process that it starts. */
function runOffline(script: Script, args: readonly string[], env: Record<string, string> = {}) {
  return run(script, args, {
    ACCOUNT_SID,
    AUTH_TOKEN,
    CHANGES: path.join(copy.folder, 'changes.txt'),
    // Not --import: tsx has a thread of its own, which would wait for itself to load the second.
    NODE_OPTIONS: `--require ${require.resolve('tsx/cjs')} --require ${path.join(__dirname, '../../../tools/local-twilio/account/offline.ts')}`,
    ...env,
  });
}

const changed = () => existsSync(path.join(copy.folder, 'changes.txt'));

test('a deploy with credentials from the environment rehearses, deploys, and says what to do next', () => {
  const { status, stdout } = runOffline('deploy', [OVERRIDE, '-n', 'sms-conversations', '--edge=ashburn'], {
    DEPLOYED_SECRET: SECRET,
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /Nothing was sent to Twilio\.[^]*✓ It is ready to be deployed\.[^]*\nDeployed\. The webhook is https:\/\/sms-conversations-1234-dev\.twil\.io\/sms\n[^]*npm run attach -- \+1… --service-name=sms-conversations --edge=ashburn\n/,
  );
  expect(stdout).not.toContain(AUTH_TOKEN);
  const changes = copy.read('changes.txt');
  expect(changes).toContain(`/Functions/`);
  expect(changes).toMatch(/\/Environments\/ZE2+\/Deployments /);
  for (const line of changes.trim().split('\n')) expect(line).toMatch(` ${ACCOUNT_SID}:${AUTH_TOKEN}`);
  expect(existsSync(path.join(copy.folder, '.twiliodeployinfo'))).toBe(true);
});

test('without credentials it says where to get them, and does nothing', () => {
  const { status, stdout, stderr } = run('deploy', []);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(
    /^There is no ACCOUNT_SID and no AUTH_TOKEN\. Nothing has been done\.\nFind both in/,
  );
  expect(existsSync(path.join(copy.folder, 'dist'))).toBe(false);
});

test('what the rehearsal finds is not deployed', () => {
  copy.replace('.env', SECRET, 'short');
  const { status, stdout } = runOffline('deploy', []);
  expect(status).toBe(1);
  expect(stdout).toMatch(/✗ weak-secret: [^]*3 things stand against deploying it\./);
  expect(changed()).toBe(false);
});

test('a secret that is not the deployed one stops it, unless it is to be replaced', () => {
  const env = { DEPLOYED_SECRET: 'that of another machine' };
  const stopped = runOffline('deploy', [OVERRIDE], env);
  expect(stopped.status).toBe(1);
  expect(stopped.stderr).toMatch(/^The environment dev has another SESSION_SECRET than your \.env/);
  expect(stopped.stdout + stopped.stderr).not.toMatch(`${SECRET}|${env.DEPLOYED_SECRET}`);
  expect(changed()).toBe(false);
  expect(runOffline('deploy', [OVERRIDE, '--replace-secret'], env)).toMatchObject({ status: 0 });
  expect(changed()).toBe(true);
});

test('where twilio-run does not go on, it says why, and the deploy fails', () => {
  const { status, stdout, stderr } = runOffline('deploy', []);
  expect(status).toBe(1);
  expect(stderr).toContain('already exists');
  expect(stdout).not.toContain('Deployed.');
});

test('attach finds the deployed Function, asks, and changes nothing where nobody answers', () => {
  const unanswered = runOffline('attach', ['+1 (415) 555-0100']);
  expect(unanswered.status).toBe(1);
  expect(unanswered.stdout).toMatch(/then {2}https:\/\/sms-conversations-1234-dev\.twil\.io\/sms by POST\n/);
  expect(unanswered.stdout).toMatch(/Change it\? Nobody is here to answer; .*\nNothing was changed\.\n$/);
  const place = ['--service-name=sms-conversations', '--edge', 'dublin', '--region=ie1'];
  const confirmed = runOffline('attach', ['+14155550100', '--yes', ...place]);
  expect(confirmed).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(
      /To put it back:\n\n {2}npm run attach -- \+14155550100 --edge=dublin --region=ie1 --url 'https:/,
    ) as string,
  });
});

test('what cannot be understood is refused', async () => {
  const cases: [Script, string[], RegExp][] = [
    ['attach', [], /^Which number\?/],
    ['attach', ['+14155550100', '+14155550101'], /^One number at a time\./],
    ['attach', ['+1'], /^\+1 is no number of an account\. Write it with \+ and its country code/],
    ['attach', ['(415) 555-0100'], /^\(415\) 555-0100 is no number of an account\. Write it with \+/],
    ['attach', ['whatsapp:+14155550100'], /^whatsapp:\S+ is no number .* without a channel/],
    ['attach', [`MG${'4'.repeat(32)}`], /^MG4+ is no number [^]*npm run attach -- --service MG0123…/],
    ['attach', ['--service', 'MG1'], /^MG1 names no Messaging Service/],
    ['attach', ['+14155550100', '--url', 'ftp://a.b'], /^ftp:\/\/a\.b is no http or https URL/],
    ['attach', ['+14155550100', '--url', '', '--method=PUT'], /^--method is GET or POST, not PUT/],
    ['deploy', ['--path'], /^--path takes a value/],
    ['deploy', ['--replace-secret=no'], /^--replace-secret takes no value/],
    ['rehearse', ['--enviroment=prod'], /^Unknown argument: enviroment\./],
    ['rehearse', ['--env=nowhere'], /^Failed to find \.env file/],
    ['rehearse', [`--cwd=${copy.folder}`], /^The folder is always this project’s: leave out --cwd/],
    ['deploy', ['--cwd', copy.folder], /^The folder is always this project’s: leave out --cwd/],
    ['attach', ['+14155550100', `--cwd=${copy.folder}`], /^The folder is always this project’s/],
    ['rehearse', ['--config=broken.json5'], /^broken\.json5 cannot be read\. JSON5: invalid/],
  ];
  copy.write('broken.json5', '{ functionsFolder');
  const outcomes = await Promise.all(cases.map(([script, args]) => runBeside(script, args)));
  expect(existsSync(path.join(copy.folder, '.twiliodeployinfo'))).toBe(false);
  outcomes.forEach(({ status, stdout, stderr }, at) => {
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(cases[at]?.[2] ?? /^never$/);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

test('what was not foreseen is told from what can be mended', () => {
  copy.remove('.env.example');
  copy.write('.env.example/a file', '');
  const { status, stderr } = run('rehearse', []);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^This was not foreseen, so it is probably a mistake in the program:\nError: EISDIR/,
  );
});

test('--help says it all', async () => {
  const scripts: Script[] = ['rehearse', 'deploy', 'attach'];
  const outcomes = await Promise.all(scripts.map((script) => runBeside(script, ['--help'])));
  expect(outcomes).toEqual(
    scripts.map((script) => ({
      status: 0,
      stdout: expect.stringMatching(`^Usage: npm run ${script} `) as string,
      stderr: '',
    })),
  );
});

test('rehearse exits with 1 where something is found', () => {
  copy.replace('.env', SECRET, 'short');
  expect(run('rehearse', [])).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('stand against deploying it.') as string,
    stderr: '',
  });
});

test('Ctrl-C ends what was started, also where it is stuck, and takes away what was written', async () => {
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
    ['--import', 'tsx', 'tools/deploy/rehearse.ts', '--functions-folder=dist/stuck'],
    {
      cwd: copy.folder,
      env: { PATH: process.env.PATH, TMPDIR: temporary },
      stdio: 'ignore',
      timeout: 20_000,
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
