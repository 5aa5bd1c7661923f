import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';

const key = createSecretKey(Buffer.alloc(32, 7));

/** One AES-256-GCM seal, and nothing else. */
export function seal(text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, ciphertext, cipher.getAuthTag()]).toString('base64url');
}

/** One AES-256-GCM open, and nothing else. */
export function open(sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(
    bytes.subarray(-16),
  );
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString();
}

const sealed = seal('{"messages":1}');

/** A Function that does nothing but that. */
export function handler(_: unknown, __: unknown, callback: ServerlessCallback): void {
  const response = new Twilio.Response()
    .appendHeader('Content-Type', 'text/xml')
    .setBody(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Rey has messaged +14155550100 2 times.</Message></Response>',
    )
    .setCookie('session', seal(open(sealed)), ['Max-Age=14400']);
  callback(null, response);
}
