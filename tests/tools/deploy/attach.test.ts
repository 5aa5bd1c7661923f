import { UserError } from '../../../tools/cli/user-error';
import { connect } from '../../../tools/deploy/account/account';
import { readCredentials, type Credentials } from '../../../tools/deploy/account/credentials';
import { attach, undo } from '../../../tools/deploy/account/attachment';
import { findWebhook } from '../../../tools/deploy/account/deployed';
import { UnknownPath } from '../../../tools/deploy/account/webhook-path';
import { reachTwilio } from '../../../tools/deploy/account/reach';
import { webhookRuleFor } from '../../../tools/deploy/account/webhook-rule';
import {
  numberTarget,
  serviceTarget,
  type Target,
  type WantedSetting,
} from '../../../tools/deploy/account/webhook-setting';
import { deployed, messagingService, number, numbersPage, page } from '../../../tools/local-twilio';
import { PLAN, account } from './account';

const OURS = '+14155550100';
const SID = `PN${'14155550100'.padStart(32, '0')}`;
const SERVICE = `MG${'4'.repeat(32)}`;
const SEARCH = `GET /IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(OURS)}`;
const URL = 'https://sms-conversations-1234-dev.twil.io/sms';
const WANTED = { url: URL, method: 'POST', fallbackUrl: undefined };

const noServices = { 'GET messaging/v1/Services': page('services', []) };

function owning(rest: object = {}): Record<string, object> {
  return {
    [SEARCH]: numbersPage([number(OURS, rest)]),
    [`POST /IncomingPhoneNumbers/${SID}.json`]: number(OURS, { ...rest, sms_url: URL, sms_method: 'POST' }),
    ...noServices,
  };
}

interface Attaching {
  confirmed?: boolean;
  wanted?: WantedSetting;
  rule?: string;
}

async function attaching(target: Target, { confirmed = true, wanted = WANTED, rule }: Attaching = {}) {
  const said: string[] = [];
  const questions: string[] = [];
  const done = await attach(target, wanted, rule, {
    say: (text) => said.push(text),
    confirm: (question) => {
      questions.push(question);
      return Promise.resolve(confirmed);
    },
  });
  return { done, said: said.join('\n'), questions };
}

describe('a number', () => {
  test('is shown, confirmed, changed in nothing but its webhook, and can be put back', async () => {
    const api = account(owning({ sms_method: 'GET', sms_fallback_url: 'https://example.com/fallback' }));
    const { done, said, questions } = await attaching(await numberTarget(api.client, OURS));
    expect(done).toBe(true);
    expect(questions).toStrictEqual(['Change it?']);
    expect(api.changes).toStrictEqual([
      [`POST /IncomingPhoneNumbers/${SID}.json`, { SmsUrl: URL, SmsMethod: 'POST' }],
    ]);
    expect(said).toMatch(
      /now {3}https:\/\/demo\.twilio\.com\/welcome\/sms\/reply by GET\n {2}then {2}https:/,
    );
    expect(said).toContain('as before, https://example.com/fallback.');
    expect(said).toContain(
      `npm run attach -- ${OURS} --url 'https://demo.twilio.com/welcome/sms/reply' --method GET`,
    );
  });

  test('gets a fallback if one is asked for, and the one that was there can be put back', async () => {
    const fallback = 'https://example.com/sorry';
    const there = owning({ sms_fallback_url: 'https://example.com/old' });
    const changed = number(OURS, { sms_url: URL, sms_fallback_url: fallback });
    const api = account({ ...there, [`POST /IncomingPhoneNumbers/${SID}.json`]: changed });
    const { done, said } = await attaching(await numberTarget(api.client, OURS), {
      wanted: { ...WANTED, fallbackUrl: fallback },
    });
    expect(done).toBe(true);
    expect(api.changes).toStrictEqual([
      [
        `POST /IncomingPhoneNumbers/${SID}.json`,
        { SmsUrl: URL, SmsMethod: 'POST', SmsFallbackUrl: fallback },
      ],
    ]);
    expect(said).toContain(`and if that fails ${fallback}, until now https://example.com/old.`);
    expect(said).toContain(`reply' --fallback 'https://example.com/old'`);
    const same = account(owning({ sms_url: URL, sms_fallback_url: fallback }));
    const again = { wanted: { ...WANTED, fallbackUrl: fallback } };
    expect(await attaching(await numberTarget(same.client, OURS), again)).toMatchObject({ questions: [] });
  });

  test('says if a fallback does not take', async () => {
    const api = account(owning());
    const { done, said } = await attaching(await numberTarget(api.client, OURS), {
      wanted: { ...WANTED, fallbackUrl: 'https://example.com/sorry' },
    });
    expect(done).toBe(false);
    expect(said).toMatch(/It did not take effect: .* by POST, and if that fails nothing\. Look/);
  });

  test('if the change does not take, it says so', async () => {
    const deaf = { ...owning(), [`POST /IncomingPhoneNumbers/${SID}.json`]: number(OURS) };
    const { done, said } = await attaching(await numberTarget(account(deaf).client, OURS));
    expect(done).toBe(false);
    expect(said).toMatch(
      /\nIt did not take effect: .* calls https:\/\/demo\.twilio\.com\/welcome\/sms\/reply by POST, and .* Look in the Console .*$/,
    );
    expect(said).not.toMatch(/Changed|put it back/);
  });

  test('is left alone if that is not confirmed, and if there is nothing to change', async () => {
    const api = account(owning());
    const refused = await attaching(await numberTarget(api.client, OURS), { confirmed: false });
    expect(refused).toMatchObject({
      done: false,
      said: expect.stringMatching(/Nothing was changed\.$/) as string,
    });
    const same = account(owning({ sms_url: URL }));
    const { done, questions } = await attaching(await numberTarget(same.client, OURS));
    expect({ done, questions }).toStrictEqual({ done: true, questions: [] });
    expect([...api.changes, ...same.changes]).toStrictEqual([]);
  });

  test('is refused if the account does not own it, with those that it owns', async () => {
    const none = account({
      [SEARCH]: numbersPage([]),
      'GET /IncomingPhoneNumbers.json': numbersPage([]),
    });
    await expect(numberTarget(none.client, OURS)).rejects.toThrow(
      new UserError(`The account does not own ${OURS}. It owns no number yet.`),
    );
    const other = account({
      [SEARCH]: numbersPage([number('+141555501009')]),
      'GET /IncomingPhoneNumbers.json': numbersPage([number('+14155550199'), number('+14155550198')]),
    });
    await expect(numberTarget(other.client, OURS)).rejects.toThrow(
      `The account does not own ${OURS}. It owns +14155550199, +14155550198.`,
    );
  });

  test('is found on whatever page it is', async () => {
    const next = `${SEARCH.slice(4)}&Page=1`;
    const api = account({
      ...owning(),
      [SEARCH]: numbersPage([number('+14155550101')], `/2010-04-01/Accounts/${PLAN.accountSid}${next}`),
      [`GET ${next}`]: numbersPage([number(OURS)]),
    });
    expect((await numberTarget(api.client, OURS)).name).toBe(OURS);
  });

  test('is overridden by an application', async () => {
    const api = account(owning({ sms_application_sid: `AP${'5'.repeat(32)}` }));
    const { said } = await attaching(await numberTarget(api.client, OURS));
    expect(said).toMatch(/But this has no effect yet\. The application AP5+ is set on the number/);
  });

  test.each([
    [
      false,
      /no effect yet\. The number is in the Messaging Service Hotline \(MG4+\), which calls https:\/\/example\.com\/old/,
    ],
    [true, /^(?![^]*no effect)/],
  ])('in a Messaging Service that leaves messages to its numbers: %s', async (use, expected) => {
    const other = `MG${'6'.repeat(32)}`;
    const api = account({
      ...owning(),
      'GET messaging/v1/Services': page(
        'services',
        [messagingService(other)],
        'https://messaging.twilio.com/v1/Services?Page=1',
      ),
      'GET messaging/v1/Services?Page=1': page('services', [
        messagingService(SERVICE, { use_inbound_webhook_on_number: use }),
      ]),
      [`GET messaging/v1/Services/${other}/PhoneNumbers`]: page('phone_numbers', []),
      [`GET messaging/v1/Services/${SERVICE}/PhoneNumbers`]: page('phone_numbers', [
        { sid: SID, phone_number: OURS },
      ]),
    });
    expect((await attaching(await numberTarget(api.client, OURS))).said).toMatch(expected);
  });

  test('can be set to nothing again', async () => {
    const target = await numberTarget(account(owning({ sms_url: '' })).client, OURS);
    expect(undo(target, WANTED)).toBe(`npm run attach -- ${OURS} --url ''`);
    const current = { url: `https://a.b/?c='&d`, method: 'POST', fallbackUrl: '' };
    expect(undo({ args: [OURS], current }, WANTED)).toBe(
      `npm run attach -- ${OURS} --url 'https://a.b/?c='\\''&d'`,
    );
  });
});

describe('a Messaging Service', () => {
  const path = `messaging/v1/Services/${SERVICE}`;
  const there = (rest: object = {}) => ({
    [`GET ${path}`]: messagingService(SERVICE, rest),
    [`POST ${path}`]: messagingService(SERVICE, { ...rest, inbound_request_url: URL }),
    [`GET ${path}/PhoneNumbers`]: page('phone_numbers', [{ sid: SID, phone_number: OURS }]),
  });

  test('is changed in nothing but its webhook', async () => {
    const api = account(there());
    const { done, said } = await attaching(await serviceTarget(api.client, SERVICE, OURS));
    expect(done).toBe(true);
    expect(api.changes).toStrictEqual([[`POST ${path}`, { InboundRequestUrl: URL, InboundMethod: 'POST' }]]);
    expect(said).toContain(`npm run attach -- --service ${SERVICE} --url 'https://example.com/old'`);
  });

  test('is overridden if it leaves messages to its numbers', async () => {
    const api = account(there({ use_inbound_webhook_on_number: true, inbound_request_url: null }));
    const { said } = await attaching(await serviceTarget(api.client, SERVICE, undefined));
    expect(said).toMatch(
      /now {3}nothing\n[^]*no effect yet\. The service leaves incoming messages to the webhook/,
    );
  });

  test('is refused if there is none, and if the number is not in it', async () => {
    await expect(serviceTarget(account({}).client, SERVICE, undefined)).rejects.toThrow(
      `Could not read the Messaging Service ${SERVICE}: Twilio finds it neither in this account nor in this region (HTTP 404, error 20404).`,
    );
    await expect(serviceTarget(account(there()).client, SERVICE, '+14155550199')).rejects.toThrow(
      `+14155550199 is not in the Messaging Service Hotline (${SERVICE}).`,
    );
  });
});

describe('where Twilio does not answer as it should', () => {
  const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  const cases: [object | number | Error, RegExp][] = [
    [401, /refuses the credentials \(HTTP 401, error 20003\)/],
    [403, /may not do that/],
    [404, /finds it neither in this account nor/],
    [429, /too many requests .* Wait a minute/],
    [400, /Twilio says: Url is not valid \(HTTP 400, error 21402\)/],
    [502, /a problem of its own \(HTTP 502\)/],
    [lost, /could not be reached \(ECONNRESET\)/],
  ];

  test.each(cases)('%p to a question: nothing is changed', async (answer, message) => {
    const api = account({ ...owning(), [SEARCH]: answer });
    const looking = numberTarget(api.client, OURS);
    await expect(looking).rejects.toThrow(UserError);
    await expect(looking).rejects.toThrow(message);
    expect(api.changes).toStrictEqual([]);
  });

  test.each(cases)('%p to the change itself', async (answer, message) => {
    const api = account({ ...owning(), [`POST /IncomingPhoneNumbers/${SID}.json`]: answer });
    await expect(attaching(await numberTarget(api.client, OURS))).rejects.toThrow(message);
  });
});

describe('a rule of the webhooks configuration', () => {
  const rules = 'GET webhooks/v1/Webhooks/Rules';
  const rule = (id: string, matchType: string, rest: object = {}) => ({
    id,
    matchType,
    ...rest,
    settings: [],
  });
  const other = rule('other', 'PREFIX_MATCH', { prefix: 'https://example.com/' });
  const byDefault = rule('default', 'DEFAULT');
  const byPrefix = rule('prefix', 'PREFIX_MATCH', { prefix: 'https://sms-' });
  const byLongerPrefix = rule('longer', 'PREFIX_MATCH', { prefix: 'https://sms-conversations' });
  const exact = rule('exact', 'EXACT_MATCH', { value: URL });

  test.each([
    ['none', [other], undefined],
    ['the default', [other, byDefault], 'default'],
    ['the longer prefix', [byDefault, byPrefix, byLongerPrefix], 'longer'],
    ['the exact one', [exact, byDefault, byLongerPrefix], 'exact'],
  ])('that applies is found: %s', async (_, list, expected) => {
    const { client } = account({ [rules]: { rules: list } });
    expect(await webhookRuleFor(client, URL)).toBe(expected);
  });

  test.each([404, 403, new Error('lost'), {}])('that cannot be read is none: %p', async (answer) => {
    expect(await webhookRuleFor(account({ [rules]: answer }).client, URL)).toBeUndefined();
  });

  test('is said, with what it overrides', async () => {
    const { said } = await attaching(await numberTarget(account(owning()).client, OURS), { rule: 'rule_1' });
    expect(said).toMatch(
      /has a rule for this URL, rule_1\. It overrides timeouts, retries and how Twilio signs/,
    );
  });
});

describe('the deployed Function', () => {
  test('is found by service, environment and path', async () => {
    const { client } = account(deployed());
    expect(await findWebhook(client, PLAN, undefined, [])).toBe(URL);
    await expect(findWebhook(client, PLAN, '/inner', [])).rejects.toThrow(
      new UnknownPath('There is no Function at /inner. There are: /sms.'),
    );
  });

  test.each([
    ['a service', { serviceName: 'nowhere' }],
    ['an environment', { environment: 'stage' }],
    ['a build', { environment: '' }],
  ])('says how to deploy where there is not %s', async (_, place) => {
    const { client } = account(deployed());
    const finding = findWebhook(client, { ...PLAN, ...place }, undefined, ['--environment=stage']);
    await expect(finding).rejects.toThrow(UserError);
    await expect(finding).rejects.toThrow(
      /^Nothing is deployed to .* Deploy first: npm run deploy -- --environment=stage$/,
    );
  });
});

test('credentials that are missing, or cannot be right, are explained before Twilio is asked', () => {
  const key = { sid: `SK${'a'.repeat(32)}`, secret: 's' };
  expect(() => connect({ ...PLAN, accountSid: '', authToken: '' })).toThrow(
    /^There is no ACCOUNT_SID and no AUTH_TOKEN\. Nothing has been done\.\n/,
  );
  expect(() => connect({ ...PLAN, accountSid: 'ACxxxx' })).toThrow(/^ACCOUNT_SID is malformed: it is AC and/);
  expect(saidOf({ accountSid: '', apiKey: key })).toMatch(
    /^There is no ACCOUNT_SID\. Nothing has been done\.\nACCOUNT_SID is in Twilio's Console(?![^]*AUTH_TOKEN)/,
  );
  expect(saidOf({ accountSid: '' })).toMatch(
    /^There is no ACCOUNT_SID\. [^]*\nACCOUNT_SID is in (?![^]*API)/,
  );
  // What concerns the key comes first.
  expect(saidOf({ apiKey: { ...key, secret: '' } })).toMatch(
    /^There is no TWILIO_API_SECRET\. Nothing has been done\.\nAn API key takes both (?![^]*AUTH_TOKEN=…)/,
  );
  expect(saidOf({ apiKey: { ...key, sid: '' }, accountSid: '' })).toMatch(
    /^There is no ACCOUNT_SID and no TWILIO_API_KEY\. .*\nAn API key takes both [^]*\nACCOUNT_SID is in /,
  );
  expect(saidOf({ apiKey: { ...key, sid: PLAN.accountSid } })).toMatch(
    /^TWILIO_API_KEY is malformed: it is SK and .*\nAn API key takes both /,
  );
  expect(() => connect({ ...PLAN, apiKey: key, authToken: '' })).not.toThrow();
});

test.each([{ TWILIO_API_KEY: 'SK1' }, { TWILIO_API_SECRET: 's' }])(
  'an API key in .env is said to go unread, if there is nothing else: %j',
  (inFile) => {
    expect(() => reachTwilio({ ACCOUNT_SID: PLAN.accountSid, AUTH_TOKEN: '', ...inFile })).toThrow(
      /^There is no AUTH_TOKEN\. .*\n\.env holds an API key/,
    );
    const credentials = readCredentials({ ACCOUNT_SID: PLAN.accountSid, ...inFile }, {});
    expect(saidOf({ ...credentials })).toMatch(
      /^There is no AUTH_TOKEN\. Nothing has been done\.\n\.env holds an API key, and none is read from there\. Remove it from \.env\. Set it in the environment only/,
    );
    expect(saidOf({ ...credentials, accountSid: '' })).toMatch(/\nACCOUNT_SID is in Twilio's Console/);
    expect(() =>
      connect({ ...PLAN, ...readCredentials({ AUTH_TOKEN: 't', ...inFile }, PLAN_IN_SHELL) }),
    ).not.toThrow();
  },
);

const PLAN_IN_SHELL = { ACCOUNT_SID: PLAN.accountSid };

function saidOf(credentials: Partial<Credentials>): string {
  try {
    connect({ ...PLAN, ...credentials });
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
}
