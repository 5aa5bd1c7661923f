import { appendFileSync } from 'node:fs';
import nock from 'nock';
import { deployed } from './twilio-api';

// Loaded into every process of a deploy under test, in the place of Twilio's Serverless API: a
// service that is deployed to dev with the SESSION_SECRET of DEPLOYED_SECRET. Whatever would have been
// changed is written to CHANGES.

const { DEPLOYED_SECRET = '', CHANGES = '' } = process.env;
const answers = deployed(DEPLOYED_SECRET === '' ? {} : { SESSION_SECRET: DEPLOYED_SECRET });
const host = /^https:\/\/serverless(-upload)?\.twilio\.com/;

nock.disableNetConnect();
nock.enableNetConnect('127.0.0.1');
nock(host)
  .persist()
  .get(/.*/)
  .reply((uri) => {
    const url = new URL(uri, 'https://serverless.twilio.com');
    url.searchParams.delete('PageSize');
    if (url.pathname.endsWith('/Status')) return [200, { status: 'completed' }];
    const [last = ''] = url.pathname.split('/').reverse();
    const key = last.toLowerCase();
    return [
      200,
      answers[`GET ${url.pathname}${url.search}`] ?? { [key]: [], meta: { key, next_page_url: null } },
    ];
  });
nock(host)
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
      : [201, { sid: `ZX${'7'.repeat(32)}` }];
  });
