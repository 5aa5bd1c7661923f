import { UserError } from '../../../tools/cli/user-error';
import { keepSessionSecret } from '../../../tools/deploy/account/session-secret';
import { readEnvironment } from '../../../tools/deploy/deployment/environment';
import { deployed } from '../../../tools/local-twilio';
import { PLAN, account } from './account';

const HERE = 'the one in .env';
const THERE = 'the one at Twilio';
const ID = 'the one that gives ids';

type Variables = Record<string, string>;

/** @param there what is deployed: `SESSION_SECRET`, or variables */
async function keeping(
  there: string | Variables | undefined,
  here: string | Variables,
  { show = true, environment = 'dev', store = '' } = {},
): Promise<void> {
  const variablesOf = (secrets: string | Variables): Variables =>
    typeof secrets === 'string' ? { SESSION_SECRET: secrets, ID_SECRET: ID } : secrets;
  const { client } = account(deployed(there === undefined ? {} : { OTHER: 'x', ...variablesOf(there) }));
  const variables = { ...variablesOf(here), SESSION_STORE: store };
  said = [];
  const plan = { ...PLAN, environment, variables };
  const { variables: atTwilio } = await readEnvironment(client, plan);
  keepSessionSecret(plan, atTwilio, show, (text) => said.push(text));
}

/** What the last one was told without being stopped. */
let said: string[] = [];

const reasonOf = async (...args: Parameters<typeof keeping>) =>
  String(await keeping(...args).catch((error: unknown) => error));

test.each([
  ['the same', THERE, THERE],
  ['the first step of a rotation', THERE, `${THERE},${HERE}`],
  ['the second step of a rotation', `${THERE},${HERE}`, `${HERE},${THERE}`],
  ['the last step of a rotation', `${HERE}, ${THERE}`, HERE],
  ['none yet', undefined, HERE],
])('%s goes on', async (_, there, here) => {
  await expect(keeping(there, here)).resolves.toBeUndefined();
});

test.each([
  ['first', `${THERE},${HERE}`, THERE],
  ['second', `${HERE},${THERE}`, `${THERE},${HERE}`],
])('a rollback of the %s step goes on', async (_, there, here) => {
  for (const store of ['', 'sync', 'redis']) {
    if (store !== '' && here === THERE) continue; // the other may have sealed something by then
    await expect(keeping(there, here, { store })).resolves.toBeUndefined();
  }
});

test.each([
  ['the first step of a rotation', THERE, `${THERE},${HERE}`, 'one secret'],
  ['an older .env, which would bring back what was dropped', HERE, `${HERE},${THERE}`, 'one secret'],
  ['two at once', THERE, `${THERE},${HERE},another`, '2 secrets'],
])('%s is said, without a secret', async (_, there, here, secrets) => {
  await keeping(there, here);
  expect(said).toStrictEqual([
    `SESSION_SECRET has ${secrets} more than in the environment dev, to open with. If you are not rotating, your .env is an older one.`,
  ]);
});

test.each([
  ['the same', THERE, THERE],
  ['the second step of a rotation', `${THERE},${HERE}`, `${HERE},${THERE}`],
  ['the last step of a rotation', `${HERE},${THERE}`, HERE],
  ['none yet', undefined, HERE],
])('of %s nothing is said', async (_, there, here) => {
  await keeping(there, here);
  expect(said).toStrictEqual([]);
});

test('an environment that is new, or has no variables, goes on', async () => {
  await expect(keeping(THERE, HERE, { environment: 'stage' })).resolves.toBeUndefined();
});

describe('a first secret that is not deployed stops,', () => {
  test.each(['', 'sync', 'redis'])(
    'since the older instances cannot open what it seals: %s',
    async (store) => {
      const stopped = keeping(THERE, `${HERE},${THERE}`, { store });
      await expect(stopped).rejects.toThrow(UserError);
      await expect(stopped).rejects.toThrow(/could not open what it seals/);
      await expect(stopped).rejects.toThrow(
        `deploy twice. Put this into .env for the first deploy:\nSESSION_SECRET=${THERE},${HERE}\nAnd this for the second deploy, a minute after the first:\nSESSION_SECRET=${HERE},${THERE}\n`,
      );
      await expect(stopped).rejects.toThrow(/--replace-secret/);
    },
  );

  test('and so does an unrelated one', async () => {
    const reason = await reasonOf(`${THERE},an older one`, HERE);
    expect(reason).toContain(
      'Your .env has another SESSION_SECRET than what is deployed to the environment dev.',
    );
    expect(reason).toContain(`put what is deployed into .env:\nSESSION_SECRET=${THERE},an older one\n`);
    expect(reason).toContain(`\nSESSION_SECRET=${THERE},an older one,${HERE}\n`);
    expect(reason).toContain(`\nSESSION_SECRET=${HERE},${THERE}\n`);
  });

  test('and each step that it names passes', async () => {
    for (const store of ['', 'sync']) {
      const reason = await reasonOf(THERE, HERE, { store });
      const steps = Array.from(reason.matchAll(/^SESSION_SECRET=(.*)$/gm), ([, line = '']) => line);
      expect(steps).toStrictEqual([THERE, `${THERE},${HERE}`, `${HERE},${THERE}`]);
      for (const [n, step] of steps.entries()) {
        await expect(keeping(steps[n - 1] ?? THERE, step, { store })).resolves.toBeUndefined();
      }
    }
  });
});

test('a rotation that went the other way stops, too', async () => {
  expect(await reasonOf(`${HERE},${THERE}`, THERE)).toContain(
    `put this into .env:\nSESSION_SECRET=${THERE},${HERE}\n`,
  );
});

test.each(['sync', 'redis'])(
  'in %s also one that is no longer the first stays, since it has sealed',
  async (store) => {
    const reason = await reasonOf(`${HERE}, ${THERE},oldest`, HERE, { store });
    expect(reason).toMatch(/may have sealed documents that are still in the store/);
    expect(reason).toContain(`\nSESSION_SECRET=${HERE},${THERE},oldest\n`);
  },
);

describe('what names documents and gives ids', () => {
  test.each([
    [
      'is another one',
      { SESSION_SECRET: THERE, ID_SECRET: ID },
      { SESSION_SECRET: THERE, ID_SECRET: 'other' },
      ID,
    ],
    ['is gone', { SESSION_SECRET: THERE, ID_SECRET: ID }, { SESSION_SECRET: THERE }, ID],
    ['is new', { SESSION_SECRET: THERE }, { SESSION_SECRET: THERE, ID_SECRET: ID }, THERE],
    [
      'is the last of SESSION_SECRET, which rotates',
      { SESSION_SECRET: THERE },
      { SESSION_SECRET: `${THERE},${HERE}` },
      THERE,
    ],
    [
      'is the last of SESSION_SECRET, which goes',
      { SESSION_SECRET: `${HERE},${THERE}` },
      { SESSION_SECRET: HERE },
      THERE,
    ],
  ])('%s: it stops', async (_, there, here, id) => {
    for (const store of ['', 'sync']) {
      const reason = await reasonOf(there, here, { store });
      expect(reason).toMatch(/ID_SECRET/);
      expect(reason).toContain(`\nID_SECRET=${id}`);
      const { SESSION_SECRET } = here;
      const [, line = SESSION_SECRET] = /^SESSION_SECRET=(.*)$/m.exec(reason) ?? [];
      await expect(
        keeping(there, { SESSION_SECRET: line, ID_SECRET: id }, { store }),
      ).resolves.toBeUndefined();
    }
  });

  test('may be named, so that SESSION_SECRET can be rotated', async () => {
    const there = { SESSION_SECRET: THERE };
    await expect(keeping(there, { SESSION_SECRET: THERE, ID_SECRET: THERE })).resolves.toBeUndefined();
    await expect(
      keeping(there, { SESSION_SECRET: `${THERE},${HERE}`, ID_SECRET: THERE }),
    ).resolves.toBeUndefined();
  });
});

test.each([
  [
    THERE,
    HERE,
    [
      'To remember them, set SESSION_SECRET=<the deployed one>.',
      'If yours is to take its place, deploy twice: first with SESSION_SECRET=<the deployed one>,<yours>,',
      'and a minute later with SESSION_SECRET=<yours>,<the deployed one>.',
    ],
  ],
  [
    THERE,
    `${HERE},${THERE}`,
    [
      'Your SESSION_SECRET holds what is deployed already, but not as its first. To remember them, deploy twice:',
      'first with what is deployed moved to its front, and a minute later as it is now.',
    ],
  ],
  [
    `${THERE},an older one`,
    `${HERE},an older one`,
    [
      'To remember them, deploy twice: first with SESSION_SECRET=<the deployed one>,<yours>,',
      'and a minute later with SESSION_SECRET=<yours>,<the deployed one>.',
    ],
  ],
  [`${HERE},${THERE}`, THERE, ['To remember them, set SESSION_SECRET=<yours>,<the deployed one>.']],
])('where others may read along, the steps fit what .env holds: %s, %s', async (there, here, steps) => {
  const [, , ...said] = (await reasonOf(there, here, { show: false })).split('\n');
  expect(
    said.slice(
      0,
      said.findIndex((line) => line.startsWith('The Console')),
    ),
  ).toStrictEqual(steps);
});

test('where others may read along, no secret is shown', async () => {
  for (const [there, here] of [
    [THERE, HERE],
    [`${HERE},${THERE}`, THERE],
    [{ SESSION_SECRET: THERE }, `${THERE},${HERE}`],
  ] as const) {
    const reason = await reasonOf(there, here, { show: false });
    expect(reason).toMatch(/The Console shows the deployed secrets/);
    expect(reason).not.toMatch(new RegExp(`${THERE}|${HERE}|${ID}`));
  }
});
