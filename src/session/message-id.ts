import { createHmac, randomUUID } from 'node:crypto';
import type { Message } from '../conversation';
import { readKeys } from './secrets';

/**
 * An id for a message to its pair of numbers: the same when Twilio delivers it again, and nothing that
 * an outsider can compute from a MessageSid in a log. A message without a sid has another id each time.
 *
 * It is made with the oldest secret, so that it stays the same when a newer one is put in front.
 *
 * @param secrets `SESSION_SECRET`
 * @throws {UnusableSecret}
 */
export function messageId({ from, to, sid }: Message, secrets: unknown): string {
  const [newest, ...older] = readKeys(secrets, 'message');
  return createHmac('sha256', older.at(-1) ?? newest)
    .update(JSON.stringify([from, to, sid ?? randomUUID()]))
    .digest('base64url');
}
