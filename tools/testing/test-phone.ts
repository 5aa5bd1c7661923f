import { CannotOpen } from '../../src/cannot-open';
import {
  tagOf,
  type Conversation,
  type Given,
  type Message,
  type Outgoing,
  type Turn,
} from '../../src/conversation';
import { english } from '../../src/dialogue/languages/english';
import { CROSSES } from '../../src/dialogue/state';
import { stepsPassed, watchForgotten } from '../../src/dialogue/watching';
import { readDuration } from '../phone/terminal/duration';
import { given } from './given';
import { message } from './messages';
import { recordSteps, type RecordedConversation } from './recording';
import { differenceOfReplays } from './same-each-time';

let sent = 0;

/** The conversation cannot be tested as it is. Its message is for the author of the script. */
export class ScriptError extends Error {}

/** A message, and its id (`Given.id`) where what is said depends on that. */
export type Heard = Partial<Message> & { readonly id?: string };
export type Text = string | Heard;

/** Whom we text first, and whether it takes the place of what is going on. */
export interface Opening extends Partial<Pick<Message, 'from' | 'to'>> {
  readonly replaces?: boolean;
}

/**
 * Texts a conversation, as one person or several, with a clock that can be moved. What is remembered
 * about each pair of numbers goes through JSON between two texts, as it does in a cookie.
 *
 *     const phone = new TestPhone(clinic, { now: new Date('2026-10-23T10:00Z') });
 *     await phone.text('hi');
 *     phone.forward('1d');
 *     await phone.text({ from: '+19995550123', body: 'hi' });
 *     phone.state();
 */
export class TestPhone<State> {
  /** What the turns threw that failed, in their order. */
  readonly failures: unknown[] = [];
  readonly #conversation: Conversation<State>;
  readonly #states = new Map<string, string>();
  #now: number;

  /** @param now the time on the clock. It moves by {@link forward}, and by an {@link open}. */
  constructor(conversation: Conversation<State>, { now = new Date() }: { now?: Date } = {}) {
    this.#conversation = conversation;
    this.#now = now.getTime();
  }

  get now(): Date {
    return new Date(this.#now);
  }

  /** Moves the clock. @param duration `90m`, `1d`, `1h30m` */
  forward(duration: string): void {
    const milliseconds = readDuration(duration);
    if (milliseconds === undefined) throw new RangeError(`${duration} is no duration such as 90m or 1d`);
    this.#now += milliseconds;
  }

  /** What is remembered about a pair of numbers; `undefined` for somebody new. */
  state(pair: Partial<Pick<Message, 'from' | 'to'>> = {}): State | undefined {
    const json = this.#states.get(keyOf(message('', pair)));
    return json === undefined ? undefined : (JSON.parse(json) as State);
  }

  /** What somebody is still to be sent who stays silent, and when. */
  reminders(pair: Partial<Pick<Message, 'from' | 'to'>> = {}): { readonly at: Date; readonly say: string }[] {
    const state = this.state(pair);
    const planned = state === undefined ? [] : (this.#conversation.silence?.(state) ?? []);
    return planned.filter(({ at }) => at > this.#now).map(({ at, say = '' }) => ({ at: new Date(at), say }));
  }

  /**
   * Everybody who is in the middle of the conversation, for `npm run rehearse -- --recorded FILE`:
   *
   *     writeFileSync('recorded.json', JSON.stringify(phone.recording()));
   */
  recording(): RecordedConversation[] {
    const of = tagOf(this.#conversation);
    return Array.from(this.#states, ([key, json]) => {
      const [from, to] = JSON.parse(key) as [string, string];
      const state = JSON.parse(json) as State;
      const { steps } = stepsPassed(() => this.#conversation.again?.(message('', { from, to }), state));
      return { of, from, to, state, steps: recordSteps(steps) };
    });
  }

  /**
   * Sends a text, or a message with more to it, and gives what is said to it: the apology
   * if the turn fails, as in the cloud. Such an error is printed, too.
   *
   * @throws {ScriptError} if a script is not the same each time it runs, or has made a `say`, a `once`
   *   or a `handOver` and never begun it
   */
  async text(text: Text): Promise<readonly Outgoing[]> {
    const { id, ...rest } = typeof text === 'string' ? { body: text } : text;
    const heard = message('', { sid: newSid(), ...rest });
    const came = { ...given(heard, this.now), ...(id !== undefined && { id }) };
    return this.#checked(heard, came, () => this.#answer(heard, came));
  }

  /**
   * Opens a dialogue, as `npm run open` does, and gives what is sent. Then five seconds pass on the clock, after which
   * a text is an answer.
   *
   *     expect(await phone.open('visit', 'Friday')).toStrictEqual(['Do you come on Friday?']);
   *
   * @throws {CannotOpen} if there is no such dialogue, it does not take the data, or another one is going on
   * @throws {ScriptError} if it says more than one message, and as {@link text} does
   */
  async open(
    name: string,
    data?: unknown,
    { replaces = false, ...pair }: Opening = {},
  ): Promise<readonly Outgoing[]> {
    const about = message('', { sid: undefined, ...pair });
    const came = given({ ...about, sid: newSid() }, this.now);
    const open = (sent: boolean) => {
      const opener = { name, data: copied(data), replaces, sent };
      const turn = this.#conversation.open?.(opener, about, this.state(about), came);
      if (turn === undefined) throw new CannotOpen('unknown');
      return turn;
    };
    return this.#checked(about, came, async () => {
      const { replies, state } = await open(false);
      if (replies.length !== 1) throw new ScriptError(`${name} has to say one message when it is opened.`);
      this.#remember(about, state);
      this.#remember(about, (await open(true)).state);
      this.#now += CROSSES;
      return replies;
    });
  }

  /** @throws {ScriptError} */
  async #checked(
    heard: Message,
    came: Given,
    take: () => Promise<readonly Outgoing[]>,
  ): Promise<readonly Outgoing[]> {
    const forgotten: string[] = [];
    watchForgotten(came, (names) => forgotten.push(...names));
    const replies = await take();
    if (forgotten.length > 0) {
      throw new ScriptError(`${forgotten.join(', ')}: made and never begun. Write yield* in front of it.`);
    }
    const difference = this.#differenceOfReplays(heard);
    if (difference !== undefined) throw new ScriptError(difference);
    return replies;
  }

  #remember(about: Message, state: Turn<State>['state']): void {
    const key = keyOf(about);
    if (state === undefined) this.#states.delete(key);
    else this.#states.set(key, JSON.stringify(state));
  }

  async #answer(heard: Message, came: Given): Promise<readonly Outgoing[]> {
    try {
      const { replies, state } = await this.#conversation.turn(heard, this.state(heard), came);
      this.#remember(heard, state);
      return replies;
    } catch (error) {
      this.failures.push(error);
      console.error(error);
      return [(this.#conversation.words ?? english.says).apology];
    }
  }

  #differenceOfReplays(heard: Message): string | undefined {
    const state = this.state(heard);
    if (state === undefined) return undefined;
    return differenceOfReplays(() => this.#conversation.again?.(heard, this.state(heard) as State) ?? []);
  }
}

function newSid(): string {
  return `SM${(++sent).toString(16).padStart(32, '0')}`;
}

/** As it comes out of a request. */
function copied(data: unknown): unknown {
  return data === undefined ? undefined : (JSON.parse(JSON.stringify(data)) as unknown);
}

function keyOf({ from, to }: Message): string {
  return JSON.stringify([from, to]);
}
