import type { Twilio } from 'twilio';
import { ask } from '../account/account';
import { NotDeployed, findDeployed, nameOfEnvironment } from '../account/deployed';
import type { Plan } from '../twilio-run/twilio-run';

/**
 * Lets an environment run an earlier build of its service. Variables are of the environment and no part of
 * a build: they stay as they are.
 *
 * https://www.twilio.com/docs/serverless/api/resource/deployment
 *
 * @returns the build that ran until now; the same where there was nothing to do
 * @throws {NotDeployed}
 * @throws {AccountError} also where the service has no such build
 */
export async function goBack(client: Twilio, plan: Plan, buildSid: string): Promise<string | undefined> {
  const deployed = await findDeployed(client, plan);
  if (deployed === undefined) {
    throw new NotDeployed(`Nothing has ever been deployed to ${nameOfEnvironment(plan.environment)}.`);
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
