import type { Twilio } from 'twilio';
import { ask } from '../account/account';
import { nameOfEnvironment } from '../account/deployed';
import { commandLine } from '../../cli/command-line';
import type { Plan } from '../twilio-run/twilio-run';
import type { Environment, RemoteVariable } from './environment';

/** What no deploy takes away: the secrets of what is remembered, and the account's own. */
const KEPT = new Set(['SESSION_SECRET', 'ID_SECRET', 'ACCOUNT_SID', 'AUTH_TOKEN']);

/** Variables are empty here and set at Twilio, so that another value was rehearsed than would run. */
export class StillSet extends Error {
  override readonly name = 'StillSet';
}

/** The variables that are set at Twilio and empty in `.env`. `twilio-run` sends none of these. */
export function emptiedVariables(
  { envNames, variables }: Pick<Plan, 'envNames' | 'variables'>,
  environment: Environment,
): RemoteVariable[] {
  const isEmptyHere = (name: string) => envNames.includes(name) && !Object.hasOwn(variables, name);
  return environment.variables.filter(({ key, value }) => value !== '' && isEmptyHere(key) && !KEPT.has(key));
}

/** @param options that name the same place again */
export function stillSet(
  emptied: readonly RemoteVariable[],
  { serviceSid }: Environment,
  { environment, envFile }: Pick<Plan, 'environment' | 'envFile'>,
  options: readonly string[],
): StillSet {
  const names = emptied.map(({ key }) => key).join(', ');
  const place = [
    environment === '' ? '--production' : `--environment=${environment}`,
    `--service-sid=${String(serviceSid)}`,
  ];
  return new StillSet(
    [
      `Set in ${nameOfEnvironment(environment)} and empty in ${envFile}: ${names}.`,
      'A deploy leaves them as they are there, so it would run with other variables than were rehearsed.',
      'Nothing has been deployed. To deploy and unset them:',
      '',
      `  ${commandLine('deploy', ['--unset', ...options])}`,
      '',
      'Or unset them alone, with ACCOUNT_SID and AUTH_TOKEN in .env:',
      '',
      ...emptied.map(({ key }) => `  npx twilio-run env unset ${[`--key=${key}`, ...place].join(' ')}`),
    ].join('\n'),
  );
}

/** @throws {AccountError} */
export async function unset(
  client: Twilio,
  { serviceSid, environmentSid }: { readonly serviceSid: string; readonly environmentSid: string },
  emptied: readonly RemoteVariable[],
): Promise<void> {
  const { variables } = client.serverless.v1.services(serviceSid).environments(environmentSid);
  for (const { sid, key } of emptied) await ask(`unset ${key}`, variables(sid).remove());
}
