import { ACCOUNT_SID, AccountApi } from '../../../tools/local-twilio';
import { connect } from '../../../tools/deploy/account/account';
import type { Plan } from '../../../tools/deploy/twilio-run/twilio-run';

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

/** An account that answers from what was recorded, a client of it, and what the client has changed. */
export function account(answers: ConstructorParameters<typeof AccountApi>[0]) {
  const api = new AccountApi(answers);
  return { client: connect(PLAN, api), changes: api.changes };
}
