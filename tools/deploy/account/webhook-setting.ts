import type { Twilio } from 'twilio';
import { UserError } from '../../cli/user-error';
import { ask } from './account';

/** What Twilio calls when a message comes in for a number or a Messaging Service. */
export interface WebhookSetting {
  /** `''` calls nothing. */
  readonly url: string;
  readonly method: string;
  /** Called if the webhook fails, `''` for none. */
  readonly fallbackUrl: string;
}

/** The setting to make. A `fallbackUrl` of `undefined` leaves the fallback as it is. */
export interface WantedSetting extends Omit<WebhookSetting, 'fallbackUrl'> {
  readonly fallbackUrl: string | undefined;
}

/** A number or a Messaging Service, whose webhook can be set. */
export interface Target {
  /** Its name in messages: `+14155550100`. */
  readonly name: string;
  /** The arguments of `attach` that name it. */
  readonly args: readonly string[];
  readonly current: WebhookSetting;
  /** What keeps the setting from taking effect. Each text says what to do about it. */
  readonly overrides: readonly string[];
  /** @throws {UserError} if Twilio refuses, fails or cannot be reached */
  set(setting: WantedSetting): Promise<WebhookSetting>;
}

/** How many of the account's numbers an error lists. */
const SUGGESTIONS = 20;

/**
 * A number of the account.
 *
 * https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 *
 * @throws {UserError} if the account does not own it, or Twilio refuses, fails or cannot be reached
 */
export async function numberTarget(client: Twilio, number: string): Promise<Target> {
  const numbers = await ask(
    'read the phone numbers of the account',
    client.incomingPhoneNumbers.list({ phoneNumber: number }),
  );
  // Twilio searches for a pattern. A number that it finds may only contain ours.
  const found = numbers.find(({ phoneNumber }) => phoneNumber === number);
  if (found === undefined) throw await notOwned(client, number);
  const { sid, smsUrl, smsMethod, smsFallbackUrl, smsApplicationSid } = found;
  const service = await serviceOf(client, sid);
  return {
    name: number,
    args: [number],
    current: settingOf(smsUrl, smsMethod, smsFallbackUrl),
    overrides: [
      ...(smsApplicationSid
        ? [
            `The application ${smsApplicationSid} is set on the number and takes its messages. To remove it, open the number's Messaging Configuration in the Console and set "Configure with" to "Webhook, TwiML Bin, Function…".`,
          ]
        : []),
      ...(service && !service.useInboundWebhookOnNumber
        ? [
            `The number is in the Messaging Service ${service.friendlyName} (${service.sid}), which calls ${service.inboundRequestUrl || 'nothing'} instead. Attach the service: npm run attach -- --service ${service.sid}`,
          ]
        : []),
    ],
    async set({ url, method, fallbackUrl }) {
      const updated = await ask(
        `set the webhook of ${number}`,
        client.incomingPhoneNumbers(sid).update({
          smsUrl: url,
          smsMethod: method,
          ...(fallbackUrl !== undefined && { smsFallbackUrl: fallbackUrl }),
        }),
      );
      return settingOf(updated.smsUrl, updated.smsMethod, updated.smsFallbackUrl);
    },
  };
}

/**
 * A Messaging Service. Its webhook counts for every number in it.
 *
 * https://www.twilio.com/docs/messaging/api/service-resource
 *
 * @param number if given, has to be in the service
 * @throws {UserError} if the account has no such service, or Twilio refuses, fails or cannot be reached
 */
export async function serviceTarget(
  client: Twilio,
  serviceSid: string,
  number: string | undefined,
): Promise<Target> {
  const service = client.messaging.v1.services(serviceSid);
  const found = await ask(`read the Messaging Service ${serviceSid}`, service.fetch());
  if (number !== undefined) {
    const numbers = await ask('read the numbers of the Messaging Service', service.phoneNumbers.list());
    if (!numbers.some(({ phoneNumber }) => phoneNumber === number)) {
      throw new UserError(`${number} is not in the Messaging Service ${found.friendlyName} (${serviceSid}).`);
    }
  }
  return {
    name: `the Messaging Service ${found.friendlyName} (${serviceSid})`,
    args: ['--service', serviceSid],
    current: settingOf(found.inboundRequestUrl, found.inboundMethod, found.fallbackUrl),
    overrides: found.useInboundWebhookOnNumber
      ? [
          'The service leaves incoming messages to the webhook of each number. Either attach the numbers with npm run attach -- +1…, or change it in the Console: Messaging, Services, the service, Integration, Incoming Messages, "Send a webhook".',
        ]
      : [],
    async set({ url, method, fallbackUrl }) {
      const updated = await ask(
        `set the webhook of ${serviceSid}`,
        service.update({
          inboundRequestUrl: url,
          inboundMethod: method,
          ...(fallbackUrl !== undefined && { fallbackUrl }),
        }),
      );
      return settingOf(updated.inboundRequestUrl, updated.inboundMethod, updated.fallbackUrl);
    },
  };
}

/** The Messaging Service that a number is in. A number is in one at most. */
async function serviceOf(client: Twilio, numberSid: string) {
  const doing = 'read the Messaging Services of the account';
  for (const service of await ask(doing, client.messaging.v1.services.list())) {
    const numbers = await ask(doing, client.messaging.v1.services(service.sid).phoneNumbers.list());
    if (numbers.some(({ sid }) => sid === numberSid)) return service;
  }
  return undefined;
}

async function notOwned(client: Twilio, number: string): Promise<UserError> {
  const owned = await ask(
    'read the phone numbers of the account',
    client.incomingPhoneNumbers.list({ limit: SUGGESTIONS }),
  );
  const list = owned.map(({ phoneNumber }) => phoneNumber).join(', ');
  return new UserError(
    `The account does not own ${number}. ` +
      (list === ''
        ? 'It owns no number yet.'
        : `It owns ${list}${owned.length < SUGGESTIONS ? '' : ' and perhaps more'}.`),
  );
}

/** Twilio gives null for no URL, although the package's types say it is a string. */
function settingOf(url: string | null, method: string, fallbackUrl: string | null): WebhookSetting {
  return { url: url ?? '', method, fallbackUrl: fallbackUrl ?? '' };
}
