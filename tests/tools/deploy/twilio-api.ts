import { RequestClient } from 'twilio';
import Response from 'twilio/lib/http/response';
import { connect } from '../../../tools/deploy/account/account';
import type { Plan } from '../../../tools/deploy/twilio-run/twilio-run';

/** Assembled, so that no scanner takes it for a real one. */
export const ACCOUNT_SID = `AC${'a'.repeat(32)}`;

export const PLAN: Plan = {
  username: ACCOUNT_SID,
  password: 'p'.repeat(32),
  accountSid: ACCOUNT_SID,
  serviceName: 'sms-conversations',
  serviceSid: undefined,
  environment: 'dev',
  region: undefined,
  edge: undefined,
  variables: {},
  envFile: '',
  envNames: [],
  functionsFolder: undefined,
  assetsFolder: undefined,
};

/** What the API answers: a body with status 200, a status with Twilio's error body, or a lost connection. */
type Answer = object | number | Error;

type Request = Parameters<RequestClient['request']>[0];

/**
 * Twilio's API, answering from what was recorded of it, and 404 to all else. Its paths are without
 * the account, `GET /IncomingPhoneNumbers.json?PhoneNumber=%2B14155550100`, and those of newer APIs with
 * their name, `GET messaging/v1/Services`.
 */
export class TwilioApi extends RequestClient {
  readonly client = connect(PLAN, this);
  /** Every request that changes something: its path, and what it sends. */
  readonly changes: [path: string, data: object][] = [];

  constructor(private readonly answers: Record<string, Answer>) {
    super();
  }

  override request<TData>(opts: Request): Promise<Response<TData>> {
    const { method, uri, params, data } = opts as Request & {
      params?: Record<string, string>;
      data?: object;
    };
    const url = new URL(uri);
    for (const [name, value] of Object.entries(params ?? {})) url.searchParams.append(name, value);
    url.searchParams.delete('PageSize');
    const [product = ''] = url.hostname.split('.');
    const resource = url.pathname.replace(`/2010-04-01/Accounts/${ACCOUNT_SID}`, '') + url.search;
    const path = `${method.toUpperCase()} ${product === 'api' ? '' : product}${resource}`;
    if (method !== 'get') this.changes.push([path, data ?? {}]);
    const answer = this.answers[path] ?? 404;
    if (answer instanceof Error) return Promise.reject(answer);
    const [status, body] =
      typeof answer === 'number' ? [answer, ERRORS[answer] ?? '<html>Bad gateway</html>'] : [200, answer];
    return Promise.resolve(new Response(status, JSON.stringify(body) as TData, {}));
  }
}

/** https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
const ERRORS: Record<number, object> = {
  401: {
    code: 20003,
    message: 'Authenticate',
    more_info: 'https://www.twilio.com/docs/errors/20003',
    status: 401,
  },
  403: {
    code: 20403,
    message: 'Forbidden',
    more_info: 'https://www.twilio.com/docs/errors/20403',
    status: 403,
  },
  404: {
    code: 20404,
    message: 'The requested resource was not found',
    more_info: 'https://www.twilio.com/docs/errors/20404',
    status: 404,
  },
  429: {
    code: 20429,
    message: 'Too Many Requests',
    more_info: 'https://www.twilio.com/docs/errors/20429',
    status: 429,
  },
  400: {
    code: 21402,
    message: 'Url is not valid',
    more_info: 'https://www.twilio.com/docs/errors/21402',
    status: 400,
  },
};

/** A page of a list, as the newer APIs write it. */
export function page(key: string, entries: readonly object[], next: string | null = null): object {
  const meta = {
    page: 0,
    page_size: 50,
    first_page_url: '',
    previous_page_url: null,
    url: '',
    next_page_url: next,
    key,
  };
  return { [key]: entries, meta };
}

/** A page of phone numbers, as the oldest API writes it. */
export function numbersPage(numbers: readonly object[], next: string | null = null): object {
  return {
    incoming_phone_numbers: numbers,
    page: 0,
    page_size: 50,
    first_page_uri: '',
    next_page_uri: next,
    previous_page_uri: null,
    start: 0,
    end: 0,
    uri: '',
  };
}

export function number(phoneNumber: string, rest: object = {}): object {
  return {
    sid: `PN${phoneNumber.replace('+', '').padStart(32, '0')}`,
    account_sid: ACCOUNT_SID,
    friendly_name: phoneNumber,
    phone_number: phoneNumber,
    sms_application_sid: '',
    sms_fallback_method: 'POST',
    sms_fallback_url: '',
    sms_method: 'POST',
    sms_url: 'https://demo.twilio.com/welcome/sms/reply',
    voice_url: 'https://demo.twilio.com/welcome/voice/',
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    ...rest,
  };
}

export function messagingService(sid: string, rest: object = {}): object {
  return {
    sid,
    account_sid: ACCOUNT_SID,
    friendly_name: 'Hotline',
    inbound_request_url: 'https://example.com/old',
    inbound_method: 'POST',
    fallback_url: null,
    fallback_method: 'POST',
    use_inbound_webhook_on_number: false,
    ...rest,
  };
}

const SERVICE = `ZS${'1'.repeat(32)}`;
const ENVIRONMENT = `ZE${'2'.repeat(32)}`;
const BUILD = `ZB${'3'.repeat(32)}`;

/** A service that is deployed to dev, with these variables, among others of the account. */
export function deployed(variables: Record<string, string> = {}): Record<string, object> {
  const services = 'serverless/v1/Services';
  const environments = `${services}/${SERVICE}/Environments`;
  return {
    [`GET ${services}`]: page(
      'services',
      [{ sid: `ZS${'9'.repeat(32)}`, unique_name: 'other' }],
      'https://serverless.twilio.com/v1/Services?Page=1',
    ),
    [`GET ${services}?Page=1`]: page('services', [{ sid: SERVICE, unique_name: 'sms-conversations' }]),
    [`GET ${environments}`]: page('environments', [
      {
        sid: `ZE${'8'.repeat(32)}`,
        domain_suffix: null,
        domain_name: 'sms-conversations-1234.twil.io',
        build_sid: null,
      },
      {
        sid: ENVIRONMENT,
        domain_suffix: 'dev',
        domain_name: 'sms-conversations-1234-dev.twil.io',
        build_sid: BUILD,
      },
    ]),
    [`GET ${services}/${SERVICE}/Builds/${BUILD}`]: {
      sid: BUILD,
      function_versions: [
        { path: '/sms', visibility: 'protected' },
        { path: '/inner', visibility: 'private' },
      ],
    },
    [`GET ${environments}/${ENVIRONMENT}/Variables`]: page(
      'variables',
      Object.entries(variables).map(([key, value]) => ({ key, value })),
    ),
  };
}
