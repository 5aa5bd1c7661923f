import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { LoggableError } from '../log';

/** 32 characters of base64url hold 192 random bits; anything shorter was probably typed. */
const MIN_LENGTH = 32;

/** There is nothing to seal with. Its message says what to do, and never what the secret was. */
export class UnusableSecret extends LoggableError {}

/** The keys of all secrets, in their order: the first one seals, every one opens. Never empty. */
export type Keys = readonly [KeyObject, ...KeyObject[]];

/** What a key is for: to seal what is remembered, to name the document that it is kept in, or to name a message. */
export type Use = 'session' | 'document' | 'message';

/** The keys of the last `SESSION_SECRET` seen: it changes with a deploy, and deriving costs as much as sealing does. */
const last: Partial<Record<Use, { secrets: string; keys: Keys }>> = {};

/**
 * Reads `SESSION_SECRET`: one or more secrets with commas between, the newest first, each of 32 or
 * more characters. Putting a new one in front rotates them.
 *
 * @throws {UnusableSecret} where there is none, or one is too short
 */
export function readKeys(secrets: unknown, use: Use = 'session'): Keys {
  const known = last[use];
  if (known && secrets === known.secrets) return known.keys;
  const [first, ...older] = split(secrets).map((secret) => deriveKey(secret, use));
  if (first === undefined) {
    throw new UnusableSecret(`SESSION_SECRET is not set. ${advice}`);
  }
  const keys: Keys = [first, ...older];
  last[use] = { secrets: String(secrets), keys };
  return keys;
}

export const MAKE_A_SECRET = `node -p "require('node:crypto').randomBytes(32).toString('base64url')"`;

const advice = `Make one with: ${MAKE_A_SECRET}
Put it into .env as SESSION_SECRET=…, or among the service's variables in the Console.`;

function split(secrets: unknown): string[] {
  const list = typeof secrets === 'string' ? secrets.split(',') : [];
  return list.map((secret) => secret.trim()).filter(Boolean);
}

/**
 * HKDF (RFC 5869) turns a secret of any length into an AES-256 key. The secret is long and random,
 * so no slow password hash is needed. The label keeps the keys of different uses apart.
 */
function deriveKey(secret: string, use: Use): KeyObject {
  if (secret.length < MIN_LENGTH) {
    throw new UnusableSecret(
      `A secret in SESSION_SECRET has ${secret.length} characters; it takes ${MIN_LENGTH} or more. ${advice}`,
    );
  }
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `sms-conversations: ${use}`, 32)));
}
