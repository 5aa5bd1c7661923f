import type { Twilio } from 'twilio';
import { ask } from '../account/account';
import { findDeployed, findService, type Deployed } from '../account/deployed';
import type { Plan } from '../twilio-run/twilio-run';

/** A variable of an environment, as it is at Twilio. */
export interface RemoteVariable {
  readonly sid: string;
  readonly key: string;
  readonly value: string;
}

/** What a deploy finds at Twilio. */
export interface Environment {
  /** `undefined` if there is no such service yet. */
  readonly serviceSid: string | undefined;
  /** `undefined` if there is no such environment yet. */
  readonly deployed: Deployed | undefined;
  readonly variables: readonly RemoteVariable[];
}

/** @throws {UserError} if Twilio refuses, fails or cannot be reached */
export async function readEnvironment(client: Twilio, plan: Plan): Promise<Environment> {
  const serviceSid = plan.serviceSid ?? (await findService(client, plan.serviceName));
  if (serviceSid === undefined) return { serviceSid, deployed: undefined, variables: [] };
  const deployed = await findDeployed(client, { ...plan, serviceSid });
  if (deployed === undefined) return { serviceSid, deployed, variables: [] };
  const variables = await ask(
    'read the variables of the environment',
    client.serverless.v1.services(serviceSid).environments(deployed.environmentSid).variables.list(),
  );
  return { serviceSid, deployed, variables };
}
