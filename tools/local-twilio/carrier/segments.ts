import { SegmentedMessage } from 'sms-segments-calculator';
import { LIMITS } from '../limits';
import { isSms } from './address';

export interface Segments {
  /** One character outside GSM-7, such as an emoji, moves the whole text to UCS-2. */
  readonly encoding: Encoding;
  /** The segments that Twilio charges for. A message with media, or outside of SMS, counts as one. */
  readonly segments: number;
}

type Encoding = 'GSM-7' | 'UCS-2';

/** UTF-16 units that fill ten segments of a long text. */
const TEN_SEGMENTS = { 'GSM-7': 1530, 'UCS-2': 670 } as const;

/**
 * Counts segments as Twilio does. The time of Twilio's own counter grows with the square of the length. So a
 * text that is longer than any message is counted in pieces of ten segments. If a character takes more than
 * one unit, that may give a few segments more.
 */
export function segmentsOf(body: string, { media, address }: { media: number; address: string }): Segments {
  const isLong = body.length > LIMITS.text.value;
  const encoding = encodingOf(isLong ? cut(body, TEN_SEGMENTS['UCS-2']) : [body]);
  const pieces = isLong ? cut(body, TEN_SEGMENTS[encoding]) : [body];
  const count = () =>
    pieces.reduce((sum, piece) => sum + new SegmentedMessage(piece, encoding).segmentsCount, 0);
  return { encoding, segments: media > 0 || !isSms(address) ? 1 : Math.max(1, count()) };
}

function encodingOf(pieces: readonly string[]): Encoding {
  return pieces.some((piece) => new SegmentedMessage(piece).encodingName === 'UCS-2') ? 'UCS-2' : 'GSM-7';
}

function cut(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, n) =>
    text.slice(n * length, (n + 1) * length),
  );
}
