import type { Twilio } from 'twilio';
import { ask } from '../account/account';
import { findDeployed, nameOfEnvironment } from '../account/deployed';
import { UserError } from '../../cli/user-error';
import type { Plan } from '../twilio-run/twilio-run';

/**
 * Lets an environment run an earlier build of its service. Variables belong to the environment and not to a
 * build, so they stay as they are.
 *
 * https://www.twilio.com/docs/serverless/api/resource/deployment
 *
 * @returns the build that ran until now; the same build if it runs already
 * @throws {UserError} if there is no such environment or build, or Twilio refuses, fails or cannot be reached
 */
export async function goBack(client: Twilio, plan: Plan, buildSid: string): Promise<string | undefined> {
  const deployed = await findDeployed(client, plan);
  if (deployed === undefined) {
    throw new UserError(`Nothing has ever been deployed to ${nameOfEnvironment(plan.environment)}.`);
  }
  if (deployed.buildSid === buildSid) return buildSid;
  const service = client.serverless.v1.services(deployed.serviceSid);
  await ask(`find the build ${buildSid}`, service.builds(buildSid).fetch());
  await ask(
    `go back to the build ${buildSid}`,
    service.environments(deployed.environmentSid).deployments.create({ buildSid }),
  );
  return deployed.buildSid;
}
