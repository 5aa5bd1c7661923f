/** The channels of Twilio whose addresses have a name in front. SMS and MMS have none. */
const CHANNEL = /^(whatsapp|messenger|rcs):/i;

/** `whatsapp` of `whatsapp:+14158675308`; `sms` of `+14158675308`; `undefined` of a channel that Twilio does not have. */
export function channelOf(address: string): 'sms' | 'whatsapp' | 'messenger' | 'rcs' | undefined {
  if (!/^[a-z]+:/i.test(address)) return 'sms';
  const [, channel] = CHANNEL.exec(address) ?? [];
  return channel?.toLowerCase() as 'whatsapp' | 'messenger' | 'rcs' | undefined;
}

/**
 * The number or id within an address: `+14158675308` in `whatsapp:+14158675308`. The address of a
 * channel that Twilio does not have stays as it is: a name in front makes nobody somebody else.
 */
export function withoutChannel(address: string): string {
  return address.replace(CHANNEL, '');
}

/** A number of ours without a country code, such as 12345: https://www.twilio.com/docs/glossary/what-is-a-short-code */
export function isShortCode(address: string): boolean {
  return /^\d{3,8}$/.test(address);
}
