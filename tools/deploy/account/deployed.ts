import type { Twilio } from 'twilio';
import { commandLine } from '../../cli/command-line';
import { ask } from './account';
import type { Plan } from '../twilio-run/twilio-run';
import { webhookPath } from './webhook-path';

/** An environment of a service, as it is at Twilio. */
export interface Deployed {
  readonly serviceSid: string;
  readonly environmentSid: string;
  /** As in `sms-conversations-1234-dev.twil.io`. */
  readonly domain: string;
  /** `undefined` where nothing has been deployed to it. */
  readonly buildSid: string | undefined;
}

/** There is no Function to be texted. Its message says how to get one. */
export class NotDeployed extends Error {
  override readonly name = 'NotDeployed';
}

type Place = Pick<Plan, 'serviceName' | 'serviceSid' | 'environment'>;

/**
 * Finds where a deploy goes, as `twilio-run` does: the service by its name, the environment by its
 * suffix, or either by its SID.
 *
 * @returns `undefined` where it has never been deployed
 * @throws {AccountError}
 */
export async function findDeployed(client: Twilio, place: Place): Promise<Deployed | undefined> {
  const serviceSid = place.serviceSid ?? (await findService(client, place.serviceName));
  if (serviceSid === undefined) return undefined;
  const environments = await ask(
    `read the environments of the service ${serviceSid}${place.serviceSid === undefined ? '' : ', which .twiliodeployinfo or an option names'}`,
    client.serverless.v1.services(serviceSid).environments.list(),
  );
  const found = environments.find(
    // Twilio gives null for the environment without a suffix, against its own types.
    ({ sid, domainSuffix }) =>
      sid === place.environment || ((domainSuffix as string | null) ?? '') === place.environment,
  );
  if (found === undefined) return undefined;
  const buildSid = found.buildSid as string | null;
  return { serviceSid, environmentSid: found.sid, domain: found.domainName, buildSid: buildSid ?? undefined };
}

/** @returns its SID, where the account has a service of that name */
export async function findService(client: Twilio, name: string): Promise<string | undefined> {
  const services = await ask('read the services of the account', client.serverless.v1.services.list());
  return services.find(({ uniqueName }) => uniqueName === name)?.sid;
}

/**
 * The URL of the Function that Twilio is to text.
 *
 * @param path the Function asked for; see {@link webhookPath}
 * @param options that a deploy there takes, for the command that is advised
 * @throws {NotDeployed}
 * @throws {UnknownPath}
 * @throws {AccountError}
 */
export async function findWebhook(
  client: Twilio,
  place: Place,
  path: string | undefined,
  options: readonly string[],
): Promise<string> {
  const deployed = await findDeployed(client, place);
  if (deployed?.buildSid === undefined) {
    const where = `${place.serviceSid ?? place.serviceName}, ${nameOfEnvironment(place.environment)}`;
    throw new NotDeployed(`Nothing is deployed to ${where}. Deploy first: ${commandLine('deploy', options)}`);
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
