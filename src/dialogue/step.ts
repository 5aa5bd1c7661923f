import type { Message, Reply } from '../conversation';
import type { Remind } from '../silence';
import type { Language } from './languages/language';
import type { Outside } from './outside';
import { renderOptions } from './understanding/choice';
import type { Understood } from './understood';

/** Waits for an answer: the dialogue stops until the next message. */
export interface Question {
  readonly kind: 'question';
  /** The verb that made it, for error messages. */
  readonly verb: string;
  /** Its author's name for it. A log may show it. */
  readonly as?: string | undefined;
  /** As its author wrote it, without a list of options. */
  readonly prompt: Reply;
  /** Identifies the question after a deploy: its verb, its options, its wording. */
  readonly identity: string;
  /** What a silent sender is sent. `false`: nothing, whatever the dialogue says. */
  readonly remind?: Remind | false | undefined;
  /** The options, if the question lists them. */
  readonly options?: readonly string[];
  /** What is recorded of a message, or what is wrong with it as an answer. */
  hear(message: Pick<Message, 'body' | 'media'>, language: Language): unknown;
  /** Understands a text that was heard, once. What it gives is recorded in place of the text. */
  readonly understand?: Understood<unknown>;
  /**
   * The value of what was recorded, or what is wrong with it: it was recorded before a deploy. Gives
   * the same each time.
   */
  read(recorded: unknown, language: Language): unknown;
}

/** What is said to ask it. */
export function promptOf({ prompt, options }: Question, language: Language): Reply {
  return options ? `${prompt as string}\n${renderOptions(options, language)}` : prompt;
}

/** Says something and goes on. */
export interface Saying {
  readonly kind: 'say';
  readonly reply: Reply;
  /** It is a message of its own. */
  readonly apart: boolean;
}

/** Reads something outside the dialogue. Its result is recorded. BACK passes over it. */
export interface Reading {
  readonly kind: 'reading';
  readonly name: string;
  run(outside: Outside): unknown;
}

/** Changes something outside the dialogue. Its result is recorded, and it is never done again. */
export interface Effect {
  readonly kind: 'effect';
  readonly name: string;
  run(key: string, outside: Outside): unknown;
}

/** Gives the text that began the dialogue. */
export interface FirstText {
  readonly kind: 'firstText';
}

/** Passes each message on to another webhook until a word is texted. A dialogue stops there, too. */
export interface HandOver {
  readonly kind: 'handOver';
  readonly url: string;
  readonly until: string;
}

export type Step = Question | Saying | Reading | Effect | FirstText | HandOver;

/** A step at which a dialogue stops until the next message. */
export type Stop = Question | HandOver;

export function isStop(step: Step): step is Stop {
  return step.kind === 'question' || step.kind === 'handOver';
}

/**
 * A script, or any part of one: a generator that yields steps and comes to a `T`. Use it with `yield*`.
 */
export type Talk<T> = Generator<Step, T, unknown>;

/** What an author finds the step by. Never a prompt, which may quote an answer. */
export function stepName(step: Step): string {
  switch (step.kind) {
    case 'question':
      return `${step.verb}()`;
    case 'say':
      return 'say()';
    case 'reading':
      return `lookUp('${step.name}')`;
    case 'effect':
      return `once('${step.name}')`;
    case 'firstText':
      return 'firstText()';
    case 'handOver':
      return 'handOver()';
  }
}
