import type { RequestClient } from 'twilio';
import Response from 'twilio/lib/http/response';
import { bodyOf, type ApiError } from '../api-error';
import { ACCOUNT_SID } from './resources';

/** What the API answers: a body with status 200, a status with Twilio's error body, or a lost connection. */
type Answer = object | number | Error;

type Request = Parameters<RequestClient['request']>[0];

/**
 * Twilio's API for an account. It gives recorded answers, and 404 for all other paths. A path leaves out the
 * account, `GET /IncomingPhoneNumbers.json?PhoneNumber=%2B14155550100`. That of a newer API begins with the
 * API's name, `GET messaging/v1/Services`.
 *
 * It replaces the HTTP client of the `twilio` package: `twilio(sid, token, { httpClient: api })`.
 */
export class AccountApi implements Pick<RequestClient, 'request'> {
  /** Every request that changes something: its path and its data. */
  readonly changes: [path: string, data: object][] = [];

  constructor(private readonly answers: Record<string, Answer>) {}

  request<TData>(opts: Request): Promise<Response<TData>> {
    const { method, uri, params, data } = opts as Request & {
      params?: Record<string, string>;
      data?: object;
    };
    const url = new URL(uri);
    for (const [name, value] of Object.entries<string>(params ?? {})) url.searchParams.append(name, value);
    url.searchParams.delete('PageSize');
    const [product = ''] = url.hostname.split('.');
    const resource = url.pathname.replace(`/2010-04-01/Accounts/${ACCOUNT_SID}`, '') + url.search;
    const path = `${method.toUpperCase()} ${product === 'api' ? '' : product}${resource}`;
    if (method !== 'get') this.changes.push([path, data ?? {}]);
    const answer = this.answers[path] ?? 404;
    if (answer instanceof Error) return Promise.reject(answer);
    const [status, body] = typeof answer === 'number' ? [answer, refusal(answer)] : [200, answer];
    return Promise.resolve(new Response(status, JSON.stringify(body) as TData, {}));
  }
}

/** Twilio's error for each status. A 502 comes from a proxy and has none. */
const ERRORS: readonly ApiError[] = [
  { status: 400, code: 21402, message: 'Url is not valid' },
  { status: 401, code: 20003, message: 'Authenticate' },
  { status: 403, code: 20403, message: 'Forbidden' },
  { status: 404, code: 20404, message: 'The requested resource was not found' },
  { status: 429, code: 20429, message: 'Too Many Requests' },
];

function refusal(status: number): object | string {
  const error = ERRORS.find((known) => known.status === status);
  return error ? bodyOf(error) : '<html>Bad gateway</html>';
}
