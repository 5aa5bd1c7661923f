import { unescape } from 'node:querystring';
import type { Plan } from '../twilio-run/twilio-run';

/** A value as short as that is no secret, and would be found by chance. */
const MIN_LENGTH = 8;

/** Names of variables whose values nobody should read. */
const SECRET_NAME = /SECRET|TOKEN|PASSWORD|KEY/i;

/** What `https://user:password@host` gives away. */
const PASSWORD_IN_URL = /\/\/[^\s/?#:@]*:([^\s/?#@]+)@/g;

/** A secret, by the name of the variable that holds it. One variable may hold several. */
export interface SecretValue {
  readonly name: string;
  readonly value: string;
}

/** Every secret that a deploy knows. Never show a value. */
export function secretValues({
  variables,
  authToken,
  apiKey,
}: Pick<Plan, 'variables' | 'authToken' | 'apiKey'>): SecretValue[] {
  const own = { AUTH_TOKEN: authToken, TWILIO_API_SECRET: apiKey?.secret ?? '' };
  return Object.entries({ ...variables, ...own })
    .flatMap(([name, text]) =>
      [...(SECRET_NAME.test(name) ? text.split(',') : []), ...passwordsIn(text)].map((value) => ({
        name,
        value: value.trim(),
      })),
    )
    .filter(({ value }) => value.length >= MIN_LENGTH);
}

/** As it is written there, and as it is typed elsewhere. */
function passwordsIn(text: string): string[] {
  return [...text.matchAll(PASSWORD_IN_URL)].flatMap(([, password = '']) => [password, unescape(password)]);
}

/**
 * How a secret may be written in a file: as it is, in a URL, in hexadecimal digits, or in base64 or
 * base64url (RFC 4648), wherever it begins in what was encoded.
 */
export function formsOf(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  const base64 = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    // A character holds six bits. Those at either end also depend on what stands before and after.
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
  const base64url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, encodeURIComponent(secret), hex, hex.toUpperCase(), ...base64, ...base64url];
}

/** The text with the name of a secret in the place of its value. */
export function redact(text: string, secrets: readonly SecretValue[]): string {
  return secrets.reduce((shown, { name, value }) => shown.replaceAll(value, `<${name}>`), text);
}
