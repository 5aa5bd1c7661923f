import type { Exchange, HeldCookie, Pair } from '../../local-twilio';

/** What the page and its server say to each other, as JSON. Times are milliseconds since 1970 on the carrier's clock. */

/** One text that was sent. */
export interface Sent {
  readonly at: number;
  readonly body: string;
  readonly media: readonly string[];
  /** The same message was delivered before. */
  readonly repeated: boolean;
}

/** A text, and what came of it. */
export interface Entry extends Sent {
  /** Counts up over all conversations. */
  readonly id: number;
  readonly exchange: Exchange;
}

/** What Twilio remembers of a pair. */
export interface Line extends Pair {
  readonly cookie: HeldCookie | null;
  readonly optedOut: boolean;
}

export interface Conversation extends Line {
  readonly entries: readonly Entry[];
  /** What the webhook has not answered yet. */
  readonly pending: readonly Sent[];
}

export interface Clock {
  readonly now: number;
  /** How far it is ahead of the real time, in milliseconds. */
  readonly ahead: number;
}

/** GET /phone: all there is, for a page that was just opened. */
export interface Everything {
  readonly webhook: string;
  /** Names by address. */
  readonly callers: Readonly<Record<string, string>>;
  readonly conversations: readonly Conversation[];
  readonly clock: Clock;
}

/** What changed through a request. */
export interface Change {
  readonly line: Line;
  readonly entries: readonly Entry[];
  readonly clock: Clock;
}

/** The body and the answer of each POST, by its path. */
export interface Posts {
  '/open': { ask: Pair; answer: Change };
  '/send': { ask: Pair & { body: string; media: readonly string[] }; answer: Change };
  '/send-together': { ask: Pair & { first: string; second: string }; answer: Change };
  '/repeat': { ask: Pair; answer: Change };
  /** Answers when what is under way is answered, with all that was sent since. */
  '/settle': { ask: Pair & { since: number }; answer: Change };
  '/forget': { ask: Pair; answer: Change };
  /** Every cookie may be gone after it, so all lines come back. */
  '/forward': { ask: { milliseconds: number }; answer: { lines: readonly Line[]; clock: Clock } };
  /** A picture in base64, to be sent later by its URL. */
  '/picture': { ask: { type: string; base64: string }; answer: { url: string } };
}

/** The answer of a request that was refused. */
export interface Refusal {
  readonly error: string;
}
