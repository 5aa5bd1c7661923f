import type { Outgoing } from '../conversation';

/** GSM 03.38: an SMS of these characters alone has seven bits for each. */
const BASIC =
  /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€\f]*$/;
/** Of these, those that take two places. */
const EXTENDED = /[\^{}\\[~\]|€\f]/g;

/** No reply is sent as more than ten messages of 1,600 characters; what is beyond is not looked at. */
const MAX_LENGTH = 16_000;

/** About what a message with pictures costs, in segments: https://www.twilio.com/en-us/sms/pricing/us */
const PICTURES = 3;

/** How many SMS segments replies take. */
export function segmentsOf(replies: readonly Outgoing[]): number {
  return replies.reduce((sum, reply) => {
    if (typeof reply === 'string') return sum + segmentsIn(reply);
    return sum + (reply.media?.length ? PICTURES : segmentsIn(reply.body ?? ''));
  }, 0);
}

/** https://www.twilio.com/docs/glossary/what-sms-character-limit: 160 or 70 characters, less if there are several. */
export function segmentsIn(text: string): number {
  const cut = text.slice(0, MAX_LENGTH);
  if (!BASIC.test(cut)) return pieces(cut.length, 70, 67);
  return pieces(cut.length + (cut.match(EXTENDED)?.length ?? 0), 160, 153);
}

function pieces(length: number, alone: number, joined: number): number {
  if (length === 0) return 0;
  return length <= alone ? 1 : Math.ceil(length / joined);
}
