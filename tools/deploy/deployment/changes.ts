import { nameOfEnvironment } from '../account/deployed';
import type { Plan } from '../twilio-run/twilio-run';
import type { Environment } from './environment';

/**
 * Says what a failed deploy has changed all the same.
 *
 * A variable takes effect at once, also for the build that ran before:
 * https://www.twilio.com/docs/serverless/functions-assets/functions/variables
 */
export function describeChanges(
  { environment, serviceName }: Pick<Plan, 'environment' | 'serviceName'>,
  before: Environment,
  after: Environment,
): string[] {
  const where = nameOfEnvironment(environment);
  const running = after.deployed?.buildSid;
  const changed = after.variables
    .filter(({ key, value }) => before.variables.find((known) => known.key === key)?.value !== value)
    .map(({ key }) => key);
  return [
    ...(before.serviceSid === undefined && after.serviceSid !== undefined
      ? [`The service ${serviceName} has been made (${after.serviceSid}).`]
      : []),
    ...(before.deployed === undefined && after.deployed !== undefined
      ? [`In it, ${where} has been made.`]
      : []),
    running === undefined
      ? `Nothing runs in ${where}.`
      : running === before.deployed?.buildSid
        ? `The build that ran in ${where} still runs: ${running}.`
        : `The new build runs in ${where}: ${running}.`,
    changed.length > 0
      ? `These variables have changed already, and the build that runs uses them: ${changed.join(', ')}.`
      : 'No variable has changed.',
  ];
}
