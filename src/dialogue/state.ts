import type { Earlier } from './earlier-format';
import type { Later, Planned } from '../silence';
import { isDone, isKind, valueOf, type Log, type LogRecord } from './record';

/** All that is kept of a dialogue between two messages. */
export type Remembered = Going | Over | Earlier;

/** A dialogue that waits for an answer, or for the end of a hand-over. */
export interface Going extends Course {
  /** The fingerprint of the step at which it has stopped. */
  readonly open: string;
  /** Where each message is passed on to, while it is handed over, and the word that ends it. */
  readonly away?: { readonly url: string; readonly until: string };
  /**
   * We have asked first. When the message was sent, in milliseconds since 1970; `0` as long as nobody
   * knows. Missing once the sender has answered.
   */
  readonly opened?: number;
  /** What the sender is sent if they stay silent, and since when they are, in milliseconds since 1970. */
  readonly silence?: { readonly since: number; readonly later: readonly Later[] };
  /** Wrong answers to the open question so far, if any. */
  readonly wrong?: number;
}

/** What belongs to the whole dialogue. */
export interface Course {
  /** Made when the dialogue began. The keys of its effects are made from it. */
  readonly id: string;
  readonly log: Log;
  /** The sender's name, as it was known when the dialogue began. */
  readonly name?: string;
  /** What the script kept when it ended the last time. */
  readonly lasting?: unknown;
  /** What it was handed when we opened it. */
  readonly data?: unknown;
}

/** A dialogue that has ended and has kept a value. */
export interface Over {
  readonly lasting: unknown;
}

export function isOver(state: Remembered): state is Over {
  return !('log' in state);
}

/** What is to be sent if the sender stays silent from now on. */
export function silenceOf(state: Remembered): Planned[] {
  const { since, later } = silenceIn(state);
  return later.map(({ after, say }) => ({ at: since + after, say }));
}

/** Whether the time of its last reminder, which ends it, has come. */
export function hasLapsed(state: Remembered, now: Date): boolean {
  const { since, later } = silenceIn(state);
  return later.some(({ after, over }) => over && since + after <= now.getTime());
}

/** The state after the sender was heard, or was asked: their silence begins. */
export function heardAt(state: Going, now: Date): Going;
export function heardAt(state: Remembered, now: Date): Remembered;
export function heardAt(state: Remembered, now: Date): Remembered {
  const { later } = silenceIn(state);
  return later.length > 0 ? { ...state, silence: { since: now.getTime(), later } } : state;
}

function silenceIn(state: Remembered): NonNullable<Going['silence']> {
  return (state as Partial<Going>).silence ?? { since: 0, later: [] };
}

export function lastingOf(state: Remembered | undefined): unknown {
  return state && 'lasting' in state ? state.lasting : undefined;
}

export function overWith(lasting: unknown): Over | undefined {
  return lasting === undefined ? undefined : { lasting };
}

/** The URL that it is handed over to, if it is. Neither the script nor a deploy changes it. */
export function awayOf(state: Remembered): Going['away'] {
  return 'away' in state ? state.away : undefined;
}

export function courseOf({ id, log, name, lasting, data }: Going): Course {
  return {
    id,
    log,
    ...(name !== undefined && { name }),
    ...(lasting !== undefined && { lasting }),
    ...(data !== undefined && { data }),
  };
}

export function dataOf(state: Remembered): unknown {
  return 'data' in state ? state.data : undefined;
}

/** A text that comes so soon after our message was probably written before that was read. In milliseconds. */
export const CROSSES = 5_000;

/** Whether a text that comes now may have been sent before its sender has seen the question. */
export function mayNotHaveSeen({ opened }: Going, now: Date): boolean {
  return opened !== undefined && (opened === 0 || now.getTime() - opened < CROSSES);
}

/** Whether no effect is recorded yet. */
export function isUndone(state: Remembered): state is Going {
  return 'open' in state && !state.log.some(isDone);
}

export function withRecord(course: Course, record: LogRecord): Course {
  return { ...course, log: [...course.log, record] };
}

/** The text that began the dialogue, if the script has asked for it. */
export function firstTextOf(state: Remembered): string | undefined {
  const record = 'open' in state ? state.log.find((each) => isKind(each, 'firstText')) : undefined;
  return record === undefined ? undefined : (valueOf(record) as string);
}
