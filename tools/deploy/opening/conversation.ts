import type { Twilio } from 'twilio';
import type { Conversation, FunctionContext } from '../../../src';
import { FUNCTIONS } from '../../build/bundle';
import { LoadError, askConversations } from '../../cli/conversations';
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

/**
 * Refuses another conversation than the Function's. The Function could not go on with what that one remembers.
 *
 * @param asked the conversation that the shell names, if it names one
 * @param chosenBy the variables that choose the Function's
 * @param phone the URL of the phone beside the Function
 * @throws {UserError} if they are not the same
 */
export async function refuseAnother(
  asked: string | undefined,
  { CONVERSATION, EXAMPLE }: Readonly<Record<string, string>>,
  phone: string,
): Promise<void> {
  if (!asked || asked === CONVERSATION) return;
  const served =
    EXAMPLE === undefined ? (CONVERSATION ?? (await usualConversation())) : `the example ${EXAMPLE}`;
  if (served === undefined || served === asked) return;
  throw new UserError(
    `Nothing was sent: CONVERSATION=${asked}, and the Function beside the phone at ${phone} answers with ${served}. Leave CONVERSATION out, or start the Function with it: CONVERSATION=${asked} npm start`,
  );
}

/** The default one; `undefined` if the conversations cannot be loaded. Loading them says why. */
async function usualConversation(): Promise<string | undefined> {
  try {
    return (await askConversations(FUNCTIONS.project, {})).chosen;
  } catch (error) {
    if (error instanceof LoadError) return undefined;
    throw error;
  }
}
