import type { Message } from '../conversation';
import { LoggableError } from '../log';
import { unseal, readSealed, seal } from './seal';
import type { Keys } from './secrets';
import type { Session } from './session';

/** The state cannot be kept. Its message holds sizes only. */
export class StateTooLarge extends LoggableError {
  constructor(size: number, limit: number) {
    super(`the state takes ${size} bytes once sealed, and ${limit} fit. Remember less, or end it sooner.`);
  }
}

/** Why a sealed text was refused. */
export type Refusal =
  'malformed' | 'expired' | 'sealed for another pair, with a secret that is gone, or altered since';

/** The content begins with the expiry: seconds since 1970 in 32 bits, which last until 2106. */
const EXPIRY_BYTES = 4;
const LATEST = 2 ** 32 - 1;

/** The binding of a session: it opens for this pair of numbers only. */
export function pairOf({ from, to }: Pick<Message, 'from' | 'to'>): string {
  // JSON gives different lists different texts, even with lone surrogates, quotes or commas in them.
  return JSON.stringify([from, to]);
}

/** How long a session opens: `seconds` from `now` on, `Infinity` for no end. */
export interface Life {
  readonly now: Date;
  readonly seconds: number;
}

/**
 * Seals a session for one pair of numbers.
 *
 * @param limit how long the result may be
 * @throws {LoggableError} if JSON cannot hold the state (a function, a cycle, a BigInt)
 * @throws {StateTooLarge}
 */
export function sealSession(
  session: Session,
  { now, seconds }: Life,
  pair: string,
  keys: Keys,
  limit = Infinity,
): string {
  // Inside an object, JSON silently drops what it cannot hold. Fail here instead. It holds an object, unless that says
  // otherwise by `toJSON`.
  const { of, state } = session;
  const isHeld = typeof state === 'object' && (state === null || !('toJSON' in state));
  if (of !== undefined && !isHeld) toJson(state);
  const content = Buffer.from('\0'.repeat(EXPIRY_BYTES) + toJson(session));
  content.writeUInt32BE(Math.min(secondsOf(now) + seconds, LATEST));
  const sealed = seal(content, pair, keys);
  if (sealed.length > limit) throw new StateTooLarge(sealed.length, limit);
  return sealed;
}

/**
 * Opens what {@link sealSession} gave.
 *
 * @param earlier how to open what version 0.1.0 sealed. `undefined` refuses it.
 * @param now the time by which it must not have expired. A phone's clock can be ahead of that of this process.
 */
export function openSession(
  text: string,
  pair: string,
  keys: Keys,
  earlier: EarlierFormat | undefined,
  now = new Date(),
): Session | Refusal {
  const sealed = readSealed(text);
  if (sealed === undefined) return 'malformed';
  const binding = sealed.format === 2 ? pair : earlier?.binding();
  const content = binding === undefined ? undefined : unseal(sealed, binding, keys);
  if (content === undefined) return 'sealed for another pair, with a secret that is gone, or altered since';
  if (content.readUInt32BE() <= secondsOf(now)) return 'expired';
  const read: unknown = JSON.parse(content.toString('utf8', EXPIRY_BYTES));
  return sealed.format === 1 && earlier ? earlier.read(read) : (read as Session);
}

/** The binding of version 0.1.0 for the conversation of a message, and the meaning of its content. */
export interface EarlierFormat {
  binding(): string;
  read(content: unknown): Session;
}

/** Version 0.1.0 bound a state to the conversation as well. */
export function earlierBinding(
  { from, to }: Pick<Message, 'from' | 'to'>,
  { name, version }: { readonly name: string; readonly version: number },
): string {
  return JSON.stringify([name, version, from, to]);
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/** @throws {LoggableError} */
function toJson(value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch {
    // a cycle or a BigInt; the error's own message would quote the state
  }
  if (json === undefined) throw new LoggableError('the state cannot be written as JSON');
  return json;
}
