import { splitSecrets } from '../../../src/session/secrets';
import { UserError } from '../../cli/user-error';
import { nameOfEnvironment } from './deployed';
import type { Plan } from '../twilio-run/twilio-run';

/** The secrets of one deploy. */
interface Secrets {
  /** The secrets in `SESSION_SECRET`. The first one seals, and all of them open. */
  readonly opening: readonly string[];
  /** The secret that names documents and makes ids. */
  readonly id: string | undefined;
}

/**
 * Refuses a deploy that would forget people who are in a conversation now. During a deploy, instances with
 * the older variables answer beside instances with the newer ones. Therefore:
 *
 * - The first secret of `SESSION_SECRET` has to be deployed already. Otherwise the older instances could
 *   not open what the newer ones seal.
 * - The secret that seals at Twilio now has to be among ours. A store on a server remembers people for
 *   long. There, all secrets that are at Twilio now have to be among ours.
 * - The secret that names documents and makes ids has to stay the same.
 *
 * @param deployed the variables that are at Twilio now
 * @param show whether the message may hold secrets. It may in a terminal, which only their owner reads. It
 *   may not in a CI log, which many people can read.
 * @param say hears of secrets that a deploy adds. An older `.env` has the same form as the first step of a
 *   rotation, so it cannot be refused. It never hears a secret.
 * @throws {UserError} if people would be forgotten; the message says what to put into `.env`
 */
export function keepSessionSecret(
  plan: Pick<Plan, 'environment' | 'variables'>,
  deployed: readonly { readonly key: string; readonly value: string }[],
  show: boolean,
  say: (text: string) => void,
): void {
  const valueOf = (name: string) => deployed.find(({ key }) => key === name)?.value;
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
  if (reason === undefined) {
    const added = here.opening.filter((secret) => !there.opening.includes(secret)).length;
    if (added > 0) say(describeAdded(added, where));
    return;
  }
  throw new UserError(
    [
      `${reason} Nothing has been deployed.`,
      '',
      ...(show ? howToKeep(there, here, lost) : howToKeepUnshown(there, here, lost)),
      '',
      'To forget them, deploy with --replace-secret.',
    ].join('\n'),
  );
}

function describeAdded(count: number, where: string): string {
  const secrets = count === 1 ? 'one secret' : `${count} secrets`;
  return `SESSION_SECRET has ${secrets} more than in ${where}, to open with. If you are not rotating, your .env is an older one.`;
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
  const { isFirstKnown, knowsNone } = compared(there, here);
  if (knowsNone) {
    return `Your .env has another SESSION_SECRET than what is deployed to ${where}. Everybody in a conversation would be forgotten.`;
  }
  if (!isFirstKnown) {
    return `The first secret of your SESSION_SECRET is new to ${where}. During the deploy, the instances that run there could not open what it seals. They would forget everybody who texts.`;
  }
  if (lost.length > 0) {
    return onServer
      ? `${capitalised(where)} has a secret in SESSION_SECRET that your .env does not have. It may have sealed documents that are still in the store. Those people would be forgotten.`
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
  return `ID_SECRET names documents and makes ids. If it is not set, the last secret of SESSION_SECRET does. Yours differs from the one in ${where}, so ${harm}.`;
}

/** The lines for `.env`. If the first secret is new, it takes two deploys. */
function howToKeep(there: Secrets, here: Secrets, lost: readonly string[]): string[] {
  const added = here.opening.filter((secret) => !there.opening.includes(secret));
  const id = there.id === here.id ? [] : [`ID_SECRET=${String(there.id)}`];
  const last = [`SESSION_SECRET=${[...here.opening, ...lost].join(',')}`, ...id];
  const { isFirstKnown, knowsNone } = compared(there, here);
  if (isFirstKnown) return ['To remember them, put this into .env:', ...last];
  return [
    ...(knowsNone
      ? [
          'To remember them, put what is deployed into .env:',
          `SESSION_SECRET=${there.opening.join(',')}`,
          ...id,
          'If yours is to take its place, deploy twice. Put this into .env for the first deploy:',
        ]
      : ['To remember them, deploy twice. Put this into .env for the first deploy:']),
    `SESSION_SECRET=${[...there.opening, ...added].join(',')}`,
    ...id,
    'And this for the second deploy, a minute after the first:',
    ...last,
  ];
}

/** The same without the secrets, because other people may read it. */
function howToKeepUnshown(there: Secrets, here: Secrets, lost: readonly string[]): string[] {
  const { isFirstKnown, knowsNone } = compared(there, here);
  const holdsAll = !isFirstKnown && lost.length === 0;
  return [
    ...(isFirstKnown
      ? lost.map(() => 'To remember them, set SESSION_SECRET=<yours>,<the deployed one>.')
      : []),
    ...(knowsNone ? ['To remember them, set SESSION_SECRET=<the deployed one>.'] : []),
    ...(holdsAll
      ? [
          'Your SESSION_SECRET holds what is deployed already, but not as its first. To remember them, deploy twice:',
          'first with what is deployed moved to its front, and a minute later as it is now.',
        ]
      : []),
    ...(!isFirstKnown && !holdsAll
      ? [
          `${knowsNone ? 'If yours is to take its place' : 'To remember them'}, deploy twice: first with SESSION_SECRET=<the deployed one>,<yours>,`,
          'and a minute later with SESSION_SECRET=<yours>,<the deployed one>.',
        ]
      : []),
    ...(there.id === here.id
      ? []
      : [
          'Set ID_SECRET to the deployed one, or if there is none, to the last of the deployed SESSION_SECRET.',
        ]),
    'The Console shows the deployed secrets among the variables of the service. They are shown here only in',
    'a terminal, which nobody else reads.',
  ];
}

function compared({ opening: there }: Secrets, { opening: [first = '', ...others] }: Secrets) {
  const isFirstKnown = there.includes(first);
  return { isFirstKnown, knowsNone: !isFirstKnown && !others.some((secret) => there.includes(secret)) };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
