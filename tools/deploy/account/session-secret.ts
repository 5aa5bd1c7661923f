import type { Twilio } from 'twilio';
import { splitSecrets } from '../../../src/session/secrets';
import { ask } from './account';
import { findDeployed, nameOfEnvironment } from './deployed';
import type { Plan } from '../twilio-run/twilio-run';

/** A deploy would replace a secret that is needed for what is remembered today. */
export class ForgetsEverybody extends Error {
  override readonly name = 'ForgetsEverybody';
}

/** The secrets of one deploy. */
interface Secrets {
  /** `SESSION_SECRET`: the first seals, all open. */
  readonly opening: readonly string[];
  /** What names documents and gives ids. */
  readonly id: string | undefined;
}

/**
 * Sees that everybody who is in a conversation now is remembered during the deploy and after it. Until
 * the deploy is through, instances with the older variables answer beside those with the newer ones:
 *
 * - The first of `SESSION_SECRET` has to be deployed already. The older instances could not open what
 *   another one seals.
 * - The one that seals there today has to be among those that open. In a store on a server, where
 *   people are remembered for long, so has each of the others.
 * - What names documents and gives ids stays the same.
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
  const valueOf = (name: string) => variables.find(({ key }) => key === name)?.value;
  const there = secretsOf(valueOf('SESSION_SECRET'), valueOf('ID_SECRET'));
  const here = secretsOf(plan.variables.SESSION_SECRET, plan.variables.ID_SECRET);
  if (there.opening.length === 0) return;
  const onServer = ['sync', 'redis'].includes(plan.variables.SESSION_STORE ?? '');
  const needed = onServer ? there.opening : there.opening.slice(0, 1);
  const lost = needed.filter((secret) => !here.opening.includes(secret));
  const where = nameOfEnvironment(plan.environment);
  const reason =
    reasonOfSessionSecret(there, here, lost, onServer, where) ??
    reasonOfIdSecret(there, here, onServer, where);
  if (reason === undefined) return;
  throw new ForgetsEverybody(
    [
      `${reason} Nothing has been deployed.`,
      '',
      ...(show ? howToKeep(there, here, lost) : howToKeepUnshown(there, here, lost)),
      '',
      'To forget them, deploy with --replace-secret.',
    ].join('\n'),
  );
}

function secretsOf(sessionSecret: string | undefined, idSecret = ''): Secrets {
  const opening = splitSecrets(sessionSecret);
  return { opening, id: idSecret.trim() || opening.at(-1) };
}

function reasonOfSessionSecret(
  there: Secrets,
  here: Secrets,
  lost: readonly string[],
  onServer: boolean,
  where: string,
): string | undefined {
  const [sealing = ''] = here.opening;
  if (!here.opening.some((secret) => there.opening.includes(secret))) {
    return `${capitalised(where)} has another SESSION_SECRET than your .env: somebody deployed from another machine. Everybody in a conversation would be forgotten.`;
  }
  if (!there.opening.includes(sealing)) {
    return `The first secret of your SESSION_SECRET is new to ${where}. While you deploy, the instances that run there could not open what it seals, and would forget those who text.`;
  }
  if (lost.length > 0) {
    return onServer
      ? `${capitalised(where)} has a secret in SESSION_SECRET that your .env does not have. In a store on a server it may have sealed what is still remembered, and those people would be forgotten.`
      : `${capitalised(where)} seals with a secret that your SESSION_SECRET does not have. Everybody in a conversation would be forgotten.`;
  }
  return undefined;
}

function reasonOfIdSecret(
  there: Secrets,
  here: Secrets,
  onServer: boolean,
  where: string,
): string | undefined {
  if (there.id === here.id) return undefined;
  const harm = onServer
    ? 'what is remembered would not be found'
    : 'an effect that runs again during the deploy would get another key';
  return `ID_SECRET names documents and gives ids, or without it the last of SESSION_SECRET does. That would be another one than in ${where}, and ${harm}.`;
}

/** The lines for `.env`. Where the first secret is new, that takes two deploys. */
function howToKeep(there: Secrets, here: Secrets, lost: readonly string[]): string[] {
  const [sealing = ''] = here.opening;
  const added = here.opening.filter((secret) => !there.opening.includes(secret));
  const id = there.id === here.id ? [] : [`ID_SECRET=${String(there.id)}`];
  const last = `SESSION_SECRET=${[...here.opening, ...lost].join(',')}`;
  if (there.opening.includes(sealing)) return ['To keep them, let .env say this:', last, ...id];
  return [
    'To keep them takes two deploys. Let .env say this for the first one:',
    `SESSION_SECRET=${[...there.opening, ...added].join(',')}`,
    ...id,
    'And this for the second one, a minute after the first:',
    last,
    ...id,
  ];
}

/** The same where others read along. */
function howToKeepUnshown(there: Secrets, here: Secrets, lost: readonly string[]): string[] {
  const [sealing = ''] = here.opening;
  return [
    ...(there.opening.includes(sealing)
      ? lost.map(() => 'To keep them, let SESSION_SECRET be <yours>,<the other>.')
      : [
          'To keep them, deploy twice: first with SESSION_SECRET=<the one that is there>,<yours>, and then',
          'with SESSION_SECRET=<yours>,<the one that is there>.',
        ]),
    ...(there.id === here.id
      ? []
      : ['Let ID_SECRET be the one that is there, or else its last SESSION_SECRET.']),
    'Read those that are there in the Console, among the variables of the service. They are shown here only',
    'where nobody but you reads along, in a terminal.',
  ];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
