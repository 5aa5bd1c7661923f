import type { Twilio } from 'twilio';
import { connect, type Access } from '../account/account';
import { findWebhook, nameOfEnvironment } from '../account/deployed';
import { keepSessionSecret } from '../account/session-secret';
import { commandLine } from '../../cli/command-line';
import { UserError } from '../../cli/user-error';
import type { RehearsalOptions, Rehearsal } from '../rehearsal/rehearsal';
import { report } from '../rehearsal/report';
import { TwilioRun, type Plan } from '../twilio-run/twilio-run';
import { describeChanges } from './changes';
import { emptiedVariables, stillSet, unset } from './emptied';
import { readEnvironment, type Environment } from './environment';
import { optionsAgain, overrideAgain } from './options-again';

export interface DeploymentOptions extends Pick<RehearsalOptions, 'project' | 'args' | 'path'> {
  /** Whether to replace a deployed secret that is not among ours. */
  readonly replaceSecret: boolean;
  /** Whether to unset at Twilio the variables that are empty here. */
  readonly unset: boolean;
  /** Whether messages may hold secrets, because only their owner reads them. */
  readonly isPrivate: boolean;
  readonly rehearse: (options: RehearsalOptions) => Promise<Rehearsal>;
  /** Whether to show the output of twilio-run as it comes. If not, its error holds the output. */
  readonly isShown?: boolean;
  readonly connect?: (access: Access) => Twilio;
  readonly say: (text: string) => void;
}

/** What is deployed now. */
export interface Deployment {
  readonly plan: Plan;
  /** The webhook. */
  readonly url: string;
  /** What ran before, if anything. */
  readonly previousBuild: string | undefined;
}

/**
 * Rehearses a deploy. If the rehearsal finds nothing wrong, it deploys.
 *
 * Before it changes anything, it makes sure that the deploy forgets no conversation, overwrites no other
 * project's service, and leaves no variable at Twilio that differs from the rehearsed one.
 *
 * @returns `undefined` if the rehearsal found something wrong, which it has said
 * @throws {UserError} if one of these is not so, or if Twilio or twilio-run refuses
 */
export async function deploy(options: DeploymentOptions): Promise<Deployment | undefined> {
  const { project, args, path, say } = options;
  const { plan, findings, ...rehearsal } = await options.rehearse({
    project,
    args,
    path,
    // Missing credentials are reported before the rehearsal takes its time.
    hearPlan: (heard) => (options.connect ?? connect)(heard),
  });
  say(`${report({ plan, findings, ...rehearsal })}\n`);
  if (plan === undefined || findings.length > 0) return undefined;
  const client = (options.connect ?? connect)(plan);
  const again = optionsAgain(plan, args, path);
  const before = await readEnvironment(client, plan);
  refuseOthersService(plan, before, again);
  if (!options.replaceSecret) keepSessionSecret(plan, before.variables, options.isPrivate, say);
  const emptied = emptiedVariables(plan, before);
  if (emptied.length > 0 && !options.unset) {
    throw stillSet(emptied, before, plan, [...again, ...overrideAgain(args)]);
  }
  await run(client, plan, before, options);
  try {
    if (before.deployed) await unset(client, before.deployed, emptied);
    const url = await findWebhook(client, plan, path, again);
    return { plan, url, previousBuild: before.deployed?.buildSid };
  } catch (error) {
    say(
      `\nIt is deployed: ${nameOfEnvironment(plan.environment)} runs the new build. But then something failed.`,
    );
    throw error;
  }
}

/** @throws {UserError} if there is a service of that name, and we do not know that it is this project's */
function refuseOthersService(plan: Plan, { serviceSid }: Environment, again: readonly string[]): void {
  if (plan.serviceSid !== undefined || serviceSid === undefined || plan.mayOverride) return;
  throw new UserError(
    [
      `The account has a service ${plan.serviceName} already (${serviceSid}). Nothing has been deployed.`,
      'If it is this project, deployed from another machine:',
      '',
      `  ${commandLine('deploy', [...again, '--override-existing-project'])}`,
      '',
      'If it is another project, deploy this one under another name:',
      '',
      `  ${commandLine('deploy', [...again.filter((option) => !option.startsWith('--service-name')), '--service-name=<name>'])}`,
    ].join('\n'),
  );
}

/** @throws {TwilioRunRefused} after saying what has changed at Twilio */
async function run(
  client: Twilio,
  plan: Plan,
  before: Environment,
  { project, args, isShown = true, say }: DeploymentOptions,
): Promise<void> {
  const twilioRun = new TwilioRun(project, isShown ? 'shown' : 'kept');
  try {
    await twilioRun.deploy(args, plan);
  } catch (error) {
    const after = await readEnvironment(client, plan).catch((unread: unknown) => unread as Error);
    const changes =
      after instanceof Error
        ? ['We cannot tell what it has changed.', after.message]
        : describeChanges(plan, before, after);
    say(['', 'The deploy failed.', ...changes].join('\n'));
    throw error;
  } finally {
    twilioRun.close();
  }
}

/** What to do next, and how to go back. */
export function whatNext({ plan, url, previousBuild }: Deployment, again: readonly string[]): string {
  return [
    '',
    `Deployed. The webhook is ${url}`,
    'Let a number of yours call it:',
    '',
    `  ${commandLine('attach', ['+1…', ...again])}`,
    ...(previousBuild === undefined
      ? []
      : [
          '',
          `Until now ${nameOfEnvironment(plan.environment)} ran the build ${previousBuild}. To go back to it:`,
          '',
          `  ${commandLine('deploy', [`--back-to=${previousBuild}`, ...again])}`,
        ]),
    '',
  ].join('\n');
}
