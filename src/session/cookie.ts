import { MAX_HEADER_BYTES } from '../twilio/limits';
import type { SetCookie } from './store';

/** The one cookie we set: Twilio may keep only one for each pair of numbers. */
export const COOKIE_NAME = 'session';

/**
 * The largest value of the cookie, in bytes. A request and a response have other headers as well, and may have
 * {@link MAX_HEADER_BYTES} in all. What is left for the others:
 *
 *     1,024  for the headers that Twilio adds on either way, and the attributes it gives the cookie
 *        24  `Content-Type: text/xml` and its line end (a charset is of the headers Twilio adds)
 *        36  `Set-Cookie: session=;Max-Age=14400` and its line end, which is more than the
 *            `Cookie: session=` of the next request takes
 *         1  so that the sum stays under the limit
 */
export const MAX_COOKIE_VALUE = MAX_HEADER_BYTES - 1024 - 24 - 36 - 1;

/** Attributes of the cookie. Twilio adds `HttpOnly`, `Secure` and the `Domain` itself. */
export function cookieAttributes({ maxAge }: SetCookie): string[] {
  return [`Max-Age=${maxAge}`];
}

/**
 * The session cookie that came with a request, if any. It is not checked yet.
 *
 * @param event the Function's event. A webhook parameter named `request` replaces its `request`, so that may be
 *   anything
 */
export function cookieOf(event: unknown): string | undefined {
  const request = property(event, 'request');
  const parsed = property(property(request, 'cookies'), COOKIE_NAME);
  if (typeof parsed === 'string') return parsed;
  const header = property(property(request, 'headers'), 'cookie');
  // RFC 6265, 5.4: one header with `; ` between the pairs. A repeated one reaches us as an array.
  const headers = [header].flat().filter((line) => typeof line === 'string');
  return headers.length === 0 ? undefined : parse(headers.join('; '))[COOKIE_NAME];
}

/** Loads the package only when it is needed. That is rare, because the runtime parses most cookies. */
function parse(header: string): Record<string, string | undefined> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
  const { parseCookie } = require('cookie') as typeof import('cookie');
  return parseCookie(header);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
