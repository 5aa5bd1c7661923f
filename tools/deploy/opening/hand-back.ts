import { randomUUID } from 'node:crypto';
import type { Conversation, OurMessage, ToOpen, Variables } from '../../../src';
import type { Shown } from '../../../src/dialogue/shown';
import { isReply } from '../../../src/conversation';
import { ourMessage } from '../../../src/opening/texting';
import { ENGLISH } from '../../../src/english-words';
import { storeFor } from '../../../src/session/stores';
import { TIME } from '../../../src/time-limits';

/** Ends the turn of somebody who was not handed over. A turn that throws changes nothing in the store. */
class NotHandedOver extends Error {}

/**
 * Ends a hand-over to a person, as if the sender had texted the word that ends it. The script goes on.
 *
 * @returns what the script says then, which is still to be sent; `undefined` if nothing was handed over. Nothing
 *   has changed then.
 * @throws what the script throws, and if the store fails. Nothing has changed then.
 */
export async function handBack<State>(
  conversation: Conversation<State>,
  pair: Pick<ToOpen, 'from' | 'to'>,
  { variables, now }: { readonly variables: Variables; readonly now: () => number },
): Promise<OurMessage[] | undefined> {
  const ending: Conversation<State> = {
    ...conversation,
    turn(message, state, given) {
      const until = untilIn(state && conversation.shown?.(message, structuredClone(state)));
      if (until === undefined) throw new NotHandedOver();
      return conversation.turn({ ...message, body: until }, state, given);
    },
  };
  const message = { sid: randomUUID(), from: pair.to, to: pair.from, body: '', media: [], params: {} };
  const heard = {
    now: new Date(now()),
    end: performance.now() + TIME.answer,
    // The messages count as usual, but this one is never refused.
    budget: { turns: Infinity, segments: Infinity },
    words: ENGLISH,
  } as const;
  try {
    const { replies } = await storeFor(variables)(variables, {}).take(message, ending, heard);
    return replies.filter(isReply).map((reply) => ourMessage(pair, reply));
  } catch (error) {
    if (error instanceof NotHandedOver) return undefined;
    throw error;
  }
}

/** Finds the word in what is shown of a dialogue, also of one within `keywords`, on any level. */
function untilIn(shown: unknown): string | undefined {
  if (typeof shown !== 'object' || shown === null) return undefined;
  if ('steps' in shown) return (shown as Shown).away?.until;
  return Object.values(shown)
    .map(untilIn)
    .find((until) => until !== undefined);
}
