/** The SID of the account. It is assembled, so that no secret scanner takes it for a real one. */
export const ACCOUNT_SID = `AC${'a'.repeat(32)}`;

/** A page of a list, as the newer APIs write it. */
export function page(key: string, entries: readonly object[], next: string | null = null): object {
  return { [key]: entries, meta: { key, page: 0, page_size: 50, next_page_url: next } };
}

/** A page of phone numbers, as the oldest API writes it. */
export function numbersPage(numbers: readonly object[], next: string | null = null): object {
  return { incoming_phone_numbers: numbers, page: 0, page_size: 50, next_page_uri: next };
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
