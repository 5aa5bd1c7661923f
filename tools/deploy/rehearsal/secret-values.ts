import { unescape } from 'node:querystring';
import type { Plan } from '../twilio-run/twilio-run';

/** A shorter value is no secret, and files would hold it by chance. */
const MIN_LENGTH = 8;

/** Names of variables that hold a secret. */
const SECRET_NAME = /SECRET|TOKEN|PASSWORD|KEY/i;

/** The password in `https://user:password@host`. */
const PASSWORD_IN_URL = /\/\/[^\s/?#:@]*:([^\s/?#@]+)@/g;

/** A secret, and the name of the variable that holds it. One variable may hold several. */
export interface SecretValue {
  readonly name: string;
  readonly value: string;
}

/** All secrets that a deploy knows. Never show a value. */
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

/** The passwords in a URL, as they are written there and without percent-encoding. */
function passwordsIn(text: string): string[] {
  return [...text.matchAll(PASSWORD_IN_URL)].flatMap(([, password = '']) => [password, unescape(password)]);
}

/**
 * The forms in which a file may hold a secret: as it is, percent-encoded, in hexadecimal digits, or in base64
 * or base64url (RFC 4648). A base64 form depends on where the secret begins in the encoded bytes, so there are
 * three of each.
 */
export function formsOf(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  const base64 = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    // A character holds six bits. The first and the last one also depend on the neighbouring bytes.
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
  const base64url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, encodeURIComponent(secret), hex, hex.toUpperCase(), ...base64, ...base64url];
}

/** Replaces each secret in a text with the name of its variable. */
export function redact(text: string, secrets: readonly SecretValue[]): string {
  return secrets.reduce((shown, { name, value }) => shown.replaceAll(value, `<${name}>`), text);
}
