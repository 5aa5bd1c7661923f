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
export function secretValues({ variables, password }: Pick<Plan, 'variables' | 'password'>): SecretValue[] {
  return Object.entries({ ...variables, AUTH_TOKEN: password })
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

/** The text with the name of a secret in the place of its value. */
export function redact(text: string, secrets: readonly SecretValue[]): string {
  return secrets.reduce((shown, { name, value }) => shown.replaceAll(value, `<${name}>`), text);
}
