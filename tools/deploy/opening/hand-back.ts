import { randomUUID } from 'node:crypto';
import type { Conversation, OurMessage, Reply, ToOpen, Variables } from '../../../src';
import type { Shown } from '../../../src/dialogue/shown';
import { ENGLISH } from '../../../src/shell-words';
import { storeFor } from '../../../src/session/stores';
import { TIME } from '../../../src/time-limits';

/** What became of a hand-over. */
export interface HandedBack {
  /** Whether there was one, which is over now. */
  readonly isOver: boolean;
  /** What the script says then. It is still to be sent. */
  readonly messages: readonly OurMessage[];
}

/**
 * Ends a hand-over to a person, as if the sender had texted the word that ends it. The script goes on.
 *
 * @throws what the script throws, and if the store fails. Nothing has changed then.
 */
export async function handBack<State>(
  conversation: Conversation<State>,
  { from, to }: Pick<ToOpen, 'from' | 'to'>,
  variables: Variables,
): Promise<HandedBack> {
  let isOver = false;
  const ending: Conversation<State> = {
    ...conversation,
    turn(message, state, given) {
      const shown = state && conversation.shown?.(message, structuredClone(state));
      const until = untilIn(shown);
      isOver = until !== undefined;
      return until === undefined
        ? { replies: [], state }
        : conversation.turn({ ...message, body: until }, state, given);
    },
  };
  const message = { sid: randomUUID(), from: to, to: from, body: '', media: [], params: {} };
  const heard = {
    now: new Date(),
    end: performance.now() + TIME.answer,
    budget: false,
    words: ENGLISH,
  } as const;
  const { replies } = await storeFor(variables)(variables, {}).take(message, ending, heard);
  const said = replies.filter((reply): reply is Reply => typeof reply === 'string' || !('redirect' in reply));
  return { isOver, messages: said.map((reply) => ({ from, to, ...contentOf(reply) })) };
}

/** The word, of what is shown of a dialogue, or of one within `keywords`, on any level. */
function untilIn(shown: unknown): string | undefined {
  if (typeof shown !== 'object' || shown === null) return undefined;
  if ('steps' in shown) return (shown as Shown).away?.until;
  return Object.values(shown)
    .map(untilIn)
    .find((until) => until !== undefined);
}

function contentOf(reply: Reply): Pick<OurMessage, 'body' | 'media'> {
  return typeof reply === 'string'
    ? { body: reply, media: [] }
    : { body: reply.body ?? '', media: reply.media };
}
