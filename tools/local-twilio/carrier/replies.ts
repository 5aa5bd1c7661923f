import { LIMITS } from '../limits';
import { isAddress } from './address';
import type { Pair } from './pair';
import { segmentsOf, type Segments } from './segments';
import { problem, type Problem } from './twilio-errors';
import type { TwimlMessage } from './twiml';

/** A message that reaches a phone. */
export interface Reply extends Pair, Segments {
  readonly body: string;
  /** URLs. */
  readonly media: readonly string[];
}

/** Checks whether a message may be sent now, and gives the problem if not. */
export type Gate = (reply: Pair) => Problem | undefined;

/**
 * Divides the webhook's messages into those that Twilio sends, and a problem for each that it does not send.
 *
 * @param pair the addresses of a message that has no `to` or `from` of its own
 */
export function send(
  messages: readonly TwimlMessage[],
  pair: Pair,
  gate: Gate,
): { replies: Reply[]; problems: Problem[] } {
  const replies: Reply[] = [];
  const problems: Problem[] = [];
  for (const message of messages.slice(0, LIMITS.replies.value)) {
    const reply = replyOf(message, pair);
    const found = flawOf(reply) ?? gate(reply);
    if (found) problems.push(found);
    else replies.push(reply);
  }
  if (messages.length > LIMITS.replies.value) {
    problems.push(
      problem(
        14109,
        `There are ${messages.length} replies to one message. The first ${LIMITS.replies.value} are sent.`,
      ),
    );
  }
  return { replies, problems };
}

function replyOf({ body, media, to = '', from = '' }: TwimlMessage, pair: Pair): Reply {
  const address = to || pair.to;
  return {
    body,
    media,
    to: address,
    from: from || pair.from,
    ...segmentsOf(body, { media: media.length, address }),
  };
}

function flawOf({ body, media, to, from }: Reply): Problem | undefined {
  if (!isAddress(to)) return problem(14101, `${JSON.stringify(to)} is no number to text.`);
  if (!isAddress(from)) return problem(14102, `${JSON.stringify(from)} is no number to text from.`);
  if (body.trim() === '' && media.every((url) => url === '')) return problem(14103, 'A <Message> is empty.');
  const odd = media.find((url) => !/^https?:\/\//i.test(url));
  if (odd !== undefined) return problem(21620, `${JSON.stringify(odd)} is no http or https URL.`);
  if (body.length > LIMITS.text.value) {
    return problem(14103, `A <Message> has ${body.length} characters, and ${LIMITS.text.value} are allowed.`);
  }
  if (media.length > LIMITS.media.value)
    return problem(21623, `A <Message> has ${media.length} pictures or files.`);
  return undefined;
}
