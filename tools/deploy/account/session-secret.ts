import type { Twilio } from 'twilio';
import { ask } from './account';
import { findDeployed, nameOfEnvironment } from './deployed';
import type { Plan } from '../twilio-run/twilio-run';

/** A deploy would replace a secret that is needed for what is remembered today. */
export class ForgetsEverybody extends Error {
  override readonly name = 'ForgetsEverybody';
}

/**
 * Sees that whoever is in a conversation now will be remembered after the deploy: the secret that
 * seals there today has to be among those that will open. In Twilio Sync every secret names the
 * documents that were written while it was the first, for as long as they last.
 *
 * @param show whether the message may hold the secrets, because only their owner reads it: a terminal
 *   is read by a person, the log of a build by many
 * @throws {ForgetsEverybody} which says what to put into `.env`
 * @throws {AccountError}
 */
export async function keepSessionSecret(client: Twilio, plan: Plan, show: boolean): Promise<void> {
  const deployed = await findDeployed(client, plan);
  if (deployed === undefined) return;
  const variables = await ask(
    'read the variables of the environment',
    client.serverless.v1.services(deployed.serviceSid).environments(deployed.environmentSid).variables.list(),
  );
  const there = split(variables.find(({ key }) => key === 'SESSION_SECRET')?.value);
  const inSync = plan.variables.SESSION_STORE === 'sync';
  const opening = split(plan.variables.SESSION_SECRET);
  const lost = (inSync ? there : there.slice(0, 1)).filter((secret) => !opening.includes(secret));
  if (lost.length === 0) return;
  const where = capitalised(nameOfEnvironment(plan.environment));
  throw new ForgetsEverybody(
    [
      ...(opening.some((secret) => there.includes(secret)) && inSync
        ? [
            `${where} has a secret in SESSION_SECRET that your .env does not have, and with SESSION_STORE=sync each may name documents.`,
            'This deploy would drop it, and everybody whose document it names would be forgotten. Nothing has been deployed.',
          ]
        : [
            `${where} has another SESSION_SECRET than your .env: somebody deployed from another machine.`,
            'This deploy would replace it, and everybody in a conversation would be forgotten. Nothing has been deployed.',
          ]),
      '',
      ...(show
        ? [
            'To keep them, let .env say this, yours first and the other after it:',
            `SESSION_SECRET=${[...opening, ...lost].join(',')}`,
          ]
        : [
            'To keep them, let SESSION_SECRET be <yours>,<the other>. Read the other in the Console, among the',
            'variables of the service; it is shown here only where nobody but you reads along, in a terminal.',
          ]),
      '',
      'To forget them, deploy with --replace-secret.',
    ].join('\n'),
  );
}

function split(secrets = ''): string[] {
  return secrets
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
