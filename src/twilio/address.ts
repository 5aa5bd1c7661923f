/** Twilio's channels, except SMS and MMS, put a name in front of an address. */
const CHANNEL = /^(whatsapp|messenger|rcs):/i;

/** `whatsapp` for `whatsapp:+14158675308`, `sms` for `+14158675308`, `undefined` for a channel that Twilio does not have. */
export function channelOf(address: string): 'sms' | 'whatsapp' | 'messenger' | 'rcs' | undefined {
  if (!/^[a-z]+:/i.test(address)) return 'sms';
  const [, channel] = CHANNEL.exec(address) ?? [];
  return channel?.toLowerCase() as 'whatsapp' | 'messenger' | 'rcs' | undefined;
}

/**
 * The number or id within an address: `+14158675308` in `whatsapp:+14158675308`. If Twilio does not have the channel,
 * the address stays as it is, so that an invented channel cannot pass for a known number.
 */
export function withoutChannel(address: string): string {
  return address.replace(CHANNEL, '');
}

/** Whether it is a short code, such as 12345: https://www.twilio.com/docs/glossary/what-is-a-short-code */
export function isShortCode(address: string): boolean {
  return /^\d{3,8}$/.test(address);
}
