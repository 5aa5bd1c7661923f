import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { refused, send, type ApiAnswer } from '../api-call';
import type { ApiError } from '../api-error';
import { close, listen } from '../loopback';
import { ServerlessApi, type ApiRequest } from '../serverless/api';
import { readForm } from '../serverless/form';
import { ACCOUNT_SID, numbersPage, page } from './resources';

/** One request to Twilio. */
export interface AccountRequest extends ApiRequest {
  /** As in `serverless.twilio.com`. */
  readonly host: string;
  /** The user name and password: `AC…:token`. */
  readonly credentials: string;
}

export interface AccountOptions {
  /** Its phone numbers, as its oldest API gives them; see {@link number}. */
  readonly numbers?: readonly Readonly<Record<string, unknown>>[];
  /** Its Messaging Services; see {@link messagingService}. */
  readonly messagingServices?: readonly object[];
  /** Its rules for webhooks: https://www.twilio.com/docs/usage/webhooks/webhook-rules */
  readonly webhookRules?: readonly object[];
  /** Is called before each request is handled. If it gives an error, that is the answer. */
  readonly mishap?: (request: AccountRequest) => ApiError | undefined;
  /** The number in the domains of the first service: `1234`. */
  readonly firstNumber?: number;
  /** Whether every build fails. */
  readonly failsToBuild?: boolean;
  /** Answers requests to a domain of Functions: `sms-conversations-1234-dev.twil.io`. */
  readonly functions?: (request: IncomingMessage, response: ServerResponse, domain: string) => void;
}

export interface ServedAccount {
  readonly url: string;
  readonly serverless: ServerlessApi;
  /** The requests that were to change something, in their order: `POST serverless.twilio.com/v1/Services`. */
  readonly changes: readonly string[];
  /** The credentials of all requests. */
  readonly credentials: ReadonlySet<string>;
  close(): Promise<void>;
}

/**
 * Serves a stand-in of a Twilio account, with all APIs that a deploy uses. A process that has loaded
 * `account/offline.cjs` sends its requests here instead of to Twilio.
 */
export async function startAccount({
  numbers = [],
  messagingServices = [],
  webhookRules = [],
  mishap,
  firstNumber = 1234,
  failsToBuild = false,
  functions,
}: AccountOptions = {}): Promise<ServedAccount> {
  const serverless = new ServerlessApi(firstNumber, failsToBuild ? 'failed' : 'completed');
  const owned = numbers.map((one) => ({ ...one }));
  const changes: string[] = [];
  const credentials = new Set<string>();
  const server = createServer((request, response) => {
    const host = String(request.headers['x-forwarded-host']);
    if (host.endsWith('.twil.io') && functions) {
      functions(request, response, host);
      return;
    }
    respond(request, host).then(
      (answer) => send(response, answer),
      (error: unknown) => response.destroy(error as Error),
    );
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}`;
  return { url, serverless, changes, credentials, close: () => close(server) };

  async function respond(request: IncomingMessage, host: string): Promise<ApiAnswer> {
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    const { method = '', headers } = request;
    const { authorization = '' } = headers;
    const asked: AccountRequest = {
      method,
      host,
      path: pathname,
      fields: await readForm(await buffer(request), headers['content-type'] ?? ''),
      credentials: Buffer.from(authorization.slice('Basic '.length), 'base64').toString(),
    };
    credentials.add(asked.credentials);
    if (method !== 'GET') changes.push(`${method} ${host}${pathname}`);
    const error = mishap?.(asked);
    if (error) return refused(error);
    const [product = ''] = host.split('.');
    if (product.startsWith('serverless')) return serverless.handle(asked);
    const body = handle(`${product}${pathname}`, asked, searchParams);
    return body ? { status: 200, body } : refused(20404);
  }

  function handle(place: string, { method, fields }: AccountRequest, query: URLSearchParams) {
    const inNumbers = `api/2010-04-01/Accounts/${ACCOUNT_SID}/IncomingPhoneNumbers`;
    if (place === `${inNumbers}.json`) {
      const wanted = query.get('PhoneNumber');
      return numbersPage(owned.filter(({ phone_number }) => wanted === null || phone_number === wanted));
    }
    if (place.startsWith(`${inNumbers}/`) && method === 'POST') {
      const found = owned.find(({ sid }) => place === `${inNumbers}/${String(sid)}.json`);
      return found && Object.assign(found, changedBy(fields));
    }
    if (place === 'messaging/v1/Services') return page('services', messagingServices);
    if (place === 'webhooks/v1/Webhooks/Rules') return page('rules', webhookRules);
    return undefined;
  }
}

/** `SmsUrl` changes `sms_url`. */
function changedBy(fields: ApiRequest['fields']): object {
  const names = ['SmsUrl', 'SmsMethod', 'SmsFallbackUrl', 'SmsFallbackMethod'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = fields.get(name);
      return value === null ? [] : [[name.replace(/\B[A-Z]/g, '_$&').toLowerCase(), value]];
    }),
  );
}
