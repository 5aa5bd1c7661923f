import { LoggableError } from '../../src';
import type { Booking, Save } from './booking';

/** Less than a turn may take, so that the log can say who was late. */
const TIME_LIMIT = 5000;

/** Where Twilio keeps what people send: https://www.twilio.com/docs/messaging/guides/accepting-incoming-images */
const TWILIO_MEDIA = /^https:\/\/api(\.[a-z0-9-]+)*\.twilio\.com\//;

export interface ServiceOptions {
  /** Which pictures the service may be led to, by their URL. Without it, those that Twilio keeps. */
  mayFetch?: (url: string) => boolean;
}

/**
 * Where bookings go: a POST of JSON to `url`, with the booking's key as `Idempotency-Key`, since the
 * same booking may be sent more than once. Without a URL it is logged, by its reference alone.
 *
 * @param url `https://name:password@host/path`: name and password become a header
 * @throws {LoggableError} if the URL cannot be used, or the service does not accept the booking
 */
export function saveTo(
  url: string | undefined,
  { mayFetch = (picture) => TWILIO_MEDIA.test(picture) }: ServiceOptions = {},
): Save {
  const service = url ? readServiceUrl(url) : undefined;
  return async ({ key, ...booking }) => {
    const picture = booking.picture !== null && mayFetch(booking.picture) ? booking.picture : null;
    if (service) await post(service, key, { ...booking, picture });
    else console.log(`Booked ${referenceOf(key)}. Set BOOKINGS_URL to send it somewhere.`);
    return referenceOf(key);
  };
}

interface Service {
  /** Without name and password, which `fetch` refuses. */
  readonly url: string;
  readonly authorization: string | undefined;
}

/** @throws {LoggableError} which does not quote it, as it may hold a password */
function readServiceUrl(text: string): Service {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new LoggableError('BOOKINGS_URL is no http or https URL');
  }
  const { username, password } = url;
  url.username = url.password = '';
  const credentials = [username, password].map(decodeURIComponent).join(':');
  return {
    url: url.href,
    // RFC 7617, 2
    authorization: username || password ? `Basic ${Buffer.from(credentials).toString('base64')}` : undefined,
  };
}

async function post(
  { url, authorization }: Service,
  key: string,
  booking: Omit<Booking, 'key'>,
): Promise<void> {
  const { ok, status } = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
      ...(authorization !== undefined && { Authorization: authorization }),
    },
    body: JSON.stringify(booking),
    // A redirect would take the booking somewhere else. Its status is reported below.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIME_LIMIT),
  });
  if (!ok) throw new LoggableError(`the service at BOOKINGS_URL answered ${status}`);
}

/** Short enough to be read out at the door. */
function referenceOf(key: string): string {
  return key
    .replace(/[^a-z0-9]/gi, '')
    .slice(0, 6)
    .toUpperCase();
}
