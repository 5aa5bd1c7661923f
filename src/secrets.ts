import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { LoggableError } from './log';

/** 32 characters of base64url hold 192 random bits; anything shorter was probably typed. */
const MIN_LENGTH = 32;

export const MAKE_A_SECRET = `node -p "require('node:crypto').randomBytes(32).toString('base64url')"`;

/** There is nothing to seal with. Its message says what to do, and never what the secret was. */
export class UnusableSecret extends LoggableError {
  override readonly name = 'UnusableSecret';
}

/** The keys of all secrets, in their order: the first one seals, every one opens. Never empty. */
export type Keys = readonly [KeyObject, ...KeyObject[]];

/** The keys of the last `SESSION_SECRET` seen: it changes with a deploy, and deriving costs as much as sealing does. */
let last: { secrets: string; keys: Keys } | undefined;

/**
 * Reads `SESSION_SECRET`: one or more secrets with commas between, the newest first, each of 32 or
 * more characters. Putting a new one in front rotates them.
 *
 * @throws {UnusableSecret} where there is none, or one is too short
 */
export function readKeys(secrets: unknown): Keys {
  if (typeof secrets === 'string' && secrets === last?.secrets) return last.keys;
  const [first, ...older] = split(secrets);
  if (first === undefined) {
    throw new UnusableSecret(`SESSION_SECRET is not set. ${advice}`);
  }
  const keys: Keys = [deriveKey(first), ...older.map((secret) => deriveKey(secret))];
  last = { secrets: String(secrets), keys };
  return keys;
}

const advice = `Make one with: ${MAKE_A_SECRET}
Put it into .env as SESSION_SECRET=… (locally, and before a deploy), or among the service's variables in the Console.`;

function split(secrets: unknown): string[] {
  if (typeof secrets !== 'string') return [];
  return secrets
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '');
}

/**
 * HKDF (RFC 5869) turns a secret of any length into an AES-256 key. The secret is long and random,
 * so no slow password hash is needed. The label keeps this key apart from any other use of it.
 */
function deriveKey(secret: string): KeyObject {
  if (secret.length < MIN_LENGTH) {
    throw new UnusableSecret(
      `A secret in SESSION_SECRET has ${secret.length} characters; it takes ${MIN_LENGTH} or more. ${advice}`,
    );
  }
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'sms-conversations: session', 32)));
}
