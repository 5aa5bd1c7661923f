import { channelOf, isSms, withoutChannel } from './address';
import type { Pair } from './pair';
import { segmentsOf } from './segments';
import { sid } from '../sid';

/** The parameters of a webhook, by Twilio's names. */
export type Parameters = Readonly<Record<string, string>>;

export interface SentMedia {
  readonly url: string;
  /** A MIME type, such as `image/jpeg`. */
  readonly type: string;
}

export interface SentMessage extends Pair {
  readonly accountSid: string;
  readonly body: string;
  readonly media: readonly SentMedia[];
  /** Additional parameters, or other values for the usual ones: `ProfileName`, `ButtonPayload`, … */
  readonly params: Parameters;
}

/**
 * The parameters that Twilio sends to the webhook. Each channel has its own.
 *
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function webhookParameters(message: SentMessage): Parameters {
  const { accountSid, from, to, body, media, params } = message;
  const messageSid = sid(media.length > 0 ? 'MM' : 'SM');
  const { segments } = segmentsOf(body, { media: media.length, address: from });
  return {
    ...(isSms(from) ? { ...placeOf('From', from), ...placeOf('To', to) } : profileOf(from, media)),
    ...Object.fromEntries(
      media.flatMap(({ url, type }, n) => [
        [`MediaUrl${n}`, url],
        [`MediaContentType${n}`, type],
      ]),
    ),
    MessageSid: messageSid,
    SmsSid: messageSid,
    SmsMessageSid: messageSid,
    AccountSid: accountSid,
    From: from,
    To: to,
    Body: body,
    NumMedia: String(media.length),
    NumSegments: String(segments),
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ...params,
  };
}

/** Guesses a media type from the ending of the URL. Twilio sends the type that the sender's carrier gave. */
export function mediaTypeOf(url: string): string {
  const [, ending = ''] = /\.([a-z0-9]+)(?:[?#]|$)/i.exec(url) ?? [];
  return TYPES.get(ending.toLowerCase()) ?? 'image/jpeg';
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['gif', 'image/gif'],
  ['mp3', 'audio/mpeg'],
  ['mp4', 'video/mp4'],
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['vcf', 'text/vcard'],
  ['webp', 'image/webp'],
]);

/** Twilio knows a place for a US number's area code, and sends empty fields if it knows none. */
function placeOf(whose: 'From' | 'To', number: string): Parameters {
  const sanFrancisco = number.startsWith('+1415');
  return {
    [`${whose}City`]: sanFrancisco ? 'SAN FRANCISCO' : '',
    [`${whose}State`]: sanFrancisco ? 'CA' : '',
    [`${whose}Zip`]: sanFrancisco ? '94105' : '',
    [`${whose}Country`]: number.startsWith('+1') ? 'US' : '',
  };
}

/** The parameters of other channels, which name the person instead of a place. */
function profileOf(address: string, media: readonly SentMedia[]): Parameters {
  if (channelOf(address) !== 'whatsapp') return {};
  return {
    ProfileName: 'WhatsApp user',
    WaId: withoutChannel(address).slice(1),
    MessageType: media[0]?.type.split('/')[0] ?? 'text',
    ReferralNumMedia: '0',
  };
}
