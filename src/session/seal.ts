import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import type { Keys } from './secrets';

const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D, 5.2.1.1: 96 bits is the length that GCM was made for. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The first byte of a sealed text, which says how to read the content. We seal format 2. Format 1 is that of
 * version 0.1.0. It has the same layout, and still opens.
 */
export type Format = 1 | 2;
const FORMAT: Format = 2;
/** Made once: a new Buffer takes Node longer than to fill it. */
const HEADS = { 1: Buffer.of(1), 2: Buffer.of(2) } as const satisfies Record<Format, Buffer>;

/**
 * Seals bytes with AES-256-GCM. Without a key they can be neither read nor changed. `binding` is the additional
 * authenticated data: a text that was sealed for one pair of numbers does not open for another. It has no lone
 * surrogates, because UTF-8 turns them all into U+FFFD. The result is
 * base64url (RFC 4648, 5), which needs no escaping in a cookie:
 *
 *     format (1 byte) · iv (12) · ciphertext · tag (16)
 *
 * The iv is random, which is safe for some 2^32 seals under one key (SP 800-38D, 8.3): 136 years
 * of one message a second. Costs 39 characters and a third of the content's length.
 */
export function seal(content: Buffer, binding: string, [key]: Keys, format: Format = FORMAT): string {
  const iv = nextIv();
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(aadOf(format, binding));
  const ciphertext = cipher.update(content);
  cipher.final(); // makes the tag; GCM has no bytes left to give
  return Buffer.concat([HEADS[format], iv, ciphertext, cipher.getAuthTag()]).toString('base64url');
}

/** Random bytes for the next ivs. It takes Node as long to make 12 bytes as a thousand. */
let pool = Buffer.alloc(0);
let used = 0;
const POOL_BYTES = 100 * IV_BYTES;

function nextIv(): Buffer {
  if (used === pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  return pool.subarray(used, (used += IV_BYTES));
}

/** A text with the form of a sealed one. It has not been opened yet, so anybody may have made it. */
export interface Sealed {
  readonly format: Format;
  readonly bytes: Buffer;
}

/** Checks the form; `undefined` if {@link seal} never gives such a text. */
export function readSealed(text: string): Sealed | undefined {
  const bytes = Buffer.from(text, 'base64url');
  const format = bytes[0];
  if (bytes.length < 1 + IV_BYTES + TAG_BYTES || (format !== 1 && format !== 2)) return undefined;
  // Node ignores invalid base64url characters. Accept only the canonical encoding.
  return bytes.toString('base64url') === text ? { format, bytes } : undefined;
}

/** The content, if it was sealed with one of these keys and this binding. AES-GCM does not say which one differs. */
export function unseal({ format, bytes }: Sealed, binding: string, keys: Keys): Buffer | undefined {
  const aad = aadOf(format, binding);
  for (const key of keys) {
    const content = decipher(bytes, aad, key);
    if (content !== undefined) return content;
  }
  return undefined;
}

/** The additional authenticated data. Format 1 left its number out. */
function aadOf(format: Format, binding: string): Buffer {
  return Buffer.from(format === 1 ? binding : String.fromCharCode(format) + binding);
}

function decipher(bytes: Buffer, aad: Buffer, key: KeyObject): Buffer | undefined {
  const tagAt = bytes.length - TAG_BYTES;
  const iv = bytes.subarray(1, 1 + IV_BYTES);
  const opening = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
    .setAAD(aad)
    .setAuthTag(bytes.subarray(tagAt));
  const content = opening.update(bytes.subarray(1 + IV_BYTES, tagAt));
  try {
    opening.final(); // checks the tag; GCM has no bytes left to give
    return content;
  } catch {
    return undefined; // the tag does not fit
  }
}
