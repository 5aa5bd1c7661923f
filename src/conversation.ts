import type { Planned, Reminding } from './silence';

/** One text that somebody sent us, as a conversation sees it: no HTTP, no cookie, no Twilio. */
export interface Message {
  /** Twilio's id of this message. A retried delivery has the same one; a hand-made request may have none. */
  readonly sid: string | undefined;
  /** Who wrote: `+14158675308`, or with its channel, `whatsapp:+14158675308`. */
  readonly from: string;
  /** The number of ours that was texted, in the same form. */
  readonly to: string;
  /** What they wrote; `''` for a picture without words. */
  readonly body: string;
  /** The pictures and files they sent, in their order. */
  readonly media: readonly Media[];
  /** Every text parameter of Twilio's webhook by its own name: `ProfileName`, `ButtonPayload`, `Latitude`, … */
  readonly params: Readonly<Record<string, string>>;
}

export interface Media {
  readonly url: string;
  /** A MIME type; `''` if Twilio names none. */
  readonly type: string;
}

/** A text, or pictures with or without one. `media` holds http and https URLs. */
export type Reply = string | { readonly body?: string; readonly media: readonly string[] };

/**
 * Passes the message on to another webhook, with all of its parameters, and once the replies beside it
 * are sent. That webhook answers then: https://www.twilio.com/docs/messaging/twiml/redirect
 */
export interface Redirect {
  /** An absolute URL. */
  readonly redirect: string;
  readonly body?: undefined;
  readonly media?: undefined;
}

/** What a turn may answer with. Of several redirects the first one counts. */
export type Outgoing = Reply | Redirect;

export function isReply(outgoing: Outgoing): outgoing is Reply {
  return typeof outgoing === 'string' || !('redirect' in outgoing);
}

/** The URL that the message is passed on to; `undefined` if it is not passed on. */
export function redirectIn(replies: readonly Outgoing[]): string | undefined {
  return replies.map((reply) => (reply as Partial<Redirect>).redirect).find(Boolean);
}

/** What comes with a turn besides its message. */
export interface Given {
  /** When the message reached us. */
  readonly now: Date;
  /** Aborts when the time of the turn is over. The sender has had an apology then. */
  readonly signal: AbortSignal;
  /**
   * The id of this message to this pair of numbers. It is the same when the message is delivered
   * again, and no outsider can compute it.
   */
  readonly id: string;
}

/** A request to text somebody first. */
export interface Opener {
  /** The name of the dialogue that begins. */
  readonly name: string;
  /** The JSON that the dialogue is handed. It reads and checks that itself. */
  readonly data: unknown;
  /** Whether the dialogue takes the place of a conversation that is going on. */
  readonly replaces: boolean;
  /** Whether the message was sent. */
  readonly sent: boolean;
}

export interface Turn<State> {
  /** What we say, in this order; `[]` says nothing. */
  readonly replies: readonly Outgoing[];
  /** What we remember for the next message; `undefined` forgets the sender. */
  readonly state: State | undefined;
  /** The conversation has ended, although it remembers something: nothing is asked. */
  readonly over?: true;
}

/**
 * A function with a name: what we heard and what we remember go in, what we say and what we
 * remember come out. Most conversations have a `name`, a `version` and a `turn`, and nothing else.
 *
 * `State` is anything that survives `JSON.parse(JSON.stringify(state))` unchanged.
 */
export interface Conversation<State> {
  /** What one conversation remembers never reaches one of another name or version. */
  readonly name: string;
  /** Raise it when the shape of `State` changes: everybody then starts anew. */
  readonly version: number;
  /**
   * @param state what the last turn with this sender returned; `undefined` for somebody new
   * @throws anything: the sender gets an apology, and what we remember stays as it was
   */
  turn(message: Message, state: State | undefined, given: Given): Turn<State> | Promise<Turn<State>>;
  /** Repeats the open question; `[]` if none is open. Changes nothing. */
  again?(message: Message, state: State): readonly Reply[];
  /** The state that stays if the sender leaves the conversation in its middle. Without this method, none stays. */
  left?(state: State): State | undefined;
  /**
   * Says why the state must not be kept in a cookie, as a sentence for the log. With the cookie store, every turn fails
   * with this sentence. Without it, any store will do.
   */
  readonly needsServer?: string;
  /** How somebody who falls silent is reminded. */
  readonly reminds?: Reminding;
  /** The reminders to send if the sender stays silent from now on. */
  silence?(state: State): readonly Planned[];
  /** Whether the conversation counts as over, because the sender was silent for too long. */
  lapsed?(state: State, now: Date): boolean;
  /** The names by which {@link Conversation.open} begins something. */
  readonly opens?: readonly string[];
  /**
   * Speaks first. It may be called several times for one opening, each time with the same `given.id`:
   *
   * - Before the message is sent, it returns the same turn each time. If the sender has got the question meanwhile, as
   *   the reply to a text, it returns no replies.
   * - After the message was sent, it is called with `sent`. It returns no replies, and the state from then on.
   *
   * @param message who is texted (`from`), from which number of ours (`to`), and nothing else
   * @throws {CannotOpen}
   */
  open?(
    opener: Opener,
    message: Message,
    state: State | undefined,
    given: Given,
  ): Turn<State> | Promise<Turn<State>>;
  /** The state as people read it, in JSON: for the phone and `npm run show`. Without it they show the state itself. */
  shown?(message: Message, state: State): unknown;
  /** What the sender is told when a turn cannot be taken. English without it. */
  readonly words?: ShellWords;
}

/** What one conversation remembers never reaches one of another name or version. */
export function tagOf({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${name} ${version}`;
}

/** What is said around a conversation, in its language. */
export interface ShellWords {
  /** The turn failed, or took too long. */
  readonly apology: string;
  /** What there is to remember no longer fits. */
  readonly tooLong: string;
  /** The sender has texted too often. It is the last sentence before silence. */
  readonly tooMany: string;
  /** Confirms STOP, START and HELP if Twilio does not. */
  readonly optedOut: string;
  readonly optedIn: string;
  readonly help: string;
}
