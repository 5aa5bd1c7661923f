import type { Variables } from '../choose-by-variable';
import type { Conversation, Message, Outgoing, ShellWords } from '../conversation';
import type { Due } from '../silence';
import type { Budget } from './budget';

/**
 * Keeps what a conversation remembers between two messages.
 *
 * The store drives the turn. It loads the session of the message's pair of numbers, takes the turn, and keeps the
 * new session. If another message came first, a store on a server takes the turn again from the newer state. The
 * cookie store takes it once.
 */
export interface SessionStore {
  /** @throws what the turn threw, or what keeps the state from being kept. Nothing has changed then. */
  take<State>(message: Message, conversation: Conversation<State>, options: TakeOptions): Promise<Taken>;
  /** Forgets the message's pair. */
  forget(message: Message, options: ForgetOptions): Promise<Taken>;
}

export interface ForgetOptions {
  /** When the message reached us. */
  readonly now: Date;
  /** When it has to be done, by `performance.now()`. */
  readonly end: number;
  /** Cancels what was to be sent to them. */
  readonly cancel?: (due: Due) => Promise<void>;
  /** Whether the sender gets no answer from now on, until they are forgotten once more. */
  readonly optsOut?: boolean;
}

/** What a store is given with a message. */
export interface TakeOptions {
  /** When it reached us. */
  readonly now: Date;
  /** When the answer has to be ready, by `performance.now()`. */
  readonly end: number;
  /** What the pair may use up in an hour; `false` for no limit. */
  readonly budget: Budget | false;
  /** What is said around the conversation. */
  readonly words: ShellWords;
  /** Is called for each call that the store makes to a service. */
  readonly onCall?: (() => void) | undefined;
}

/** Opens a store for one message, from the Function's variables and the event that the message came in. */
export type OpenStore = (variables: Variables, event: unknown) => SessionStore;

export interface Taken {
  readonly replies: readonly Outgoing[];
  /** The cookie that the response sets, if any. */
  readonly cookie?: SetCookie | undefined;
}

export interface SetCookie {
  /** `''` drops it. */
  readonly value: string;
  /** In seconds. */
  readonly maxAge: number;
}
