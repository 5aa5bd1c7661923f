import { LoggableError } from '../log';
import type { Outside } from './outside';
import { Verb } from './verb';

/** Why something was not done, in words for the script. */
export class Failed {
  constructor(readonly reason: string) {}

  /** @throws {LoggableError} always: a part of a result cannot fail */
  toJSON(): never {
    throw new LoggableError('failed(…) has to be all that an effect returns');
  }
}

/**
 * Returned from within `once`, says that nothing was done. The script goes on with it, and BACK does
 * not stop at it.
 *
 *     const ref = yield* once('reserve', async (key) => (await clinic.reserve(key, slot)) ?? failed('taken'));
 *     if (ref instanceof Failed) …
 */
export function failed(reason: string): Failed {
  return new Failed(reason);
}

/** The type of a value after JSON: a Date becomes its text. `undefined` becomes `null`, or is left out of an object. */
export type Recorded<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null
    ? T
    : T extends { toJSON(): infer Json }
      ? Recorded<Json>
      : T extends readonly unknown[]
        ? { [Key in keyof T]: Recorded<T[Key]> }
        : T extends object
          ? { [Key in keyof T]: RecordedProperty<T[Key]> }
          : null;

export type RecordedProperty<T> = undefined extends T
  ? Recorded<Exclude<T, undefined>> | undefined
  : Recorded<T>;

/** What JSON cannot hold. */
export type Unheld =
  | bigint
  | symbol
  | ((...args: never) => unknown)
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | Error
  | Failed;

/** Refuses at compile time a result that JSON cannot hold. The type error says why. */
export type Holdable<T> = 0 extends T & 1 // it is `any`
  ? unknown
  : [Extract<T, Unheld>] extends [never]
    ? unknown
    : { readonly 'JSON does not hold this result': Extract<T, Unheld> };

/**
 * Looks something up: free slots, a price, the weather. The result is recorded, so that a replay does
 * not look again. BACK passes over it, and then it is looked up anew.
 *
 *     const slots = yield* lookUp('free slots', ({ signal }) => clinic.free(day, signal));
 *
 * @param name one for each purpose. Logs may show it, so it must not hold what people wrote.
 * @param read if it throws, the turn ends and nothing is recorded: the sender gets an apology, and
 *   may answer again. A `try` around it in the script does not catch that. One within `read` does.
 */
export function lookUp<T>(
  name: string,
  read: ((outside: Outside) => T) & Holdable<Awaited<T>>,
): Verb<Recorded<Awaited<T>>> {
  return new Verb({ kind: 'reading', name, run: read });
}

/**
 * Does something to the world outside, and records its result, so that no replay does it again. BACK
 * stops at it.
 *
 * If the turn is lost before its state is stored (it throws later, the state is too large, two
 * texts race, Twilio delivers again) the effect **runs again**. So it is given a key: hand it on as
 * an idempotency key. It is `place.answers`. The place is the same whenever the script tries this
 * effect of this dialogue again. The answers are the same as long as the sender has given the same
 * answers. An outsider can compute neither.
 *
 *     const ref = yield* once('reserve', (key, { signal }) => clinic.reserve(key, slot, signal));
 *
 * @param name one for each purpose. Logs may show it, so it must not hold what people wrote.
 * @param effect may return {@link failed}. If it throws, the turn ends and nothing is recorded: the
 *   sender gets an apology, and may answer again. A `try` around it in the script does not catch that.
 *   One within `effect` does.
 */
export function once<T>(
  name: string,
  effect: ((key: string, outside: Outside) => T) & Holdable<Exclude<Awaited<T>, Failed>>,
): Verb<Recorded<Exclude<Awaited<T>, Failed>> | Extract<Awaited<T>, Failed>> {
  return new Verb({ kind: 'effect', name, run: effect });
}
