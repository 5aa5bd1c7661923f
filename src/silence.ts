import type { Variables } from './choose-by-variable';
import type { Conversation, Message } from './conversation';

/** Whole minutes, hours or days: `90m`, `2h`, `1d`. */
export type Duration = `${number}${'m' | 'h' | 'd'}`;

/** What a silent sender is sent, and when. */
export interface Remind {
  /** How long after the question: more than 5 minutes, and 35 days at most. */
  readonly after: Duration;
  readonly say: string;
  /** The last word, later than that. From its time on the conversation counts as over. */
  readonly letGo?: Omit<Remind, 'letGo'>;
}

/** The same, in milliseconds. */
export interface Later {
  readonly after: number;
  readonly say: string;
  readonly over?: true;
}

/** A message that is to go out at a time, in milliseconds since 1970. */
export interface Planned {
  readonly at: number;
  /** Its text, as long as its sid is not known. */
  readonly say?: string;
  /** The sid of the scheduled message at Twilio. */
  readonly sid?: string;
}

/** The messages of a pair that may be pending. */
export interface Due {
  /** The reminders of the latest turn. One without a sid may not be scheduled. */
  readonly later: readonly Planned[];
  /** What is to be canceled, unless that is done already. */
  readonly was: readonly Planned[];
}

/** Where reminders are scheduled and canceled. The store hands on more: see `Reached` in `session/reached.ts`. */
export interface Reach {
  readonly message: Message;
  readonly variables: Variables;
  /** When it has to be done, by `performance.now()`. */
  readonly end: number;
}

/** A part of a session. */
export interface PartOfSession {
  readonly state?: unknown;
  readonly due?: Due | undefined;
}

/** What becomes of the messages of a pair in a turn. */
export interface Plan {
  /** A part of the session that the turn writes. */
  readonly session: { readonly due: Due | undefined };
  /** How long the document lives then, in seconds: what we send later is a message, too. */
  readonly ttl: number;
  /** After that write, which gave `written`. Never throws. */
  carryOut(written: unknown): Promise<void>;
}

/** The code that reminds. A dialogue brings it along, so that a Function without reminders does not hold it. */
export interface Reminding {
  /** Reads what an author wrote. @throws {LoggableError} */
  read(remind: Remind | false | undefined): readonly Later[];
  /** @throws {LoggableError} if variables are missing that it needs */
  check(variables: Variables): void;
  /**
   * @param after what the conversation remembers now
   * @throws {LoggableError} as {@link Reminding.check} does
   */
  plan<State>(
    conversation: Conversation<State>,
    before: PartOfSession,
    after: PartOfSession,
    reach: Reach,
  ): Plan;
  /** A message was delivered again. Finishes what its first delivery has begun, if that was cut off. Never throws. */
  resume(found: unknown, delivered: unknown, reach: Reach): Promise<void>;
  /** Cancels what may be pending. Never throws. */
  cancel(due: Due, reach: Reach): Promise<void>;
}
