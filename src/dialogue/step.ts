import type { Media, Message, Reply } from '../conversation';

/** What an answer is recorded as: its text, or its pictures. It is read again at every replay. */
export type Answer = string | readonly Media[];

/** Waits for an answer. It is the only step at which a dialogue stops until the next message. */
export interface Question {
  readonly kind: 'question';
  readonly prompt: Reply;
  /** The words that an answer may be, where the question names them. */
  readonly options?: readonly string[];
  /** What of a message is the answer. */
  hear(message: Message): Answer;
  /** The answer's value, or what is wrong with it. Gives the same for the same answer. */
  read(answer: Answer): unknown;
}

/** Says something and goes on. */
export interface Saying {
  readonly kind: 'say';
  readonly reply: Reply;
}

/** Changes something outside the dialogue, and is not done again at a replay. */
export interface Effect {
  readonly kind: 'once';
  run(key: string): unknown;
}

export type Step = Question | Saying | Effect;

/**
 * What a verb is, and a script, and any part of one: a generator that yields steps and comes to a
 * `T`. Use it with `yield*`.
 */
export type Talk<T> = Generator<Step, T, unknown>;
