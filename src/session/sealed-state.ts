import type { Message } from '../conversation';
import { LoggableError } from '../log';
import { open, seal } from './seal';
import type { Keys } from './secrets';

/** The state cannot be kept. Its message holds sizes only. */
export class StateTooLarge extends LoggableError {
  constructor(size: number, limit: number) {
    super(`the state takes ${size} bytes once sealed, and ${limit} fit. Remember less, or end it sooner.`);
  }
}

/** The expiry's length in front of the state: seconds since 1970 in 32 bits, which last until 2106. */
const EXPIRY_BYTES = 4;

/** What a sealed state is bound to: it opens for no other pair, conversation or version. */
export function placeOf(
  { from, to }: Message,
  { name, version }: { readonly name: string; readonly version: number },
): Buffer {
  // JSON gives no two lists the same text, whatever their strings hold (lone surrogates, quotes, commas).
  return Buffer.from(JSON.stringify([name, version, from, to]));
}

/**
 * Seals a state to be opened in one place, for `seconds` from now and no longer, whoever keeps it.
 *
 * @param limit how long the result may be
 * @throws {LoggableError} where JSON cannot hold the state (a function, a cycle, a BigInt)
 * @throws {StateTooLarge}
 */
export function sealState(
  state: unknown,
  seconds: number,
  place: Buffer,
  keys: Keys,
  limit = Infinity,
): string {
  const content = Buffer.from('\0'.repeat(EXPIRY_BYTES) + toJson(state));
  content.writeUInt32BE(secondsNow() + seconds);
  const sealed = seal(content, place, keys);
  if (sealed.length > limit) throw new StateTooLarge(sealed.length, limit);
  return sealed;
}

/** The state within, if it was sealed for this place and has not expired; else `undefined`. */
export function openState(sealed: string, place: Buffer, keys: Keys): unknown {
  const content = open(sealed, place, keys);
  if (content === undefined || content.readUInt32BE() <= secondsNow()) return undefined;
  return JSON.parse(content.toString('utf8', EXPIRY_BYTES));
}

function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}

/** @throws {LoggableError} */
export function toJson(state: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(state);
  } catch {
    // a cycle or a BigInt; the error's own message would quote the state
  }
  if (json === undefined) throw new LoggableError('the state cannot be written as JSON');
  return json;
}
