import { redirectIn, type Conversation, type Outgoing, type Redirect, type Turn } from '../conversation';
import { LoggableError } from '../log';
import { MAX_MEDIA, MAX_REPLIES, MAX_TEXT } from './limits';
import { splitText } from './split-text';

/** What XML 1.0 (section 2.2) cannot carry at all, escaped or not; twilio's MessagingResponse throws on it. */
// eslint-disable-next-line no-control-regex -- the control characters are what it is about
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * The same conversation, which throws if a turn's replies are malformed. Plain JavaScript can return such
 * replies. They are rejected here, before a store keeps the turn's state.
 *
 * A redirect to the Function itself is rejected, too: it would only give the same redirect again. So is one that is
 * not absolute, which could lead there.
 *
 * @param own the Function's URL, without its protocol: `demo-1234.twil.io/sms`
 * @throws {LoggableError}
 */
export function sayable<State>(conversation: Conversation<State>, own: string): Conversation<State> {
  const check = (turn: Turn<State>) => {
    const replies: unknown = turn.replies;
    if (Array.isArray(replies) && replies.every((reply) => isOutgoing(reply, own))) return turn;
    throw new LoggableError(
      `a turn of ${conversation.name} has replies that are no list of texts, pictures and redirects to URLs elsewhere`,
    );
  };
  return {
    ...conversation,
    turn(...heard) {
      const turn = conversation.turn(...heard);
      return 'then' in turn ? turn.then(check) : check(turn);
    },
  };
}

function isOutgoing(reply: unknown, own: string): reply is Outgoing {
  if (typeof reply === 'string') return true;
  if (typeof reply !== 'object' || reply === null) return false;
  const { media, body = '', redirect } = reply as { [Key in keyof Redirect]?: unknown };
  if (typeof redirect === 'string') return leadsElsewhere(redirect, own);
  return typeof body === 'string' && Array.isArray(media) && media.every((url) => typeof url === 'string');
}

function leadsElsewhere(redirect: string, own: string): boolean {
  if (!URL.canParse(redirect)) return false;
  const { host, pathname } = new URL(redirect);
  return host + pathname !== own;
}

interface Part {
  text: string;
  media: readonly string[];
}

/**
 * Writes replies as TwiML that Twilio accepts, whatever they hold: what XML cannot carry becomes
 * U+FFFD, a long text or more than ten pictures go on in a further message, and an empty reply
 * sends none. A redirect comes last, because Twilio ignores what follows it.
 *
 * @param warn hears of each thing that could not be sent at all, without what it was
 */
export function toTwiml(replies: readonly Outgoing[], warn: (what: string) => void): string {
  const response = new Twilio.twiml.MessagingResponse();
  let messages = 0;
  for (const { text, media } of partsOf(replies, warn)) {
    if (++messages > MAX_REPLIES) {
      warn(`the messages after the first ${MAX_REPLIES} were cut: Twilio sends no more for one`);
      break;
    }
    if (media.length === 0) {
      response.message(text);
    } else {
      const message = response.message({}, '');
      if (text) message.body(text);
      for (const url of media) message.media(url);
    }
  }
  const redirect = redirectIn(replies);
  if (redirect) response.redirect({ method: 'POST' }, redirect);
  return response.toString();
}

/** The messages to send, each made when it is asked for: what is past the tenth is not worked on. */
function* partsOf(replies: readonly Outgoing[], warn: (what: string) => void): Generator<Part, void> {
  for (const reply of replies) {
    const { body = '', media = [] } = typeof reply === 'string' ? { body: reply } : reply;
    const texts = splitText(body.toWellFormed().replace(NOT_XML, '\ufffd'), MAX_TEXT);
    const urls = urlsOf(media, warn);
    for (;;) {
      const { value: text } = texts.next();
      const some = urls.splice(0, MAX_MEDIA);
      if (text === undefined && some.length === 0) break;
      yield { text: text ?? '', media: some };
    }
  }
}

/** Twilio fetches pictures over http and https. */
function urlsOf(media: readonly string[], warn: (what: string) => void): string[] {
  return media.flatMap((url) => {
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url).href;
    warn('a picture was cut: its URL is not one of http or https');
    return [];
  });
}
