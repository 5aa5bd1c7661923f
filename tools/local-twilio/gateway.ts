import http from 'node:http';
import { pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import { LIMITS } from './limits';
import { close, listen } from './loopback';
import type { Visibility } from './serverless/upload';

/** Headers that the gateway does not pass on: those of one connection (RFC 9110, 7.6.1), and the server's name. */
const KEPT_BACK = new Set(['connection', 'keep-alive', 'transfer-encoding', 'x-powered-by']);

export interface GatewayOptions {
  /** The domain of the Functions: `sms-conversations-0000-dev.twil.io`. */
  readonly domain: string;
  /** The paths of the Functions, and who may call each one. */
  readonly functions: ReadonlyMap<string, Visibility>;
  /** The port on 127.0.0.1 at which the Functions answer. */
  readonly port: number;
  readonly authToken: string;
}

export interface Gateway {
  /** The `connect` option of a carrier that texts the domain. */
  readonly connect: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Serves Twilio's gateway in front of the Functions, with its rules for signatures and cookies. (The carrier
 * checks the size of headers and the age of cookies, because it sees what the gateway lets through.)
 *
 * https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
export async function startGateway({ domain, functions, port, authToken }: GatewayOptions): Promise<Gateway> {
  const server = http.createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}`;
  return { connect: { [domain]: url }, close: () => close(server) };

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { url: target = '', method, headers } = request;
    const visibility = functions.get(new URL(target, url).pathname);
    const body = await text(request);
    if (visibility === undefined || visibility === 'private') {
      response.writeHead(404).end('No Function has this path.');
      return;
    }
    const signature = String(headers['x-twilio-signature']);
    const params = Object.fromEntries(new URLSearchParams(body));
    if (
      visibility === 'protected' &&
      !validateRequest(authToken, signature, `https://${domain}${target}`, params)
    ) {
      response.writeHead(400).end('The signature is not Twilio’s.');
      return;
    }
    const signal = AbortSignal.timeout(LIMITS.execution.value);
    const forwarded = http.request({ host: '127.0.0.1', port, path: target, method, headers, signal });
    forwarded.on('response', (answered) => {
      response.removeHeader('connection'); // it would count as a header of the Function's
      response.writeHead(answered.statusCode ?? 0, headersOf(answered.rawHeaders, domain));
      pipeline(answered, response, () => undefined);
    });
    forwarded.on('error', ({ message }) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end(message);
    });
    forwarded.end(body);
  }
}

function headersOf(rawHeaders: readonly string[], domain: string): string[] {
  return rawHeaders.flatMap((name, at) => {
    const value = rawHeaders[at + 1] ?? '';
    if (at % 2 === 1 || KEPT_BACK.has(name.toLowerCase())) return [];
    return [name, name.toLowerCase() === 'set-cookie' ? withAttributes(value, domain) : value];
  });
}

/** https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/setting-and-modifying */
function withAttributes(setCookie: string, domain: string): string {
  const [cookie = '', ...attributes] = setCookie.split(/;\s*/);
  const names = new Set(attributes.map((attribute) => attribute.replace(/=.*/, '').trim().toLowerCase()));
  const kept = attributes.filter((attribute) => !/^domain\s*=/i.test(attribute));
  return [
    cookie,
    ...kept,
    ...(names.has('httponly') ? [] : ['HttpOnly']),
    ...(names.has('secure') ? [] : ['Secure']),
    `Domain=${domain}`,
  ].join('; ');
}
