import type { Conversation, Message, Outgoing } from '../../src/conversation';
import { english } from '../../src/dialogue/languages/english';
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

  /** @param now the time on the clock. It moves only by {@link forward}. */
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

  /** What somebody is sent who stays silent from now on, and when. */
  reminders(pair: Partial<Pick<Message, 'from' | 'to'>> = {}): { readonly at: Date; readonly say: string }[] {
    const state = this.state(pair);
    const planned = state === undefined ? [] : (this.#conversation.silence?.(state) ?? []);
    return planned.map(({ at, say = '' }) => ({ at: new Date(at), say }));
  }

  /**
   * Everybody who is in the middle of the conversation, for `npm run rehearse -- --recorded FILE`:
   *
   *     writeFileSync('recorded.json', JSON.stringify(phone.recording()));
   */
  recording(): RecordedConversation[] {
    const { name, version } = this.#conversation;
    return Array.from(this.#states, ([key, json]) => {
      const [from, to] = JSON.parse(key) as [string, string];
      const state = JSON.parse(json) as State;
      const steps = stepsPassed(() => this.#conversation.again?.(message('', { from, to }), state));
      return { of: `${name} ${version}`, from, to, state, steps: recordSteps(steps) };
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
    const sid = `SM${(++sent).toString(16).padStart(32, '0')}`;
    const { id, ...rest } = typeof text === 'string' ? { body: text } : text;
    const heard = message('', { sid, ...rest });
    const forgotten: string[] = [];
    const came = { ...given(heard, this.now), ...(id !== undefined && { id }) };
    watchForgotten(came, (names) => forgotten.push(...names));
    const turn = await this.#turn(heard, came);
    if (forgotten.length > 0) {
      throw new ScriptError(`${forgotten.join(', ')}: made and never begun. Write yield* in front of it.`);
    }
    const difference = this.#differenceOfReplays(heard);
    if (difference !== undefined) throw new ScriptError(difference);
    return turn;
  }

  async #turn(heard: Message, came: ReturnType<typeof given>): Promise<readonly Outgoing[]> {
    try {
      const { replies, state } = await this.#conversation.turn(heard, this.state(heard), came);
      const key = keyOf(heard);
      if (state === undefined) this.#states.delete(key);
      else this.#states.set(key, JSON.stringify(state));
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

function keyOf({ from, to }: Message): string {
  return JSON.stringify([from, to]);
}
