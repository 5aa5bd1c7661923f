import { domainToASCII } from 'node:url';
import type { Reader } from './reader';
import { wrong } from './wrong';

/**
 * An e-mail address as browsers define it (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address). Its
 * domain needs two parts or more, because `rey@localhost` cannot be reached from outside.
 */
const ADDRESS =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i;

/** RFC 5321, section 4.5.3.1.3: a path has 256 octets, and two are its brackets. */
const LONGEST = 254;

/** Characters around an address, or in front of it: `"rey@example.com".`, `mailto:rey@example.com` */
const AROUND = /^(?:mailto:|[<("'“”„«»,;:])+|[>)"'“”„«»,;:.!?]+$/gi;

/**
 * An e-mail address. Its domain comes in small letters. What comes before the `@` stays as it was texted, as
 * only that server may change it.
 */
export function email(): Reader<string> {
  return (text, { says }) => (text.length > 2 * LONGEST ? undefined : addressOf(text)) ?? wrong(says.email);
}

function addressOf(text: string): string | undefined {
  const address = text.normalize('NFKC').trim().replace(AROUND, '');
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1).toLowerCase()];
  const valid = ADDRESS.test(`${local}@${domainToASCII(domain)}`);
  return valid && Buffer.byteLength(address) <= LONGEST ? `${local}@${domain}` : undefined;
}
