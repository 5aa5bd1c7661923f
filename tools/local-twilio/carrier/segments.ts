import { SegmentedMessage } from 'sms-segments-calculator';
import { isSms } from './address';

export interface Segments {
  /** One character outside GSM-7, such as an emoji, moves the whole text to UCS-2. */
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** What is paid for. A message with media, or outside SMS, counts as one. */
  readonly segments: number;
}

export function segmentsOf(body: string, { media, address }: { media: number; address: string }): Segments {
  const message = new SegmentedMessage(body);
  return {
    encoding: message.encodingName,
    segments: media > 0 || !isSms(address) ? 1 : Math.max(1, message.segmentsCount),
  };
}
