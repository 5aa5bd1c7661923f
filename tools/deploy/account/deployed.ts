import type { Twilio } from 'twilio';
import { commandLine } from '../../cli/command-line';
import { UserError } from '../../cli/user-error';
import { ask } from './account';
import type { Plan } from '../twilio-run/twilio-run';
import { webhookPath } from './webhook-path';

/** An environment of a service at Twilio. */
export interface Deployed {
  readonly serviceSid: string;
  readonly environmentSid: string;
  /** As in `sms-conversations-1234-dev.twil.io`. */
  readonly domain: string;
  /** `undefined` if nothing has been deployed to it. */
  readonly buildSid: string | undefined;
}

/** What a deploy goes to. */
type Destination = Pick<Plan, 'serviceName' | 'serviceSid' | 'environment'>;

/**
 * Finds what a deploy goes to, as `twilio-run` does: the service by its name, the environment by its
 * suffix, or either by its SID.
 *
 * @returns `undefined` if nothing has ever been deployed there
 * @throws {UserError} if Twilio refuses, fails or cannot be reached
 */
export async function findDeployed(
  client: Twilio,
  { serviceName, serviceSid: givenSid, environment }: Destination,
): Promise<Deployed | undefined> {
  const serviceSid = givenSid ?? (await findService(client, serviceName));
  if (serviceSid === undefined) return undefined;
  const environments = await ask(
    `read the environments of the service ${serviceSid}${givenSid === undefined ? '' : ', which .twiliodeployinfo or an option names'}`,
    client.serverless.v1.services(serviceSid).environments.list(),
  );
  const found = environments.find(
    // The suffix is null if there is none, although the package's types say it is a string.
    ({ sid, domainSuffix }) => sid === environment || ((domainSuffix as string | null) ?? '') === environment,
  );
  if (found === undefined) return undefined;
  const buildSid = found.buildSid as string | null;
  return { serviceSid, environmentSid: found.sid, domain: found.domainName, buildSid: buildSid ?? undefined };
}

/** @returns the SID of the service with that name, if the account has one */
export async function findService(client: Twilio, name: string): Promise<string | undefined> {
  const services = await ask('read the services of the account', client.serverless.v1.services.list());
  return services.find(({ uniqueName }) => uniqueName === name)?.sid;
}

/**
 * Finds the URL of the deployed Function that Twilio is to text.
 *
 * @param path the Function asked for; see {@link webhookPath}
 * @param options the options of a deploy that goes there. The error advises them.
 * @throws {UserError} if nothing is deployed there, or no such Function, or Twilio refuses or fails
 */
export async function findWebhook(
  client: Twilio,
  destination: Destination,
  path: string | undefined,
  options: readonly string[],
): Promise<string> {
  const deployed = await findDeployed(client, destination);
  if (deployed?.buildSid === undefined) {
    const { serviceSid, serviceName, environment } = destination;
    const where = `${serviceSid ?? serviceName}, ${nameOfEnvironment(environment)}`;
    throw new UserError(`Nothing is deployed to ${where}. Deploy first: ${commandLine('deploy', options)}`);
  }
  const build = await ask(
    'read what is deployed',
    client.serverless.v1.services(deployed.serviceSid).builds(deployed.buildSid).fetch(),
  );
  return `https://${deployed.domain}${webhookPath(build.functionVersions, path)}`;
}

/** @param environment a suffix, `''` for none, or a SID */
export function nameOfEnvironment(environment: string): string {
  return environment === '' ? 'production' : `the environment ${environment}`;
}
