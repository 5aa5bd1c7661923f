import type { IncomingMessage } from 'node:http';

/**
 * A page elsewhere can make a browser send requests here. So a request has to name a local host: a foreign name
 * that resolves to 127.0.0.1 would make that page our own. And only our own page can change anything.
 *
 * @returns the HTTP status that refuses the request; `undefined` if it may pass
 */
export function refusal({ method, headers }: IncomingMessage, port: number): number | undefined {
  const { host = '', origin, 'content-type': type } = headers;
  if (!isLocal(host, port)) return 421;
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (method !== 'POST') return 405;
  if (origin !== `http://${host}`) return 403;
  // Another site can send a form without a preflight request, but not JSON.
  return type?.split(';')[0]?.trim().toLowerCase() === 'application/json' ? undefined : 415;
}

/** The same for a request to one of Twilio's APIs. A program makes it, which has no origin. */
export function refusalOfApi({ headers }: IncomingMessage, port: number): number | undefined {
  if (!isLocal(headers.host, port)) return 421;
  return headers.origin === undefined ? undefined : 403;
}

function isLocal(host: string | undefined, port: number): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].some((name) => host === `${name}:${port}`);
}

/** Our page loads what is ours, and pictures. What is said in a text stays text. */
export const SECURITY_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    // A reply may show a picture from anywhere.
    "img-src 'self' http: https:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
} as const;
