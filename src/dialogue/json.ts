import { LoggableError } from '../log';

/**
 * A value as JSON, if JSON can hold all of it. By default, JavaScript turns a Map into `{}` and NaN into `null`, and
 * leaves out a function.
 *
 * @param what is named in the error: `once('reserve')`
 * @throws {LoggableError}
 */
export function asJson(value: unknown, what: string): string {
  try {
    return JSON.stringify(value, (_, part: unknown) => refuseLoss(part));
  } catch (error) {
    const reason = error instanceof LoggableError ? error.message : 'it goes in a circle, or cannot be read';
    throw new LoggableError(`${what} came to a value that JSON does not hold: ${reason}`);
  }
}

/** @throws {LoggableError} */
function refuseLoss(part: unknown): unknown {
  const type = typeof part;
  if (type === 'bigint' || type === 'symbol' || type === 'function') throw new LoggableError(`a ${type}`);
  if (type === 'number' && !Number.isFinite(part)) throw new LoggableError(String(part));
  if (type === 'object' && part !== null && Object.keys(part as object).length === 0)
    refuseEmptied(part as object);
  return part;
}

/** JSON turns a Map, a Set, an Error and a Promise into `{}`. */
function refuseEmptied(part: object): void {
  const made = Object.getPrototypeOf(part) as object | null;
  const isPlain = Array.isArray(part) || made === null || Object.getPrototypeOf(made) === null;
  if (!isPlain) throw new LoggableError(`a ${made.constructor.name}`);
}
