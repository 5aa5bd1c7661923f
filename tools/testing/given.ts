import { createHash } from 'node:crypto';
import type { Given, Message } from '../../src/conversation';

/** What comes with a turn, for a message that is delivered once. */
export function given({ from, to, sid }: Pick<Message, 'from' | 'to' | 'sid'>, now = new Date()): Given {
  const id = createHash('sha256')
    .update(JSON.stringify([from, to, sid]))
    .digest('base64url');
  return { now, id, signal: new AbortController().signal };
}
