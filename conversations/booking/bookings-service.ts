import { LoggableError } from '../../src';
import type { Booking, Save } from './booking';

/** How long the service may take, in milliseconds. It is less than a turn may take, so that the log names the service. */
const TIME_LIMIT = 5000;

/** Twilio keeps the pictures that people send: https://www.twilio.com/docs/messaging/guides/accepting-incoming-images */
const TWILIO_MEDIA = /^https:\/\/api(\.[a-z0-9-]+)*\.twilio\.com\//;

export interface ServiceOptions {
  /** Whether the service may fetch a picture from this URL. By default, only if Twilio keeps it. */
  mayFetch?: (url: string) => boolean;
}

/**
 * Sends bookings as JSON in a POST to `url`. The booking's key is the `Idempotency-Key`, because the same booking may
 * be sent more than once. Without a URL, the log gets only the reference of a booking.
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

/** @throws {LoggableError} its message does not quote the URL, which may hold a password */
function readServiceUrl(text: string): Service {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new LoggableError('BOOKINGS_URL is no http or https URL');
  }
  const { username, password } = url;
  url.username = url.password = '';
  const credentials = [username, password].map(decoded).join(':');
  return {
    url: url.href,
    // RFC 7617, 2
    authorization: username || password ? `Basic ${Buffer.from(credentials).toString('base64')}` : undefined,
  };
}

/** @throws {LoggableError} if there is a `%` that encodes nothing */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new LoggableError('BOOKINGS_URL has a name or password that is not percent-encoded');
  }
}

async function post(
  { url, authorization }: Service,
  key: string,
  booking: Omit<Booking, 'key'>,
): Promise<void> {
  const signal = AbortSignal.timeout(TIME_LIMIT);
  const { ok, status } = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
      ...(authorization !== undefined && { Authorization: authorization }),
    },
    body: JSON.stringify(booking),
    // A redirect would send the booking somewhere else. So it is an error, and its status is logged.
    redirect: 'manual',
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted
      ? new LoggableError(`the service at BOOKINGS_URL takes over ${TIME_LIMIT} ms`)
      : error;
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
