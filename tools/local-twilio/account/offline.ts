import { appendFileSync } from 'node:fs';
import nock from 'nock';
import { RequestClient } from 'twilio';
import { SERVERLESS_API } from '../serverless/stand-in';
import { AccountApi } from './api';
import { deployed, number, numbersPage, page } from './resources';

// Loaded into every process of a command under test, in the place of Twilio: a service that is deployed
// to dev with the SESSION_SECRET of DEPLOYED_SECRET, and a number. What twilio-run would have changed is
// written to CHANGES.

const { DEPLOYED_SECRET = '', CHANGES = '' } = process.env;
const OURS = number('+14155550100', { sid: `PN${'1'.repeat(32)}` });
const answers: Record<string, object> = {
  ...deployed(DEPLOYED_SECRET === '' ? {} : { SESSION_SECRET: DEPLOYED_SECRET }),
  'GET /IncomingPhoneNumbers.json?PhoneNumber=%2B14155550100': numbersPage([OURS]),
  'GET messaging/v1/Services': page('services', []),
  [`POST /IncomingPhoneNumbers/PN${'1'.repeat(32)}.json`]: {
    ...OURS,
    sms_url: 'https://sms-conversations-1234-dev.twil.io/sms',
  },
};

const api = new AccountApi(answers);
RequestClient.prototype.request = (opts) => api.request(opts);

nock.disableNetConnect();
nock.enableNetConnect('127.0.0.1');
nock(SERVERLESS_API)
  .persist()
  .get(/.*/)
  .reply((uri) => {
    const { pathname, search } = new URL(uri, 'https://serverless.twilio.com');
    if (pathname.endsWith('/Status')) return [200, { status: 'completed' }];
    const key = (pathname.split('/').at(-1) ?? '').toLowerCase();
    return [200, answers[`GET serverless${pathname}${search}`] ?? page(key, [])];
  });
nock(SERVERLESS_API)
  .persist()
  .post(/.*/)
  .reply(function (uri) {
    const { authorization = '' } = this.req.headers;
    appendFileSync(
      CHANGES,
      `${uri} ${Buffer.from(authorization.slice('Basic '.length), 'base64').toString()}\n`,
    );
    // A service of this name is there already.
    return uri === '/v1/Services'
      ? [409, { code: 20409, message: 'Conflict' }]
      : [201, { sid: `${uri.endsWith('/Builds') ? 'ZB' : 'ZX'}${'7'.repeat(32)}` }];
  });
