import { ForgetsEverybody, keepSessionSecret } from '../../../tools/deploy/account/session-secret';
import { deployed } from '../../../tools/local-twilio';
import { PLAN, account } from './account';

const HERE = 'the one in .env';
const THERE = 'the one at Twilio';

function keeping(
  there: string | undefined,
  here: string,
  { show = true, environment = 'dev', store = '' } = {},
): Promise<void> {
  const { client } = account(deployed(there === undefined ? {} : { OTHER: 'x', SESSION_SECRET: there }));
  const variables = { SESSION_SECRET: here, SESSION_STORE: store };
  return keepSessionSecret(client, { ...PLAN, environment, variables }, show);
}

test.each([
  ['the same', THERE, THERE],
  ['one that is rotated', THERE, `${HERE},${THERE}`],
  ['one whose predecessor is dropped', `${HERE}, ${THERE}`, HERE],
  ['none yet', undefined, HERE],
])('%s goes on', async (_, there, here) => {
  await expect(keeping(there, here)).resolves.toBeUndefined();
});

test('an environment that is new, or has no variables, goes on', async () => {
  await expect(keeping(THERE, HERE, { environment: 'stage' })).resolves.toBeUndefined();
});

test('an unrelated one stops, and the line that keeps both is shown', async () => {
  const stopped = keeping(`${THERE},an older one`, HERE);
  await expect(stopped).rejects.toThrow(ForgetsEverybody);
  await expect(stopped).rejects.toThrow(`\nSESSION_SECRET=${HERE},${THERE}\n`);
  await expect(stopped).rejects.toThrow(/--replace-secret/);
});

test('a rotation that went the other way stops, too', async () => {
  await expect(keeping(`${HERE},${THERE}`, THERE)).rejects.toThrow(`SESSION_SECRET=${THERE},${HERE}`);
});

test('in Twilio Sync, also one that is no longer the first has to stay, since it names documents', async () => {
  const stopped = keeping(`${HERE}, ${THERE},oldest`, HERE, { store: 'sync' });
  await expect(stopped).rejects.toThrow(/has a secret in SESSION_SECRET .* each may name documents\./);
  await expect(stopped).rejects.toThrow(`\nSESSION_SECRET=${HERE},${THERE},oldest\n`);
  await expect(keeping(`${THERE},oldest`, HERE, { store: 'sync' })).rejects.toThrow(
    `\nSESSION_SECRET=${HERE},${THERE},oldest\n`,
  );
  await expect(keeping(THERE, `${HERE},${THERE}`, { store: 'sync' })).resolves.toBeUndefined();
});

test('where others may read along, no secret is shown', async () => {
  const error: unknown = await keeping(THERE, HERE, { show: false }).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain('SESSION_SECRET be <yours>,<the other>');
  expect(String(error)).not.toMatch(new RegExp(`${THERE}|${HERE}`));
});
