import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Variables } from '../choose-by-variable';
import { LoggableError } from '../log';

/** 32 characters of base64url hold 192 random bits. A shorter secret was probably typed. */
const MIN_LENGTH = 32;

/** A secret is missing or too short. The message says what to do, and never holds the secret. */
export class UnusableSecret extends LoggableError {}

/** The keys of all secrets, in their order: the first one seals, every one opens. Never empty. */
export type Keys = readonly [KeyObject, ...KeyObject[]];

/** The use of a key: to seal a session, to name its document, or to make the id of a message. */
export type Use = 'session' | 'document' | 'message';

/** The keys made so far. Making them costs as much as a seal, and secrets change only with a deploy. */
const made: Readonly<Record<Use, Map<unknown, Keys>>> = {
  session: new Map(),
  document: new Map(),
  message: new Map(),
};

/**
 * Reads `SESSION_SECRET`: one or more secrets, separated by commas, each of 32 or more characters.
 *
 * A rotation takes two deploys, `old,new` and then `new,old`. During a deploy, instances with the older variables
 * still answer. Each instance has to open what the others seal.
 *
 * @throws {UnusableSecret} if there is none, or one is too short
 */
export function readKeys(secrets: unknown, use: Use = 'session'): Keys {
  return keysOf('SESSION_SECRET', secrets, use);
}

/**
 * The key that names documents or makes ids of messages. It comes from `ID_SECRET`, which is set once and never
 * changes, because every instance has to find the documents. Without `ID_SECRET` it comes from the last secret of
 * `SESSION_SECRET`, which then cannot be rotated.
 *
 * @throws {UnusableSecret}
 */
export function readIdKey({ ID_SECRET, SESSION_SECRET }: Variables, use: 'document' | 'message'): KeyObject {
  if (typeof ID_SECRET !== 'string' || ID_SECRET.trim() === '') {
    const [first, ...others] = readKeys(SESSION_SECRET, use);
    return others.at(-1) ?? first;
  }
  if (ID_SECRET.includes(',')) {
    throw new UnusableSecret('ID_SECRET has a comma. It is one secret, which is set once and not rotated.');
  }
  return keysOf('ID_SECRET', ID_SECRET, use)[0];
}

/** The secrets of `SESSION_SECRET`, in their order. */
export function splitSecrets(secrets: unknown): string[] {
  const list = typeof secrets === 'string' ? secrets.split(',') : [];
  return list.map((secret) => secret.trim()).filter(Boolean);
}

export const MAKE_A_SECRET = `node -p "require('node:crypto').randomBytes(32).toString('base64url')"`;

function advice(variable: string): string {
  return `Make one with: ${MAKE_A_SECRET}
Put it into .env as ${variable}=…, or among the service's variables in the Console.`;
}

function keysOf(variable: string, secrets: unknown, use: Use): Keys {
  const known = made[use].get(secrets);
  if (known) return known;
  const [first, ...others] = splitSecrets(secrets).map((secret) => keyOf(variable, secret, use));
  if (first === undefined) throw new UnusableSecret(`${variable} is not set. ${advice(variable)}`);
  const keys: Keys = [first, ...others];
  made[use].set(secrets, keys);
  return keys;
}

/**
 * HKDF (RFC 5869) turns a secret of any length into an AES-256 key. The secret is long and random,
 * so no slow password hash is needed. The label keeps the keys of different uses apart.
 */
function keyOf(variable: string, secret: string, use: Use): KeyObject {
  if (secret.length < MIN_LENGTH) {
    throw new UnusableSecret(
      `A secret in ${variable} has ${secret.length} characters; it takes ${MIN_LENGTH} or more. ${advice(variable)}`,
    );
  }
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `sms-conversations: ${use}`, 32)));
}
