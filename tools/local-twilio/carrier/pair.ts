import { InvalidAddress, channelOf, readAddress } from './address';

/** Two addresses that text each other. Twilio keeps cookies and opt-outs for each pair. */
export interface Pair {
  /** The person's address: `+14158675308`, or with its channel, `whatsapp:+14158675308`. */
  readonly from: string;
  /** Our number, on the same channel. */
  readonly to: string;
}

/** @throws {InvalidAddress} if one is malformed, if both are the same, or if they are on different channels */
export function readPair({ from, to }: Pair): Pair {
  const pair = { from: readAddress(from), to: readAddress(to) };
  if (pair.from === pair.to) throw new InvalidAddress(`${pair.from} cannot text itself.`);
  if (channelOf(pair.from) !== channelOf(pair.to)) {
    throw new InvalidAddress(`${pair.from} and ${pair.to} are on different channels.`);
  }
  return pair;
}

/** Names a pair in a map. No address holds a space. */
export function keyOf({ from, to }: Pair): string {
  return `${from} ${to}`;
}
