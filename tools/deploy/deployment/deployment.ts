import type { Twilio } from 'twilio';
import { connect, type Access } from '../account/account';
import { findWebhook, nameOfEnvironment } from '../account/deployed';
import { keepSessionSecret } from '../account/session-secret';
import { commandLine } from '../../cli/command-line';
import type { RehearsalOptions, Rehearsal } from '../rehearsal/rehearsal';
import { report } from '../rehearsal/report';
import { TwilioRun, type Plan } from '../twilio-run/twilio-run';
import { describeChanges } from './changes';
import { emptiedVariables, stillSet, unset } from './emptied';
import { readEnvironment, type Environment } from './environment';
import { placeAgain } from './place';

export interface DeploymentOptions extends Pick<RehearsalOptions, 'project' | 'args' | 'path'> {
  /** Replaces a secret that is deployed and not among ours. */
  readonly replaceSecret: boolean;
  /** Unsets variables that are empty here. */
  readonly unset: boolean;
  /** Whether only the owner reads what is said, so that it may hold secrets. */
  readonly isPrivate: boolean;
  readonly rehearse: (options: RehearsalOptions) => Promise<Rehearsal>;
  /** Whether the output of twilio-run is shown as it comes; else it is in its error. */
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

/** There is a service of that name, and nothing says that it is this project's. */
export class ServiceExists extends Error {
  override readonly name = 'ServiceExists';
}

/**
 * Rehearses a deploy, and does it where nothing was found. Before anything is changed it sees that nobody is
 * forgotten, and that no variable runs with another value than it was rehearsed with.
 *
 * @returns `undefined` where something was found, which it has said
 * @throws {AccountError}
 * @throws {TwilioRunRefused}
 * @throws {ServiceExists}
 * @throws {ForgetsEverybody}
 * @throws {StillSet}
 * @throws {NotDeployed}
 * @throws {UnknownPath}
 */
export async function deploy(options: DeploymentOptions): Promise<Deployment | undefined> {
  const { project, args, path, say } = options;
  const { plan, findings, ...rehearsal } = await options.rehearse({
    project,
    args,
    path,
    // Credentials come first: who has none yet should not wait to hear it.
    hearPlan: (heard) => (options.connect ?? connect)(heard),
  });
  say(`${report({ plan, findings, ...rehearsal })}\n`);
  if (plan === undefined || findings.length > 0) return undefined;
  const client = (options.connect ?? connect)(plan);
  const again = placeAgain(plan, args, path);
  const before = await readEnvironment(client, plan);
  refuseOthersService(plan, before, again);
  if (!options.replaceSecret) await keepSessionSecret(client, plan, options.isPrivate);
  const emptied = emptiedVariables(plan, before);
  if (emptied.length > 0 && !options.unset) throw stillSet(emptied, before, plan, again);
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

/** @throws {ServiceExists} */
function refuseOthersService(plan: Plan, { serviceSid }: Environment, again: readonly string[]): void {
  if (plan.serviceSid !== undefined || serviceSid === undefined || plan.mayOverride) return;
  throw new ServiceExists(
    [
      `The account has a service ${plan.serviceName} already (${serviceSid}). Nothing has been deployed.`,
      'If it is this project, deployed from elsewhere:',
      '',
      `  ${commandLine('deploy', [...again, '--override-existing-project'])}`,
      '',
      'If it is another, deploy this one under another name:',
      '',
      `  ${commandLine('deploy', [...again.filter((option) => !option.startsWith('--service-name')), '--service-name=<name>'])}`,
    ].join('\n'),
  );
}

/** @throws {TwilioRunRefused} after it has said what has changed */
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
        ? ['What it has changed cannot be told.', after.message]
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
