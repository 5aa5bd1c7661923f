import { UnusableSecret, readKeys } from '../src/secrets';
import { describe } from '../src/log';

/** What people write where a secret should be, and a random one has once in tens of thousands. */
const PLACEHOLDER = /secret|change|example|password|replace|random|insert|dummy|123456|abcdef/i;

/**
 * So few different characters that it was typed, or made of zeros: of 32 random hexadecimal digits
 * fewer than eight are different once in a million times.
 */
const MIN_DIFFERENT = 8;

/**
 * Why a `SESSION_SECRET` should not seal anything, if so. It never says what the secret is.
 *
 * @param secrets one or more, with commas between
 */
export function weaknessOf(secrets: string): string | undefined {
  try {
    readKeys(secrets);
  } catch (error) {
    if (!(error instanceof UnusableSecret)) throw error;
    return describe(error).split('\n')[0];
  }
  return secrets.split(',').some((secret) => looksTyped(secret.trim()))
    ? 'A secret in SESSION_SECRET looks as if somebody had typed it: it can be guessed.'
    : undefined;
}

function looksTyped(secret: string): boolean {
  return PLACEHOLDER.test(secret) || /\s/.test(secret) || new Set(secret).size < MIN_DIFFERENT;
}
