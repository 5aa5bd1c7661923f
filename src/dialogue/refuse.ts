import { defaultKeyword } from '../carrier-keywords';
import { LoggableError } from '../log';

/**
 * Refuses a word that people would be told to text, where Twilio acts on it before we hear of it.
 *
 * @param role what the word was to be: `an option`
 * @throws {LoggableError}
 */
export function refuseCarrierKeyword(word: string, role: string): void {
  const keyword = defaultKeyword(word);
  if (keyword === undefined) return;
  const acts = {
    STOP: 'unsubscribes whoever texts it',
    START: 'subscribes whoever texts it',
    HELP: 'answers it',
  };
  throw new LoggableError(
    `${word} cannot be ${role}: Twilio itself ${acts[keyword]}, before the conversation hears of it. Choose another word.`,
  );
}
