import { createHmac, randomUUID } from 'node:crypto';
import type { Variables } from '../choose-by-variable';
import type { Message } from '../conversation';
import { readIdKey, readKeys } from './secrets';

/** The names of our documents begin with it. The same service may hold other documents. */
export const NAME_PREFIX = 'sms-conversation-';

/** The names of the ledgers, which list the openings of a pair, begin with this. */
export const LEDGER_PREFIX = `${NAME_PREFIX}openings-`;

/**
 * The id of a message. It is the same when the message is delivered again, in every instance. Without the secret
 * it cannot be computed. A hand-made request without a MessageSid gets a random id.
 *
 * @throws {UnusableSecret}
 */
export function messageId({ from, to, sid }: Message, variables: Variables): string {
  return createHmac('sha256', readIdKey(variables, 'message'))
    .update(JSON.stringify([from, to, sid ?? randomUUID()]))
    .digest('base64url');
}

/** The id of our message that opens a conversation. It is made from the key, because there is no MessageSid yet. */
export function openingId(pair: Pick<Message, 'from' | 'to'>, key: string, variables: Variables): string {
  return messageId({ ...pair, sid: `open ${key}` } as Message, variables);
}

/** The name of the document that tells which openings a pair has had. */
export function ledgerName({ from, to }: Pick<Message, 'from' | 'to'>, variables: Variables): string {
  const whose = JSON.stringify([from, to, 'openings']);
  const key = readIdKey(variables, 'document');
  return LEDGER_PREFIX + createHmac('sha256', key).update(whose).digest('base64url');
}

/**
 * The names that a pair's document may have. We write it under the first name, which comes from `ID_SECRET`.
 * Version 0.1.0 wrote it under a name that came from the first secret of `SESSION_SECRET`. Only the owner of the
 * secrets can tell which pair a document belongs to.
 *
 * @throws {UnusableSecret}
 */
export function documentNames(
  { from, to }: Pick<Message, 'from' | 'to'>,
  variables: Variables,
): readonly [string, ...string[]] {
  const pair = JSON.stringify([from, to]);
  const keys = [readIdKey(variables, 'document'), ...readKeys(variables.SESSION_SECRET, 'document')];
  const names = keys.map((key) => NAME_PREFIX + createHmac('sha256', key).update(pair).digest('base64url'));
  return [...new Set(names)] as [string, ...string[]];
}
