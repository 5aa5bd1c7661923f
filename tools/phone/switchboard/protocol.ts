import type {
  Exchange,
  HeldCookie,
  OutgoingMessage,
  Pair,
  Parameters,
  Problem,
  Reply,
} from '../../local-twilio';
import type { Insight } from './insight';

/**
 * What a phone and its switchboard say to each other, as JSON. Times are milliseconds since 1970 on the
 * carrier's clock.
 */

/** One text that was sent. */
export interface Sent {
  /** Counts up over all conversations, and goes on after a restart. */
  readonly id: number;
  readonly at: number;
  readonly body: string;
  readonly media: readonly string[];
  /** Parameters of the webhook that were set by hand. */
  readonly params: Parameters;
  /** The same message was delivered before. */
  readonly repeated: boolean;
  /** The replies in the run before, if the thread was run again. */
  readonly was?: readonly Reply[] | undefined;
}

/** A text, and what came of it. */
export interface Entry extends Sent {
  readonly exchange: Exchange;
  /** What the Function tells of its inside; `undefined` if it tells nothing, as in the cloud. */
  readonly insight: Insight | undefined;
}

/** A message of ours that answers no text: it was sent with the Messages API. */
export interface Unasked extends Pick<OutgoingMessage, 'body' | 'media'> {
  /** Counts up along with those of the texts. */
  readonly id: number;
  readonly at: number;
  readonly segments: number;
  /** Why it did not arrive. */
  readonly failed?: Problem;
}

/** A message of ours that is to go out later, at its time. */
export type Scheduled = Pick<OutgoingMessage, 'sid' | 'body' | 'media' | 'sendAt'>;

/** What Twilio remembers of a pair. */
export interface Line extends Pair {
  readonly cookie: HeldCookie | null;
  readonly optedOut: boolean;
}

export interface Conversation extends Line {
  /** Grows with everything that is sent. The conversation that was opened or texted last has the largest. */
  readonly touched: number;
  readonly entries: readonly Entry[];
  readonly unasked: readonly Unasked[];
  /** What is scheduled, the next one first. */
  readonly scheduled: readonly Scheduled[];
  /** What the webhook has not answered yet. */
  readonly pending: readonly Sent[];
}

export interface Clock {
  readonly now: number;
  /** How far it is ahead of the real time, in milliseconds. */
  readonly ahead: number;
}

/** What is served: the build of `npm start`, if it is one. */
export interface Build {
  /** When what is served was built, in milliseconds since 1970 of the real time. */
  readonly at: number;
  /** Why the build since then failed. */
  readonly failure?: string | undefined;
}

/** All there is. */
export interface Everything {
  /** Names the run of the server: another one after each start. */
  readonly run: string;
  readonly webhook: string;
  /** Names by address. */
  readonly callers: Readonly<Record<string, string>>;
  readonly conversations: readonly Conversation[];
  readonly clock: Clock;
  /** The webhook is started beside the phone, and is not ready for texts yet. */
  readonly starting: boolean;
  readonly build: Build | null;
  /** The variables that choose the conversation, such as CONVERSATION; `null` for another webhook than ours. */
  readonly chosenBy: Readonly<Record<string, string>> | null;
}

/** What has changed. The events of GET /events, of which the first is `everything`. */
export type Update =
  | { readonly everything: Everything }
  /** Of one conversation: `entries` holds those that are new or have changed; with `whole`, all of them. */
  | { readonly conversation: Conversation; readonly whole: boolean }
  | { readonly removed: Pair }
  | { readonly clock: Clock; readonly lines: readonly Line[] }
  | { readonly starting: boolean; readonly build: Build | null };

/** A text to send. */
export interface Text extends Pair {
  readonly body: string;
  /** URLs. */
  readonly media: readonly string[];
  readonly params: Parameters;
}

/** The body and the answer of each POST, by its path. */
export interface Posts {
  '/open': { ask: Pair; answer: Pair };
  /** Answers as soon as the text is on its way. */
  '/send': { ask: Text; answer: Accepted };
  '/send-together': { ask: Pair & { first: string; second: string }; answer: readonly Accepted[] };
  '/repeat': { ask: Pair; answer: Accepted };
  /** Sends all texts of a conversation again, from the beginning, one after the other. */
  '/run-again': { ask: Pair; answer: Done };
  /** Answers when the text is answered. */
  '/await': { ask: Accepted; answer: { entry: Entry; clock: Clock } };
  /** Loses the cookies. */
  '/forget': { ask: Pair; answer: Done };
  '/remove': { ask: Pair; answer: Done };
  '/forward': { ask: { milliseconds: number }; answer: Clock };
  /** Moves the clock to a time, which is not before the real one. Before its own, all cookies are lost. */
  '/go-to': { ask: { time: number }; answer: Clock };
  /** Sets the clock to the real time. All cookies are lost. */
  '/back-to-now': { ask: Done; answer: Clock };
  /** A picture in base64, to be sent later by its URL. */
  '/picture': { ask: { type: string; base64: string }; answer: { url: string } };
  /** Texts another webhook from now on. */
  '/webhook': { ask: { url: string }; answer: Done };
}

export interface Accepted {
  readonly id: number;
}

/** There is nothing to say. */
export type Done = Readonly<Record<string, never>>;

/** The answer of a request that was refused. */
export interface Refusal {
  readonly error: string;
}
