import { createHash } from 'node:crypto';
import type { NameOf } from '../twilio/callers';
import { refuseCarrierKeyword } from '../twilio/opt-out-words';
import type { Conversation, Message, Reply, Turn } from '../conversation';
import { LoggableError, describe, loggableSid } from '../log';
import { normalizeWord } from '../word';
import { Wrong } from './readers';
import { replay, stepCounter, trace, type Ending, type Log, type Replayed } from './replay';
import type { Question, Talk } from './step';

/** What a script is given: what is the same at every replay. Never the message of the moment. */
export interface Caller {
  readonly from: string;
  readonly to: string;
  /** Their name, where `nameOf` knows them. */
  readonly name: string | undefined;
}

/**
 * A conversation of many turns, written straight down. Between two messages only its recorded
 * answers are kept, and at each message it is run again from them. So outside of `once` it must do
 * the same each time: no clock, no random numbers, no environment, nothing that changes.
 */
export type Script = (caller: Caller) => Talk<Ending>;

export interface DialogueOptions {
  /** Raise it to make everybody start anew. A script that asks something else is noticed without. */
  version?: number;
  /** Who is known by name: `callers()`. */
  nameOf?: NameOf;
  /** Wrong answers in a row to one question, after which the dialogue gives up. */
  patience?: number;
  words?: Partial<Words>;
}

/** What the dialogue says and hears by itself. */
export interface Words {
  /** Texted at any point, returns to the question before. `false` or `''` switches it off. */
  back: string | false;
  /** Texted at any point, begins anew. `false` or `''` switches it off. */
  restart: string | false;
  /** Said to `back` at the first question. */
  first: string;
  /** Said to `back` where something was done since the question before. */
  done: string;
  /** Said when `patience` is at its end. */
  givenUp: string;
  /** Said when the script was changed while somebody was in the middle of it. */
  changed: string;
}

const DEFAULT_WORDS: Words = {
  back: 'BACK',
  restart: 'RESTART',
  first: 'This is the first question.',
  done: 'That is done and cannot be taken back.',
  givenUp: 'Let us leave it there. Text again any time.',
  changed: 'Sorry, we have to start over.',
};

/** All that is kept of a dialogue between two messages. */
export interface Remembered {
  /** Made from the MessageSid that opened the dialogue; what the keys of its effects begin with. */
  readonly id: string;
  readonly log: Log;
  /** Wrong answers to the open question so far, if any. */
  readonly wrong?: number;
  /** Of everything that was asked up to now: another one means that the script was changed. */
  readonly digest: string;
}

/**
 * Makes a conversation of a script.
 *
 *     const lunch = dialogue('lunch', function* () {
 *       const dish = yield* choose('What would you like?', ['Soup', 'Salad']);
 *       const count = yield* ask('How many?', wholeNumber({ min: 1, max: 9 }));
 *       return `${count} × ${dish}, coming up.`;
 *     });
 *
 * @throws {LoggableError} where Twilio itself acts on one of `words`
 */
export function dialogue(
  name: string,
  script: Script,
  { version = 1, nameOf, patience = 3, words: otherWords }: DialogueOptions = {},
): Conversation<Remembered> {
  const words = { ...DEFAULT_WORDS, ...otherWords };
  const [back, restart] = [words.back, words.restart].map((word) => {
    refuseCarrierKeyword(word || '', 'a word of the dialogue');
    return normalizeWord(word || '') || undefined;
  });

  return {
    name,
    version,
    async turn(message, state) {
      const said = normalizeWord(message.body);
      if (state === undefined || said === restart) return begin(message);
      const replayed = resume(message, state);
      if (replayed === undefined) return begin(message, words.changed);
      return said === back ? goBack(message, state, replayed) : hear(message, state, replayed);
    },
  };

  function begin(message: Message, ...said: string[]): Promise<Turn<Remembered>> {
    const talk = script(callerOf(message));
    const start: Remembered = { id: idOf(message), log: [], digest: '' };
    return goOn(talk, talk.next(), start, '', said);
  }

  /** The script at its open question, or `undefined` where it is no longer the script that asked it. */
  function resume(message: Message, { log, digest }: Remembered): Replayed | undefined {
    let reason = 'it asks something else now';
    try {
      const replayed = replay(script(callerOf(message)), log);
      if (digestOf(replayed.trail) === digest) return replayed;
    } catch (error) {
      reason = describe(error);
    }
    console.warn(`${loggableSid(message.sid)}: the dialogue ${name} starts over: ${reason}`);
    return undefined;
  }

  function goBack(message: Message, state: Remembered, { open, afterEffect }: Replayed): Turn<Remembered> {
    const { id, log } = state;
    const refusal = log.length === 0 ? words.first : afterEffect && words.done;
    if (refusal !== false) return { replies: [lead(refusal, open.prompt)], state };
    const earlier = log.slice(0, -1);
    const before = replay(script(callerOf(message)), earlier);
    return { replies: [before.open.prompt], state: { id, log: earlier, digest: digestOf(before.trail) } };
  }

  async function hear(
    message: Message,
    { id, log, wrong = 0, digest }: Remembered,
    { talk, open, trail }: Replayed,
  ): Promise<Turn<Remembered>> {
    const answer = open.hear(message);
    const value = open.read(answer);
    if (!(value instanceof Wrong)) {
      return goOn(talk, talk.next(value), { id, log: [...log, answer], digest }, trail, []);
    }
    if (wrong + 1 >= patience) return { replies: [words.givenUp], state: undefined };
    return { replies: [lead(value.reason, open.prompt)], state: { id, log, wrong: wrong + 1, digest } };
  }

  /** Goes on with the script, live, until it asks or ends. */
  async function goOn(
    talk: Talk<Ending>,
    next: ReturnType<Talk<Ending>['next']>,
    { id, log }: Remembered,
    trail: string,
    said: readonly Reply[],
  ): Promise<Turn<Remembered>> {
    const records = [...log];
    const replies = [...said];
    const count = stepCounter();
    let asked = trail;
    while (!next.done) {
      const step = next.value;
      asked += trace(step);
      if (step.kind === 'question') {
        refuseOwnWords(step);
        return { replies: [...replies, step.prompt], state: { id, log: records, digest: digestOf(asked) } };
      }
      count();
      if (step.kind === 'say') {
        replies.push(step.reply);
        next = talk.next();
      } else {
        const result = asJson(await step.run(`${id}-${records.length}`));
        records.push(result);
        next = talk.next(result);
      }
    }
    return { replies: next.value === undefined ? replies : [...replies, next.value], state: undefined };
  }

  /** An option that is one of our own words could never be chosen. */
  function refuseOwnWords({ options }: Question): void {
    const own = options?.find((option) => [back, restart].includes(normalizeWord(option)));
    if (own === undefined) return;
    throw new LoggableError(
      `the dialogue ${name} offers its own word ${own} as an option: change one of them`,
    );
  }

  function callerOf({ from, to }: Message): Caller {
    return { from, to, name: nameOf?.(from) };
  }

  function idOf({ sid }: Message): string {
    return sid === undefined ? crypto.randomUUID() : hash(`${name} ${sid}`, 16);
  }
}

/** What is said first, and the question again, in one message where that can be. */
function lead(first: string, prompt: Reply): Reply {
  if (typeof prompt === 'string') return `${first}\n${prompt}`;
  return { ...prompt, body: prompt.body === undefined ? first : `${first}\n${prompt.body}` };
}

/** As a replay will give it, so that the script sees the same now. */
function asJson(result: unknown): unknown {
  const [recorded] = JSON.parse(JSON.stringify([result])) as [unknown];
  return recorded;
}

/** Enough to notice a change by: the state is sealed, so nobody can look for another script with the same. */
function digestOf(trail: string): string {
  return hash(trail, 6);
}

function hash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, length);
}
