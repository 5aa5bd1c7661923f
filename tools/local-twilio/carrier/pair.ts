import { isSms, withoutChannel } from '../../../src/twilio/address';

/** Who texts whom. All that Twilio remembers, it remembers for one pair. */
export interface Pair {
  /** The person's address: `+14158675308`, or with its channel, `whatsapp:+14158675308`. */
  readonly from: string;
  /** The number of ours that is texted, on the same channel. */
  readonly to: string;
}

/** Twilio would know no such address. Its message is for the person who typed it. */
export class InvalidAddress extends Error {
  override readonly name = 'InvalidAddress';
}

/** E.164: a plus, a country code, and 15 digits at most in all. */
const NUMBER = /^\+[1-9]\d{6,14}$/;
/** Five or six digits that stand for a number: of ours, or of somebody's reminder service. */
const SHORT_CODE = /^\d{5,6}$/;

/** Whether Twilio would know it as an address. */
export function isAddress(address: string): boolean {
  const number = withoutChannel(address);
  if (isSms(address)) return NUMBER.test(number) || SHORT_CODE.test(number);
  // Of other channels (`messenger:`, `rcs:`) the ids take many forms.
  return channelOf(address) === 'whatsapp' ? NUMBER.test(number) : number !== '';
}

/**
 * The address without the spaces and brackets that people write into numbers.
 *
 * @throws {InvalidAddress}
 */
export function readAddress(text: string): string {
  const address = text.replace(/[\s().-]/g, '');
  if (isAddress(address)) return address;
  throw new InvalidAddress(
    `${JSON.stringify(text)} is no number to text. Write it with its country code, like +14158675308 or whatsapp:+14158675308.`,
  );
}

/** @throws {InvalidAddress} also where the two are on different channels, or are one */
export function readPair({ from, to }: Pair): Pair {
  const pair = { from: readAddress(from), to: readAddress(to) };
  if (pair.from === pair.to) throw new InvalidAddress(`${pair.from} cannot text itself.`);
  if (channelOf(pair.from) !== channelOf(pair.to)) {
    throw new InvalidAddress(`${pair.from} and ${pair.to} are on different channels.`);
  }
  return pair;
}

/** `whatsapp`, or `''` for SMS. */
export function channelOf(address: string): string {
  return isSms(address) ? '' : address.slice(0, address.indexOf(':')).toLowerCase();
}

/** Names a pair in a map. No address holds a space. */
export function keyOf({ from, to }: Pair): string {
  return `${from} ${to}`;
}
