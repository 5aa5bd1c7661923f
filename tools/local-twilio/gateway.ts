import http from 'node:http';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import type { Headers } from './carrier/headers';
import { LIMITS } from './limits';
import type { Visibility } from './serverless/upload';

/** Of one connection, not of the response (RFC 9110, 7.6.1); and the name of the server behind. */
const KEPT_BACK = new Set(['connection', 'keep-alive', 'transfer-encoding', 'x-powered-by']);

export interface GatewayOptions {
  /** As in `sms-conversations-0000-dev.twil.io`. */
  readonly domain: string;
  /** Who reaches which path. */
  readonly functions: ReadonlyMap<string, Visibility>;
  /** Of 127.0.0.1, where the Functions answer. */
  readonly port: number;
  readonly authToken: string;
}

/**
 * Stands in front of the Functions as Twilio's gateway does: whoever calls `https://<domain>/…` from
 * this process comes to them, under the gateway's rules for signatures and cookies. (The rules for the
 * size of headers and the age of cookies are the carrier's, which sees what the gateway lets through.)
 *
 * https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 *
 * @returns what takes it away
 */
export async function openGateway({
  domain,
  functions,
  port,
  authToken,
}: GatewayOptions): Promise<() => void> {
  // It stands in front of every request of a process that loads it.
  const { default: nock } = await import('nock');
  if (!nock.isActive()) nock.activate();
  const origin = `https://${domain}`;
  const open = nock(origin).persist().post(/.*/);
  open.reply(async function (uri, body) {
    const visibility = functions.get(new URL(uri, origin).pathname);
    if (visibility === undefined || visibility === 'private') return [404, 'No Function has this path.'];
    const { 'x-twilio-signature': signature = '' } = this.req.headers;
    const form = typeof body === 'string' ? body : JSON.stringify(body);
    const params = Object.fromEntries(new URLSearchParams(form));
    if (visibility === 'protected' && !validateRequest(authToken, signature, origin + uri, params)) {
      return [400, 'The signature is not Twilio’s.'];
    }
    try {
      const response = await forward({ port, uri, headers: this.req.headers, body: form });
      return [response.status, response.body, headersOf(response.headers, domain)];
    } catch (error) {
      return [502, (error as Error).message];
    }
  });
  return () => {
    nock.removeInterceptor(open);
    // Whatever this process sends afterwards is none of nock's business, unless somebody else uses it.
    if (nock.activeMocks().length === 0) nock.restore();
  };
}

interface Forwarded {
  readonly port: number;
  readonly uri: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

function forward({ port, uri, headers, body }: Forwarded): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        path: uri,
        method: 'POST',
        headers,
        signal: AbortSignal.timeout(LIMITS.execution.value),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const { statusCode: status = 0, rawHeaders } = incoming;
          const pairs = rawHeaders.flatMap((name, at) =>
            at % 2 ? [] : [[name, rawHeaders[at + 1] ?? ''] as const],
          );
          resolve({ status, headers: pairs, body: Buffer.concat(chunks).toString() });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function headersOf(headers: Headers, domain: string): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (key === 'set-cookie') kept[key] = [kept[key] ?? [], withAttributes(value, domain)].flat();
    else if (!KEPT_BACK.has(key)) kept[key] = value;
  }
  return kept;
}

/** https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/setting-and-modifying */
export function withAttributes(setCookie: string, domain: string): string {
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
