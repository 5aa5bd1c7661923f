import type { Conversation } from '../../src/conversation';

/** Remembers the texts that it has heard, and says them again. */
export const ledger: Conversation<string[]> = {
  name: 'ledger',
  version: 1,
  turn: ({ body }, heard = []) => ({ replies: [[...heard, body].join(' ')], state: [...heard, body] }),
};
