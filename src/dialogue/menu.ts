import {
  redirectIn,
  tagOf,
  type Conversation,
  type Given,
  type Message,
  type Opener,
  type Outgoing,
  type Reply,
  type Turn,
} from '../conversation';
import { CannotOpen } from '../cannot-open';
import { LoggableError } from '../log';
import type { Planned } from '../silence';
import { note } from '../turn-log';
import { refuseCarrierKeyword, type Allowed } from '../twilio/opt-out-words';
import { normalizeWord } from '../word';
import { english } from './languages/english';
import type { Language, OwnWord } from './languages/language';
import { joined } from './replies';
import { shellWords } from './shell-words';
import { isOwnWord } from './understanding/own-words';

export interface KeywordOptions {
  /** The word that leaves a conversation that a keyword has opened. */
  exit?: string;
  /** The reply to that word. */
  left?: string;
  /** The language of both. English by default. */
  language?: Language;
}

/** The state of one of the conversations, and which one it is. */
export interface KeptState {
  readonly of: string;
  readonly state: unknown;
  /** It has passed its last message on, so it hears the next one as well, even EXIT. */
  readonly away?: true;
}

export interface MenuState {
  /** The conversation that a keyword has opened, while it goes on. */
  readonly inside?: (KeptState & { readonly keyword: string }) | undefined;
  /** The conversation outside, which hears what is no keyword, while it goes on. */
  readonly outside?: KeptState | undefined;
  /** What the conversations remember that have ended, by their keywords. That of the one outside is {@link OTHER}. */
  readonly over?: Readonly<Record<string, KeptState | undefined>> | undefined;
}

/** The same, in which `over` may be empty, but is not missing. */
type Settled = MenuState & { readonly over: NonNullable<MenuState['over']> };

/** No keyword is empty, so this is free for the conversation outside. */
const OTHER = '';

/** A conversation that a keyword has opened. */
interface Inner {
  readonly keyword: string;
  readonly conversation: Conversation<unknown>;
  readonly state: unknown;
  readonly away?: true | undefined;
}

/** A conversation made of several. It may be one of several itself. */
interface Menu extends Conversation<MenuState> {
  /** Whether this text leaves a conversation within it, and not the menu itself. */
  leavesWithin(body: string, state: MenuState): boolean;
}

/**
 * A conversation made of several. A keyword, in any case, opens its conversation, which hears every
 * message until it is over or the sender texts EXIT. Then the other one goes on where it was: what it
 * has asked is asked again. All of them are remembered together, so all have to fit.
 *
 *     keywords({ book: booking, hours: openingHours }, greeter)
 *
 * A menu may be one of the conversations of another. EXIT then leaves one level.
 *
 * @throws {LoggableError} if Twilio itself acts on a keyword, or one is the word for leaving
 */
export function keywords<Keyword extends string>(
  opens: Record<Keyword, Conversation<unknown>> & {
    [Word in Keyword]: Allowed<Word> extends Word ? unknown : Allowed<Word>;
  },
  otherwise: Conversation<unknown>,
  { language = english, exit, left = language.says.left }: KeywordOptions = {},
): Conversation<MenuState> {
  const leave: OwnWord = exit === undefined ? language.hears.exit : [exit];
  refuseCarrierKeyword(leave[0], 'the word for leaving');
  for (const keyword of Object.keys(opens)) refuseCarrierKeyword(keyword, 'a keyword');
  const entries = Object.entries<Conversation<unknown>>(opens).map(
    ([keyword, each]) => [normalizeWord(keyword), each] as const,
  );
  const words = entries.map(([word]) => word);
  if (new Set(['', normalizeWord(leave[0]), ...words]).size < words.length + 2) {
    throw new LoggableError(
      'keywords() takes words that differ from each other and from the word for leaving',
    );
  }
  const conversations = new Map(entries);

  const all = [otherwise, ...conversations.values()];
  const needsServer = all.find((each) => each.needsServer)?.needsServer;
  const reminds = all.find((each) => each.reminds)?.reminds;
  const opened = [...new Set(all.flatMap((each) => each.opens ?? []))];

  const menu: Menu = {
    name: 'keywords',
    version: 1,
    words: otherwise.words ?? shellWords(language.says),
    ...(needsServer !== undefined && { needsServer }),
    ...(opened.length > 0 && { opens: opened, open }),
    ...(reminds && { reminds, silence, lapsed }),

    turn(message, found = {}, given) {
      const state = withoutLapsed(found, given.now);
      const going = goingOf(state);
      if (going && !going.away && leaves(going, message.body)) {
        note(given, () => ({ conversation: going.conversation.name, outcome: 'left' }));
        return goOnOutside(message, withoutInside(state, going), [left]);
      }
      if (going) return turnInside(message, state, given, going);
      if (state.outside?.away && stateOf(otherwise, state.outside) !== undefined) {
        return turnOutside(message, state, given);
      }
      const entry = entries.find(([word]) => isOwnWord(message.body, [word], language));
      if (!entry) return turnOutside(message, state, given);
      const [keyword, conversation] = entry;
      const before = stateOf(conversation, state.over?.[keyword]);
      return turnInside(message, state, given, { keyword, conversation, state: before });
    },

    again(message, state) {
      const going = goingOf(state);
      return going ? (going.conversation.again?.(message, going.state) ?? []) : againOutside(message, state);
    },

    left(state) {
      const going = goingOf(state);
      const { outside, over } = going ? withoutInside(state, going) : state;
      const before = stateOf(otherwise, outside);
      const stays = before === undefined ? over?.[OTHER] : kept(otherwise, otherwise.left?.(before));
      return stateWith({ over: { ...over, [OTHER]: stays } });
    },

    shown(message, { inside, outside, over = {} }) {
      const shownBy = (conversation: Conversation<unknown> | undefined, kept: KeptState) => {
        const state = conversation && stateOf(conversation, kept);
        return conversation?.shown && state !== undefined ? conversation.shown(message, state) : kept.state;
      };
      return {
        ...(inside && { [inside.keyword]: shownBy(conversations.get(inside.keyword), inside) }),
        ...(outside && { [otherwise.name]: shownBy(otherwise, outside) }),
        ...Object.fromEntries(
          // `stateWith` has left out those that are undefined.
          Object.entries(over as Record<string, KeptState>).map(([keyword, ended]) => [
            `${keyword || otherwise.name}, over`,
            shownBy(conversations.get(keyword) ?? otherwise, ended),
          ]),
        ),
      };
    },

    leavesWithin(body, state) {
      return isOwnWord(body, leave, language) && goingOf(state) !== undefined;
    },
  };
  return menu;

  /** Opens the conversation that has this name. If another one is going on, that has to be replaced. */
  async function open(
    opener: Opener,
    message: Message,
    found: MenuState = {},
    given: Given,
  ): Promise<Turn<MenuState>> {
    const state = withoutLapsed(found, given.now);
    const going = goingOf(state);
    const entry = entries.find(([, each]) => each.opens?.includes(opener.name));
    const [keyword, conversation = otherwise] = entry ?? [];
    // Without a keyword, both are the conversation outside.
    const isThere = going?.keyword === keyword;
    if (!conversation.open) throw new CannotOpen('unknown');
    if (opener.sent && !isThere) return turnWith([], { ...state, over: state.over ?? {} });
    const isBusy =
      !isThere &&
      (going !== undefined || state.outside?.away === true || againOutside(message, state).length > 0);
    if (isBusy && !opener.replaces) throw new CannotOpen('busy');
    const settled = going && !isThere ? withoutInside(state, going) : state;
    if (keyword === undefined) {
      const { outside, over } = settled;
      const before = stateOf(otherwise, outside ?? over?.[OTHER]);
      return turnedOutside(await conversation.open(opener, message, before, given), over);
    }
    const before = isThere ? going?.state : stateOf(conversation, settled.over?.[keyword]);
    const turn = await conversation.open(opener, message, before, given);
    const now = kept(conversation, turn.state);
    const { outside } = settled;
    return now === undefined || turn.over
      ? turnWith(turn.replies, { outside, over: { ...settled.over, [keyword]: now } })
      : turnWith(turn.replies, {
          outside,
          inside: { ...now, keyword },
          over: { ...settled.over, [keyword]: undefined },
        });
  }

  /** The conversation that a keyword has opened, unless it is another one since a deploy. */
  function goingOf({ inside }: MenuState): Inner | undefined {
    const conversation = inside && conversations.get(inside.keyword);
    if (!conversation || inside.of !== tagOf(conversation)) return undefined;
    return { keyword: inside.keyword, conversation, state: inside.state, away: inside.away };
  }

  /** The reminders of the conversation that hears the next text. */
  function silence(state: MenuState): readonly Planned[] {
    const going = goingOf(state);
    if (going) return going.conversation.silence?.(going.state) ?? [];
    const outside = stateOf(otherwise, state.outside);
    return outside === undefined ? [] : (otherwise.silence?.(outside) ?? []);
  }

  function lapsed(state: MenuState, now: Date): boolean {
    const going = goingOf(state);
    if (going) return going.conversation.lapsed?.(going.state, now) === true;
    const outside = stateOf(otherwise, state.outside);
    return outside !== undefined && otherwise.lapsed?.(outside, now) === true;
  }

  /** The state once the sender has left what has lapsed. */
  function withoutLapsed(state: MenuState, now: Date): MenuState {
    const before = stateOf(otherwise, state.outside);
    const stays = () => kept(otherwise, otherwise.left?.(before));
    const settled =
      before !== undefined && otherwise.lapsed?.(before, now)
        ? { ...state, outside: undefined, over: { ...state.over, [OTHER]: stays() } }
        : state;
    const going = goingOf(settled);
    return going?.conversation.lapsed?.(going.state, now) ? withoutInside(settled, going) : settled;
  }

  /** Of two menus with the same word, the inner one is left first. */
  function leaves({ conversation, state }: Inner, body: string): boolean {
    return (
      isOwnWord(body, leave, language) &&
      !(conversation as Partial<Menu>).leavesWithin?.(body, state as MenuState)
    );
  }

  async function turnInside(
    message: Message,
    state: MenuState,
    given: Given,
    going: Inner,
  ): Promise<Turn<MenuState>> {
    const { keyword, conversation } = going;
    note(given, () => ({ conversation: conversation.name }));
    const turn = await conversation.turn(message, going.state, given);
    const { outside } = state;
    const now = keptOf(conversation, turn);
    if (now === undefined || turn.over) {
      return goOnOutside(message, { outside, over: { ...state.over, [keyword]: now } }, turn.replies);
    }
    return turnWith(turn.replies, {
      outside,
      inside: { ...now, keyword },
      over: { ...state.over, [keyword]: undefined },
    });
  }

  async function turnOutside(
    message: Message,
    { outside, over }: MenuState,
    given: Given,
  ): Promise<Turn<MenuState>> {
    note(given, () => ({ conversation: otherwise.name }));
    const before = stateOf(otherwise, outside ?? over?.[OTHER]);
    return turnedOutside(await otherwise.turn(message, before, given), over);
  }

  function turnedOutside(turn: Turn<unknown>, over: MenuState['over']): Turn<MenuState> {
    const now = keptOf(otherwise, turn);
    return turnWith(
      turn.replies,
      turn.over
        ? { over: { ...over, [OTHER]: now } }
        : { outside: now, over: { ...over, [OTHER]: undefined } },
    );
  }

  /** Says this, and what the other conversation has asked, since it is the one that hears the next text. */
  function goOnOutside(message: Message, state: Settled, said: readonly Outgoing[]): Turn<MenuState> {
    return turnWith(joined(said, againOutside(message, state)), state);
  }

  function againOutside(message: Message, { outside }: MenuState): readonly Reply[] {
    const state = stateOf(otherwise, outside);
    return state === undefined ? [] : (otherwise.again?.(message, state) ?? []);
  }
}

/** What is remembered after the sender has left the conversation within. */
function withoutInside({ outside, over }: MenuState, { keyword, conversation, state }: Inner): Settled {
  return { outside, over: { ...over, [keyword]: kept(conversation, conversation.left?.(state)) } };
}

function turnWith(replies: readonly Outgoing[], settled: Settled): Turn<MenuState> {
  const state = stateWith(settled);
  return { replies, state, ...(state && !state.inside && !state.outside && { over: true }) };
}

function stateWith({ inside, outside, over }: Settled): MenuState | undefined {
  const ended = Object.fromEntries(Object.entries(over).filter(([, each]) => each !== undefined));
  const hasEnded = Object.keys(ended).length > 0;
  if (!inside && !outside && !hasEnded) return undefined;
  return { ...(inside && { inside }), ...(outside && { outside }), ...(hasEnded && { over: ended }) };
}

function kept(conversation: Conversation<unknown>, state: unknown): KeptState | undefined {
  return state === undefined ? undefined : { of: tagOf(conversation), state };
}

function keptOf(
  conversation: Conversation<unknown>,
  { replies, state }: Turn<unknown>,
): KeptState | undefined {
  const now = kept(conversation, state);
  return now && redirectIn(replies) !== undefined ? { ...now, away: true } : now;
}

/** The state that was kept, if it belongs to this conversation. */
function stateOf(conversation: Conversation<unknown>, before: KeptState | undefined): unknown {
  return before?.of === tagOf(conversation) ? before.state : undefined;
}
