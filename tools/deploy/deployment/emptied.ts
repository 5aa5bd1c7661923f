import type { Twilio } from 'twilio';
import { ask } from '../account/account';
import { nameOfEnvironment } from '../account/deployed';
import { commandLine } from '../../cli/command-line';
import { UserError } from '../../cli/user-error';
import type { Plan } from '../twilio-run/twilio-run';
import type { Environment, RemoteVariable } from './environment';

/** Variables that no deploy unsets: the secrets that conversations are sealed with, and the account's own. */
const KEPT = new Set(['SESSION_SECRET', 'ID_SECRET', 'ACCOUNT_SID', 'AUTH_TOKEN']);

/** The variables that are set at Twilio and empty in `.env`. `twilio-run` does not send empty variables. */
export function emptiedVariables(
  { envNames, variables }: Pick<Plan, 'envNames' | 'variables'>,
  environment: Environment,
): RemoteVariable[] {
  const isEmptyHere = (name: string) => envNames.includes(name) && !Object.hasOwn(variables, name);
  return environment.variables.filter(({ key, value }) => value !== '' && isEmptyHere(key) && !KEPT.has(key));
}

/** @param options the options with which the same deploy is typed again */
export function stillSet(
  emptied: readonly RemoteVariable[],
  { serviceSid }: Environment,
  { environment, envFile, apiKey }: Pick<Plan, 'environment' | 'envFile' | 'apiKey'>,
  options: readonly string[],
): UserError {
  const names = emptied.map(({ key }) => key).join(', ');
  const where = [
    environment === '' ? '--production' : `--environment=${environment}`,
    `--service-sid=${String(serviceSid)}`,
  ];
  return new UserError(
    [
      `Set in ${nameOfEnvironment(environment)} and empty in ${envFile}: ${names}.`,
      'A deploy leaves them set, so the Function would run with other variables than were rehearsed.',
      'Nothing has been deployed. To deploy and unset them:',
      '',
      `  ${commandLine('deploy', ['--unset', ...options])}`,
      '',
      // twilio-run takes a key on its command line only, where every user of the machine can read it.
      ...(apiKey
        ? ['Or unset them alone in the Console, among the variables of the service.']
        : [
            'Or unset them alone, with ACCOUNT_SID and AUTH_TOKEN in .env:',
            '',
            ...emptied.map(({ key }) => `  npx twilio-run env unset ${[`--key=${key}`, ...where].join(' ')}`),
          ]),
    ].join('\n'),
  );
}

/** @throws {UserError} if Twilio refuses, fails or cannot be reached */
export async function unset(
  client: Twilio,
  { serviceSid, environmentSid }: { readonly serviceSid: string; readonly environmentSid: string },
  emptied: readonly RemoteVariable[],
): Promise<void> {
  const { variables } = client.serverless.v1.services(serviceSid).environments(environmentSid);
  for (const { sid, key } of emptied) await ask(`unset ${key}`, variables(sid).remove());
}
