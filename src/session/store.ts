import type { Variables } from '../choose-by-variable';
import type { Conversation, Given, Message, Reply } from '../conversation';

/**
 * Where what a conversation remembers is kept between two messages.
 *
 * The store drives the turn: it loads the state for the message's pair of numbers, takes the turn,
 * and keeps the state that the turn returned (or forgets the pair, where that is `undefined`). A
 * store on a server may find that another message came first, and take the turn again from the
 * newer state; the cookie takes it once.
 */
export interface SessionStore {
  /**
   * @param given is handed to each turn that is taken
   * @throws what the turn threw, or what keeps the state from being kept. Nothing has changed then.
   */
  take<State>(message: Message, conversation: Conversation<State>, given: Given): Promise<Taken>;
  /** Forgets the message's pair. Gives what the response says to the cookie, as in {@link Taken}. */
  forget(message: Message): Promise<Taken['cookie']>;
}

/** Opens a store for one message, from the Function's variables and the event that the message came in. */
export type OpenStore = (variables: Variables, event: unknown) => SessionStore;

export interface Taken {
  readonly replies: readonly Reply[];
  /** What the response says to the cookie, if anything: a new value, or `''` to drop it. */
  readonly cookie?: string | undefined;
}
