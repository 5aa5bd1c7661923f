/** This is no address that Twilio would accept. The message is for the person who typed it. */
export class InvalidAddress extends Error {
  override readonly name = 'InvalidAddress';
}

/** E.164: a plus, a country code, and 15 digits at most in all. */
const NUMBER = /^\+[1-9]\d{6,14}$/;
/** A short code has five or six digits. It may be ours, or that of a service that texts us. */
const SHORT_CODE = /^\d{5,6}$/;

/** https://www.fcc.gov/consumers/guides/what-toll-free-number-and-how-does-it-work */
const TOLL_FREE = /^\+18(00|33|44|55|66|77|88)\d{7}$/;

/** `whatsapp` for `whatsapp:+14158675308`, `''` for SMS, whose addresses have nothing in front. */
export function channelOf(address: string): string {
  const [channel = ''] = /^[a-z]+(?=:)/i.exec(address) ?? [];
  return channel.toLowerCase();
}

export function isSms(address: string): boolean {
  return channelOf(address) === '';
}

/** The number or id alone: `+14158675308` of `whatsapp:+14158675308`. */
export function withoutChannel(address: string): string {
  return isSms(address) ? address : address.slice(address.indexOf(':') + 1);
}

export function isShortCode(address: string): boolean {
  return SHORT_CODE.test(address);
}

export function isTollFree(address: string): boolean {
  return TOLL_FREE.test(address);
}

/** Whether Twilio would accept it as an address. */
export function isAddress(address: string): boolean {
  if (isSms(address)) return NUMBER.test(address) || isShortCode(address);
  const id = withoutChannel(address);
  // The ids of other channels (`messenger:`, `rcs:`) have many forms.
  return channelOf(address) === 'whatsapp' ? NUMBER.test(id) : id !== '';
}

/**
 * Reads an address as people type it. It removes spaces and brackets from a number, and adds the plus. A number
 * of ten digits counts as North American.
 *
 * @throws {InvalidAddress}
 */
export function readAddress(text: string): string {
  const typed = text.replace(/\s/g, '');
  const channel = channelOf(typed);
  const id = withoutChannel(typed);
  const number = internationalOf(id);
  // An RCS agent has a name. On Messenger, an id of digits is no number.
  const isNumber = channel !== 'messenger' && (NUMBER.test(number) || channel === '');
  const address = `${channel && `${channel}:`}${isNumber ? number : id}`;
  if (isAddress(address)) return address;
  throw new InvalidAddress(
    `${JSON.stringify(text)} is no number to text. Write it with its country code, like +14158675308 or whatsapp:+14158675308.`,
  );
}

/** The North American Numbering Plan: an area code and a central office code begin with 2 to 9. */
const NORTH_AMERICAN = /^1?([2-9]\d{2}[2-9]\d{6})$/;

function internationalOf(typed: string): string {
  const digits = typed.replace(/[().-]/g, '').replace(/^00/, '+');
  return digits.replace(NORTH_AMERICAN, '+1$1');
}
