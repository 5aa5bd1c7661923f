import { RequestClient } from 'twilio';
import type Response from 'twilio/lib/http/response';
import { ACCOUNT_SID, AccountApi } from '../../../tools/local-twilio';
import { connect } from '../../../tools/deploy/account/account';
import type { Plan } from '../../../tools/deploy/twilio-run/twilio-run';

export const PLAN: Plan = {
  accountSid: ACCOUNT_SID,
  authToken: 'p'.repeat(32),
  apiKey: undefined,
  serviceName: 'sms-conversations',
  serviceSid: undefined,
  mayOverride: false,
  environment: 'dev',
  region: undefined,
  edge: undefined,
  variables: {},
  envFile: '',
  envNames: [],
  functionsFolder: undefined,
  assetsFolder: undefined,
};

/** An account that answers from what was recorded, a client of it, and what the client has changed. */
export function account(answers: ConstructorParameters<typeof AccountApi>[0]) {
  const api = new AccountApi(answers);
  return { client: connect(PLAN, api), changes: api.changes };
}

/** A way to the stand-in of Twilio at a URL, for a client in this process. */
export class StandInClient extends RequestClient {
  constructor(private readonly url: string) {
    super();
  }

  override request<TData>(
    options: Parameters<RequestClient['request']>[0] & { headers?: object },
  ): Promise<Response<TData>> {
    const { host, pathname, search } = new URL(options.uri);
    const request = super.request.bind(this) as (asked: object) => Promise<Response<TData>>;
    const headers = { ...options.headers, 'X-Forwarded-Host': host };
    return request({ ...options, uri: this.url + pathname + search, headers });
  }
}
