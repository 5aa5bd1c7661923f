import type { Variables } from './choose-by-variable';
import type { Conversation, Message } from './conversation';

/** Whole minutes, hours or days: `90m`, `2h`, `1d`. */
export type Duration = `${number}${'m' | 'h' | 'd'}`;

/** A reminder for a sender who does not answer a question, as its author writes it. */
export interface Remind {
  /** How long after the question: more than 5 minutes, and 35 days at most. */
  readonly after: Duration;
  readonly say: string;
  /** The last word, which comes later. From its time on, the conversation counts as over. */
  readonly letGo?: Omit<Remind, 'letGo'>;
}

/** A reminder as it was read: `after` is in milliseconds. With `over` it is the last word. */
export interface Later {
  readonly after: number;
  readonly say: string;
  readonly over?: true;
}

/** A message that is to be scheduled at Twilio, or was. */
export interface Planned {
  /** When it goes out, in milliseconds since 1970. */
  readonly at: number;
  /** Its text. It is left out once the sid is known. */
  readonly say?: string;
  /** Its sid at Twilio. It is missing until the message is scheduled. */
  readonly sid?: string;
}

/** The messages of a pair that may be pending at Twilio. */
export interface Due {
  /** The reminders of the latest turn. It is not known whether one without a sid was scheduled. */
  readonly later: readonly Planned[];
  /** The reminders of earlier turns. They are to be canceled, if they are not canceled already. */
  readonly was: readonly Planned[];
}

/** What it takes to schedule and cancel reminders. A store hands on more: see `Reached` in `session/reached.ts`. */
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

/** What a turn does about reminders. */
export interface Plan {
  /** The part of the session that the turn writes with its state. */
  readonly session: { readonly due: Due | undefined };
  /** How long the document lives after that write, in seconds. It outlives the last reminder. */
  readonly ttl: number;
  /** Schedules and cancels, after the write, which gave `written`. Never throws. */
  carryOut(written: unknown): Promise<void>;
}

/** The code that reminds. A dialogue is given it as an option, so that a Function without reminders does not contain it. */
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
  /** Is called if a message is delivered again. Finishes what its first delivery may have left undone. Never throws. */
  resume(found: unknown, delivered: unknown, reach: Reach): Promise<void>;
  /** Cancels what may be pending. Never throws. */
  cancel(due: Due, reach: Reach): Promise<void>;
}
