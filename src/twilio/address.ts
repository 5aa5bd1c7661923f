/**
 * The number or id within an address: `+14158675308` in `whatsapp:+14158675308`. Outside SMS every
 * address carries its channel in front.
 */
export function withoutChannel(address: string): string {
  return address.replace(/^[a-z]+:/i, '');
}

/** SMS is the channel whose addresses carry no prefix. */
export function isSms(address: string): boolean {
  return withoutChannel(address) === address;
}
