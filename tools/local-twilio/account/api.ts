import type { RequestClient } from 'twilio';
import Response from 'twilio/lib/http/response';
import { refused } from '../api-call';
import type { ApiErrorCode } from '../api-error';
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
const ERRORS: Readonly<Record<number, ApiErrorCode>> = {
  400: 21402,
  401: 20003,
  403: 20403,
  404: 20404,
  429: 20429,
};

function refusal(status: number): object | string | undefined {
  const code = ERRORS[status];
  return code === undefined ? '<html>Bad gateway</html>' : refused(code).body;
}
