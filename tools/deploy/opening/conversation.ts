import type { Twilio } from 'twilio';
import type { Conversation, FunctionContext } from '../../../src';
import { FUNCTIONS } from '../../build/bundle';
import { UserError } from '../../cli/user-error';
import { checkVariables } from '../../cli/variables';
import { installRuntime } from './runtime';

/**
 * The conversation that the Function answers with: that of an example, or the one that `CONVERSATION` names.
 *
 * @throws {UserError} if it cannot be loaded, or a variable cannot be used
 * @throws {BundleError} if it does not compile
 */
export async function loadConversation(
  variables: Readonly<Record<string, string>>,
  client: Twilio,
): Promise<Conversation<unknown>> {
  installRuntime(FUNCTIONS.project, client);
  if (variables.EXAMPLE !== undefined) return (await import('../../../examples')).exampleFor(variables)();
  const { unusable, failure } = await checkVariables(FUNCTIONS.project, variables);
  const flaw = unusable[0] ?? failure;
  if (flaw !== undefined) throw new UserError(flaw);
  // In the cloud, variables are in the environment as well.
  Object.assign(process.env, variables);
  const { chosenConversation } = await import('../../../conversations');
  return chosenConversation({ ...variables, getTwilioClient: () => client } as FunctionContext);
}
