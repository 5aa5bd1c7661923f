import { refuseCarrierKeyword, type Allowed } from '../twilio/opt-out-words';
import type { Conversation, Given, Message, Turn } from '../conversation';
import { LoggableError } from '../log';
import { fold } from '../word';

export interface KeywordOptions {
  /** Texted within a conversation that a keyword opened, leaves it. */
  exit?: string;
  /** Said to `exit`. */
  left?: string;
}

/** What one of the conversations remembers, and which one that is. */
interface Kept {
  readonly of: string;
  readonly state: unknown;
}

interface Remembered {
  /** The conversation that a keyword opened and that is going on. */
  readonly inside?: Kept & { readonly keyword: string };
  /** The other one. */
  readonly outside?: Kept;
}

/**
 * A conversation made of several. A keyword, in any case, opens its conversation, which hears every
 * message until it is over or the sender texts EXIT; then the other one goes on where it was. Both
 * are remembered together, so both have to fit.
 *
 *     keywords({ book: booking, hours: openingHours }, greeter)
 *
 * @throws {LoggableError} where Twilio itself acts on a keyword, or one is the word for leaving
 */
export function keywords<Keyword extends string>(
  opens: Record<Keyword, Conversation<unknown>> & {
    [Word in Keyword]: Allowed<Word> extends Word ? unknown : Allowed<Word>;
  },
  otherwise: Conversation<unknown>,
  { exit = 'EXIT', left = 'OK, we leave it there.' }: KeywordOptions = {},
): Conversation<Remembered> {
  refuseCarrierKeyword(exit, 'the word for leaving');
  const leave = fold(exit);
  const byKeyword = new Map<string, Conversation<unknown>>();
  for (const [keyword, conversation] of Object.entries<Conversation<unknown>>(opens)) {
    refuseCarrierKeyword(keyword, 'a keyword');
    const word = fold(keyword);
    if (word === '' || word === leave || byKeyword.has(word)) {
      throw new LoggableError(
        'keywords() takes words that differ from each other and from the word for leaving',
      );
    }
    byKeyword.set(word, conversation);
  }

  return {
    name: 'keywords',
    version: 1,
    async turn(message, { inside, outside } = {}, given) {
      const said = fold(message.body);
      const going = inside && byKeyword.get(inside.keyword);
      if (inside && going && inside.of === tagOf(going)) {
        if (said === leave) return { replies: [left], state: remember(undefined, outside) };
        return enter(inside.keyword, going, message, inside.state, outside, given);
      }
      const opened = byKeyword.get(said);
      if (opened) return enter(said, opened, message, undefined, outside, given);
      const state = outside?.of === tagOf(otherwise) ? outside.state : undefined;
      const turn = await otherwise.turn(message, state, given);
      return { replies: turn.replies, state: remember(undefined, keep(otherwise, turn)) };
    },
  };

  async function enter(
    keyword: string,
    conversation: Conversation<unknown>,
    message: Message,
    state: unknown,
    outside: Kept | undefined,
    given: Given,
  ): Promise<Turn<Remembered>> {
    const turn = await conversation.turn(message, state, given);
    const kept = keep(conversation, turn);
    return { replies: turn.replies, state: remember(kept && { ...kept, keyword }, outside) };
  }
}

function keep(conversation: Conversation<unknown>, { state }: Turn<unknown>): Kept | undefined {
  return state === undefined ? undefined : { of: tagOf(conversation), state };
}

function remember(inside: Remembered['inside'], outside: Remembered['outside']): Remembered | undefined {
  if (!inside && !outside) return undefined;
  return { ...(inside && { inside }), ...(outside && { outside }) };
}

/** What one conversation remembers never reaches one of another name or version, here neither. */
function tagOf({ name, version }: Conversation<unknown>): string {
  return `${name} ${version}`;
}
