import { LoggableError } from '../log';
import { stepName, type Step, type Talk } from './step';

/** The verbs that the running script has made and not begun yet. Set only while a script runs. */
let unbegun: Set<Verb<unknown>> | undefined;

/**
 * What every verb gives: a value that can be kept, shared, and used any number of times with
 * `yield*`, which comes to a `T`.
 */
export class Verb<out T> implements Iterable<Step, T, unknown> {
  constructor(readonly step: Step) {
    if (['say', 'effect', 'handOver'].includes(step.kind)) unbegun?.add(this);
  }

  *[Symbol.iterator](): Talk<T> {
    unbegun?.delete(this);
    return (yield this.step) as T;
  }

  /** @throws {LoggableError} always: a verb was put into a text, or compared */
  [Symbol.toPrimitive](): never {
    throw needsStar(this);
  }

  /** @throws {LoggableError} always: a verb was written as JSON */
  toJSON(): never {
    throw needsStar(this);
  }
}

/** The error for a verb that was used in place of its value. */
export function needsStar({ step }: Verb<unknown>): LoggableError {
  return new LoggableError(`${stepName(step)} was used without its star: write yield* in front of it`);
}

/** Runs a script up to its next step. `made` collects each `say`, `once` and `handOver` that it makes and does not begin. */
export function whileMaking<T>(made: Set<Verb<unknown>>, run: () => T): T {
  const before = unbegun;
  unbegun = made;
  try {
    return run();
  } finally {
    unbegun = before;
  }
}
