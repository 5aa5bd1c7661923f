import { Failed } from './effects';
import { fingerprint } from './fingerprint';
import type { Step } from './step';

/** What became of a step, each in one character. */
const KINDS = {
  /** A question was answered. */
  answer: 'a',
  /** The sender's patience ended at a question, and the script went on. */
  gaveUp: 'g',
  /** Something was looked up. */
  reading: 'r',
  /** Something was done outside; or the dialogue was handed over, and has come back. */
  effect: 'e',
  /** An effect that said itself that it failed. */
  failed: 'f',
  /** The text that began the dialogue. */
  firstText: 'o',
} as const;

export type Kind = keyof typeof KINDS;

/**
 * What is remembered of one step. A head, which is its kind (one character) and the step's
 * fingerprint (two), and a value. A text follows its head at once, because that takes least space in
 * a cookie: `'aX4Friday'`. Any other value stands beside it: `['eQ_', { number: 7 }]`. Without a
 * second place the value is `undefined`.
 */
export type LogRecord = string | readonly [head: string, value?: unknown];

export type Log = readonly LogRecord[];

type Recorded = Exclude<Step, { kind: 'say' }>;

const HEAD = 3;

export function recordOf(kind: Kind, step: Recorded, value?: unknown): LogRecord {
  const head = KINDS[kind] + fingerprint(step, HEAD - 1);
  if (typeof value === 'string') return head + value;
  return value === undefined ? [head] : [head, value];
}

export function isKind(record: LogRecord, ...kinds: readonly Kind[]): boolean {
  const head = typeof record === 'string' ? record : record[0];
  return kinds.some((kind) => head.startsWith(KINDS[kind]));
}

/** Whether the record belongs to this step: its kind and its fingerprint fit. */
export function isOf(record: LogRecord, step: Recorded): boolean {
  const head = typeof record === 'string' ? record : record[0];
  return head.startsWith(fingerprint(step, HEAD - 1), 1);
}

/** The value within. Each call gives a copy, which a script may change. */
export function valueOf(record: LogRecord): unknown {
  return typeof record === 'string' ? record.slice(HEAD) : copyOf(record[1]);
}

/** What the script is given at the step of this record, unless it reads an answer. */
export function resultOf(record: LogRecord): unknown {
  const value = valueOf(record);
  return isKind(record, 'failed') ? new Failed(value as string) : value;
}

export function isAnswer(record: LogRecord): boolean {
  return isKind(record, 'answer', 'gaveUp');
}

/** Whether it stands for something that was done, and that cannot be taken back. */
export function isDone(record: LogRecord): boolean {
  return isKind(record, 'effect');
}

/** A copy of what JSON holds. */
export function copyOf(value: unknown): unknown {
  return typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value;
}
