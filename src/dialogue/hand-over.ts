import type { Variables } from '../choose-by-variable';
import { LoggableError } from '../log';
import { refuseCarrierKeyword, type Allowed } from '../twilio/opt-out-words';
import { normalizeWord } from '../word';
import { Verb } from './verb';

/**
 * Hands the conversation over to somebody else: a person in Studio or Flex, or any other webhook. The
 * message that is being answered, and each one after it, is passed on there with TwiML's `<Redirect>`.
 * What was said before it in the same turn is sent first. Until the sender texts the word, STOP is heard, but no
 * keyword, BACK, RESTART or EXIT. After the word the script goes on. BACK does not go behind a hand-over.
 *
 *     yield* say('A colleague will answer you here. Text RESUME when you are done.');
 *     yield* handOver('https://webhooks.twilio.com/v1/Accounts/AC…/Flows/FW…', { until: 'RESUME' });
 *
 * The dialogue has to say so in its options, `{ handsOver: true }`, and a cookie cannot hold it.
 *
 * @param url of https. On this machine it may be http, which Twilio could not reach.
 * @throws {LoggableError} for another URL, and for a word that is empty or that Twilio itself acts on.
 *   Neither is quoted: a URL may hold a token.
 */
export function handOver<const Word extends string>(
  url: string,
  { until }: { readonly until: Word & Allowed<Word> },
): Verb<void> {
  refuseCarrierKeyword(until, 'the word that ends a hand-over');
  if (normalizeWord(until) === '') throw new LoggableError('handOver() takes a word that ends it: until');
  if (!isReachable(url)) throw new LoggableError('handOver() takes an absolute https URL');
  return new Verb({ kind: 'handOver', url: new URL(url).href, until });
}

/**
 * The URL that a variable holds. If it holds none, `npm start` and a deploy fail, before a sender meets it:
 *
 *     support: (context) => support(webhookUrl(context, 'SUPPORT_FLOW')),
 *
 * @throws {LoggableError} if it is empty, or {@link handOver} would not take it
 */
export function webhookUrl(variables: Variables, name: string): string {
  const url = variables[name];
  if (typeof url === 'string' && isReachable(url)) return url;
  throw new LoggableError(`${name} is ${url ? 'no absolute https URL' : 'not set'}`);
}

function isReachable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(hostname));
}
