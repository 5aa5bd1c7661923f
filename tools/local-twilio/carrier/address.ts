/** Twilio would know no such address. Its message is for the person who typed it. */
export class InvalidAddress extends Error {
  override readonly name = 'InvalidAddress';
}

/** E.164: a plus, a country code, and 15 digits at most in all. */
const NUMBER = /^\+[1-9]\d{6,14}$/;
/** Five or six digits that stand for a number: of ours, or of somebody's reminder service. */
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

/** Whether Twilio would know it as an address. */
export function isAddress(address: string): boolean {
  if (isSms(address)) return NUMBER.test(address) || isShortCode(address);
  const id = withoutChannel(address);
  // Of other channels (`messenger:`, `rcs:`) the ids take many forms.
  return channelOf(address) === 'whatsapp' ? NUMBER.test(id) : id !== '';
}

/**
 * The address that somebody typed: of numbers without spaces and brackets, and with a plus. A number of
 * ten digits is taken for a North American one.
 *
 * @throws {InvalidAddress}
 */
export function readAddress(text: string): string {
  const typed = text.replace(/\s/g, '');
  const channel = channelOf(typed);
  const id = withoutChannel(typed);
  const number = internationalOf(id);
  // On RCS an agent has a name, and on Messenger everybody has an id of digits.
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
