import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { connect } from '../../../tools/deploy/account/account';
import { UserError } from '../../../tools/cli/user-error';
import { deploy, whatNext, type DeploymentOptions } from '../../../tools/deploy/deployment/deployment';
import { goBack } from '../../../tools/deploy/deployment/go-back';
import type { Rehearsal, RehearsalOptions } from '../../../tools/deploy/rehearsal/rehearsal';
import { readPlan } from '../../../tools/deploy/twilio-run/twilio-run';
import {
  ACCOUNT_SID,
  startAccount,
  type AccountOptions,
  type ServedAccount,
} from '../../../tools/local-twilio';
import { bundle, FUNCTIONS } from '../../../tools/build/bundle';
import { ProjectCopy, SECRET } from '../../../tools/testing/project-copy';
import { StandInClient } from '../../tools/deploy/account';

jest.setTimeout(60_000);

const AUTH_TOKEN = 'p'.repeat(32);
const OFFLINE = path.join(__dirname, '../../../tools/local-twilio/account/offline.cjs');

let copy: ProjectCopy;
let twilio: ServedAccount;
const shell = { ...process.env };

beforeEach(async () => {
  copy = new ProjectCopy();
  await bundle({ ...FUNCTIONS, project: copy.folder });
});
afterEach(async () => {
  copy.remove('.');
  await twilio.close();
  process.env = { ...shell };
});

/** An account, in whose place every process started from here meets the stand-in. */
async function open(options: AccountOptions = {}): Promise<void> {
  twilio = await startAccount(options);
  Object.assign(process.env, {
    ACCOUNT_SID,
    AUTH_TOKEN,
    TWILIO_STAND_IN: twilio.url,
    NODE_OPTIONS: `--require ${OFFLINE}`,
  });
}

/** What an earlier deploy to dev has left: a build, and these variables. */
async function deployedBefore(variables: Record<string, string>, uniqueName = 'sms-conversations') {
  const post = async (path: string, fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const { body } = await twilio.serverless.handle({
      method: 'POST',
      path: `/v1/Services${path}`,
      fields: form,
    });
    return (body as { sid: string }).sid;
  };
  const service = await post('', { UniqueName: uniqueName });
  const environment = await post(`/${service}/Environments`, { UniqueName: 'dev', DomainSuffix: 'dev' });
  for (const [Key, Value] of Object.entries(variables)) {
    await post(`/${service}/Environments/${environment}/Variables`, { Key, Value });
  }
  const BuildSid = await post(`/${service}/Builds`, { Runtime: 'node22' });
  await post(`/${service}/Environments/${environment}/Deployments`, { BuildSid });
  copy.write(
    '.twiliodeployinfo',
    JSON.stringify({ [`${ACCOUNT_SID}:us1`]: { serviceSid: service, latestBuild: BuildSid } }),
  );
}

/** A rehearsal in which nothing is found: what it finds is tested by itself. */
async function findingNothing({ project, args, hearPlan }: RehearsalOptions): Promise<Rehearsal> {
  const plan = await readPlan(project, args);
  hearPlan?.(plan);
  return { plan, upload: undefined, exchanges: [], opened: [], findings: [] };
}

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
});

function deploying(args: readonly string[] = [], options: Partial<DeploymentOptions> = {}) {
  return deploy({
    project: copy.folder,
    args,
    path: undefined,
    replaceSecret: false,
    unset: false,
    isPrivate: false,
    isShown: false,
    rehearse: findingNothing,
    connect: (access) => connect(access, new StandInClient(twilio.url)),
    say: (text) => said.push(text),
    ...options,
  });
}

const variablesOf = (domain: string) => twilio.serverless.deployedAt(domain)?.variables;
const DEV = 'sms-conversations-1234-dev.twil.io';

test('goes to a new environment, and a second one can be taken back', async () => {
  await open();
  const first = await deploying(['--environment=prod', '--region=ie1']);
  expect(first).toMatchObject({
    url: 'https://sms-conversations-1234-prod.twil.io/sms',
    previousBuild: undefined,
  });
  if (!first) throw new Error();
  expect(whatNext(first, ['--environment=prod'])).not.toContain('--back-to');
  expect(twilio.changes[0]).toBe('POST serverless.dublin.ie1.twilio.com/v1/Services');

  copy.replace('dist/functions/sms.protected.js', 'Thanks for', 'THANKS for');
  const second = await deploying(['--environment=prod', '--region=ie1']);
  if (!second) throw new Error();
  const again = ['--environment=prod', '--region=ie1'];
  const { previousBuild = '' } = second;
  expect(whatNext(second, again)).toContain(
    `npm run attach -- +1… --environment=prod --region=ie1\n\nUntil now the environment prod ran the build ${previousBuild}. To go back to it:\n\n  npm run deploy -- --back-to=${previousBuild} --environment=prod --region=ie1\n`,
  );
  const code = () =>
    Buffer.from(
      twilio.serverless.deployedAt('sms-conversations-1234-prod.twil.io')?.functions[0]?.content ?? [],
    ).toString();
  expect(code()).toContain('THANKS for');
  const client = connect(second.plan, new StandInClient(twilio.url));
  const newer = await goBack(client, second.plan, previousBuild);
  expect(code()).not.toContain('THANKS for');
  expect(await goBack(client, second.plan, previousBuild)).toBe(previousBuild);
  expect(await goBack(client, second.plan, newer ?? '')).toBe(previousBuild);
  expect(code()).toContain('THANKS for');
  await expect(goBack(client, second.plan, `ZB${'0'.repeat(32)}`)).rejects.toThrow(
    /^Could not find the build ZB0+: Twilio finds it neither/,
  );
  await expect(goBack(client, { ...second.plan, environment: 'test' }, previousBuild)).rejects.toThrow(
    new UserError('Nothing has ever been deployed to the environment test.'),
  );
});

test('a variable that is empty here and set there stops it, and names what unsets it', async () => {
  await open();
  await deployedBefore({
    SESSION_SECRET: SECRET,
    CONVERSATION: 'booking',
    BOOKINGS_URL: 'https://example.com',
    LOG_TURNS: '1',
    OTHER: '1',
  });
  copy.replace('.env', 'ACCOUNT_SID=', `ACCOUNT_SID=${ACCOUNT_SID}`);
  copy.replace('.env', 'AUTH_TOKEN=', `AUTH_TOKEN=${AUTH_TOKEN}`);
  const stopped = (await deploying().catch((error: unknown) => error)) as Error;
  expect(stopped).toBeInstanceOf(UserError);
  const { message } = stopped;
  expect(message).toMatch(
    /^Set in the environment dev and empty in .*\.env: CONVERSATION, BOOKINGS_URL, LOG_TURNS\./,
  );
  expect(message).toMatch(/\n {2}npm run deploy -- --unset\n/);
  expect(twilio.changes).toStrictEqual([]);

  const [command = ''] = /npx (twilio-run env unset --key=CONVERSATION .*)/.exec(message) ?? [];
  const [, , ...args] = command.split(' ');
  const bin = require.resolve('twilio-run/bin/twilio-run.js');
  await promisify(execFile)(process.execPath, [bin, ...args], { cwd: copy.folder, env: process.env });
  expect(variablesOf(DEV)).not.toHaveProperty('CONVERSATION');
  await expect(deploying()).rejects.toThrow(/empty in .*: BOOKINGS_URL, LOG_TURNS\./);

  expect(await deploying([], { unset: true })).toBeDefined();
  expect(variablesOf(DEV)).toStrictEqual({ SESSION_SECRET: SECRET, OTHER: '1' });
});

test('a deploy by a key from a clean checkout is advised again as it was typed, without what needs the token', async () => {
  await open();
  await deployedBefore({ SESSION_SECRET: SECRET, CONVERSATION: 'booking' });
  copy.remove('.twiliodeployinfo');
  delete process.env.AUTH_TOKEN;
  Object.assign(process.env, { TWILIO_API_KEY: `SK${'a'.repeat(32)}`, TWILIO_API_SECRET: 'of the key' });
  for (const override of ['--override-existing-project', '--force']) {
    const stopped = (await deploying([override, '--region=us1']).catch((error: unknown) => error)) as Error;
    expect(stopped).toBeInstanceOf(UserError);
    const [, , , , command = '', ...others] = stopped.message.split('\n');
    expect(command).toBe(`  npm run deploy -- --unset --region=us1 ${override}`);
    expect(others).toStrictEqual([
      '',
      'Or unset them alone in the Console, among the variables of the service.',
    ]);
  }
  expect(await deploying(['--region=us1', '--override-existing-project'], { unset: true })).toBeDefined();
  expect(variablesOf(DEV)).toStrictEqual({ SESSION_SECRET: SECRET });
});

test('never unsets a secret of what is remembered', async () => {
  await open();
  const secrets = { SESSION_SECRET: SECRET, ID_SECRET: SECRET };
  await deployedBefore(secrets);
  copy.replace('.env', `SESSION_SECRET=${SECRET}`, 'SESSION_SECRET=');
  await deploying([], { unset: true, replaceSecret: true });
  expect(variablesOf(DEV)).toStrictEqual(secrets);
});

test('a secret that is not the deployed one stops it, unless it is to be replaced', async () => {
  await open();
  const other = SECRET.split('').reverse().join('');
  await deployedBefore({ SESSION_SECRET: other });
  await expect(deploying()).rejects.toThrow(
    /^Your \.env has another SESSION_SECRET than what is deployed to the environment dev\./,
  );
  expect(twilio.changes).toStrictEqual([]);
  await deploying([], { replaceSecret: true });
  expect(variablesOf(DEV)).toStrictEqual({ SESSION_SECRET: SECRET });
});

test('a service of that name stops it before anything is changed, with the options that were typed', async () => {
  await open();
  await deployedBefore({}, 'hotline');
  copy.remove('.twiliodeployinfo');
  const stopped = await deploying(['-n', 'hotline', '--environment=staging']).catch(
    (error: unknown) => error,
  );
  expect(stopped).toBeInstanceOf(UserError);
  expect(String(stopped)).toMatch(/has a service hotline already \(ZS\w+\)\. Nothing has been deployed\./);
  expect(String(stopped)).toContain(
    '  npm run deploy -- --environment=staging --service-name=hotline --override-existing-project\n',
  );
  expect(String(stopped)).toContain('  npm run deploy -- --environment=staging --service-name=<name>');
  // Where that service has such an environment, the deploy would replace what runs there.
  await expect(deploying(['-n', 'hotline'])).rejects.toThrow(/has a service hotline already/);
  expect(twilio.changes).toStrictEqual([]);
  expect(await deploying(['-n', 'hotline', '--override-existing-project'])).toBeDefined();
});

test('an API key does in the place of the token, at every step', async () => {
  await open();
  delete process.env.AUTH_TOKEN;
  const TWILIO_API_KEY = `SK${'a'.repeat(32)}`;
  Object.assign(process.env, { TWILIO_API_KEY, TWILIO_API_SECRET: 'the secret of the key' });
  const first = await deploying();
  // The key's account is known, so that .twiliodeployinfo tells which service it is.
  const second = await deploying();
  expect([first?.previousBuild, second?.previousBuild]).toStrictEqual([
    undefined,
    expect.stringMatching(/^ZB/),
  ]);
  expect([...twilio.credentials]).toStrictEqual([`${TWILIO_API_KEY}:the secret of the key`]);
});

describe('if a step fails, it says what has changed', () => {
  const failing = { status: 500, code: 20500, message: 'Internal Server Error' };
  const opened = (isBroken: (place: string) => boolean) =>
    open({ mishap: ({ method, path }) => (isBroken(`${method} ${path}`) ? failing : undefined) });

  test('nothing but a service, if the build does', async () => {
    await opened((place) => place.endsWith('/Builds'));
    await expect(deploying()).rejects.toThrow(/Internal Server Error/);
    expect(said.at(-1)).toMatch(
      /^\nThe deploy failed\.\nThe service sms-conversations has been made \(ZS\w+\)\.\nIn it, the environment dev has been made\.\nNothing runs in the environment dev\.\nNo variable has changed\.$/,
    );
  });

  test('variables, if the build cannot be brought up', async () => {
    await opened((place) => place.endsWith('/Deployments'));
    await deployedBefore({ SESSION_SECRET: SECRET });
    copy.replace('.env', 'CONVERSATION=', 'CONVERSATION=booking');
    await expect(deploying()).rejects.toThrow(/Internal Server Error/);
    expect(said.at(-1)).toMatch(
      /^\nThe deploy failed\.\nThe build that ran in the environment dev still runs: ZB\w+\.\nThese variables have changed already, and the build that runs uses them: CONVERSATION\.$/,
    );
  });

  test('that it is deployed, where what follows does', async () => {
    await opened((place) => place.startsWith('DELETE'));
    await deployedBefore({ SESSION_SECRET: SECRET, CONVERSATION: 'booking' });
    await expect(deploying([], { unset: true })).rejects.toThrow(
      /^Could not unset CONVERSATION: Twilio has a/,
    );
    expect(said.at(-1)).toBe(
      '\nIt is deployed: the environment dev runs the new build. But then something failed.',
    );
  });

  test('that this cannot be told, where Twilio is gone altogether', async () => {
    let isGone = false;
    await opened((place) => (isGone ||= place.endsWith('/Builds')));
    await expect(deploying()).rejects.toThrow(/Internal Server Error/);
    expect(said.at(-1)).toMatch(
      /^\nThe deploy failed\.\nWe cannot tell what it has changed\.\nCould not read /,
    );
  });
});

test('a build that Twilio cannot make is told from other failures', async () => {
  await open({ failsToBuild: true });
  await expect(deploying()).rejects.toThrow(/Twilio could not build what was uploaded: its build failed\./);
});

test.each([
  [['--region=ie9'], /^ie9 is no region of Twilio\. There are us1, us2, ie1, /],
  [['--password=x'], /^Leave out --username and --password: /],
  [['-u', 'SK1'], /^Leave out --username and --password: /],
])('%j is refused', async (args, message) => {
  await open();
  await expect(deploying(args)).rejects.toThrow(message);
  expect(twilio.credentials.size).toBe(0);
});
