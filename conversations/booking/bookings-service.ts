import { LoggableError } from '../../src';
import type { Booking, Save } from './booking';

/** Less than the eight seconds that a turn may take, so that the log can say who was late. */
const TIME_LIMIT = 5000;

/**
 * Where bookings go: a POST of JSON to `url`, with the booking's key as `Idempotency-Key`, since the
 * same booking may be sent more than once. Without a URL it is logged, by its reference alone.
 *
 * @throws {LoggableError} where the service does not accept the booking
 */
export function saveTo(url: string | undefined): Save {
  return async ({ key, ...booking }) => {
    if (url) await post(url, key, booking);
    else console.log(`Booked ${referenceOf(key)}. Set BOOKINGS_URL to send it somewhere.`);
    return referenceOf(key);
  };
}

async function post(url: string, key: string, booking: Omit<Booking, 'key'>): Promise<void> {
  const { ok, status } = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(booking),
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
