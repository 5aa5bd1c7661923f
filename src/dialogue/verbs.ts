import { refuseCarrierKeyword, type Allowed } from '../twilio/opt-out-words';
import type { Media, Reply } from '../conversation';
import { LoggableError } from '../log';
import { normalizeWord } from '../word';
import { english } from './languages/english';
import { Wrong, wrong, type Reader } from './readers';
import type { Question, Talk } from './step';

/** Asks, and gives the text of the answer. */
export function ask(prompt: Reply): Talk<string>;
/** Asks until the reader can read the answer, and gives what it read. */
export function ask<const T>(prompt: Reply, reader: Reader<T>): Talk<Exclude<T, Wrong>>;
export function ask(prompt: Reply, reader: Reader<unknown> = inWords): Talk<unknown> {
  return question(prompt, reader);
}

/**
 * Lists the options with their numbers, and gives the one that was chosen: by its number, by the
 * word in any case, or by a beginning that no other option has.
 *
 * @throws {LoggableError} where there are no options, two are alike, or Twilio itself acts on one
 */
export function choose<const Option extends string>(
  prompt: string,
  options: readonly (Option & Allowed<Option>)[],
  reason = `Please answer with a number from 1 to ${options.length}, or the word.`,
): Talk<Option> {
  const known = options.map((option) => normalizeWord(option));
  if (known.length === 0 || known.includes('') || new Set(known).size < known.length) {
    throw new LoggableError('choose() takes one or more options that differ, none of them empty');
  }
  for (const option of options) refuseCarrierKeyword(option, 'an option');
  const list = options.map((option, n) => `${n + 1}. ${option}`).join('\n');
  const read = (text: string): Option | Wrong => {
    const answer = normalizeWord(text);
    const number = /^\d+$/.test(answer) ? Number.parseInt(answer) - 1 : -1;
    const [begun, another] = known.flatMap((option, n) =>
      answer !== '' && option.startsWith(answer) ? [n] : [],
    );
    const beginning = another === undefined ? (begun ?? -1) : -1;
    const chosen = [known.indexOf(answer), number, beginning].find((n) => options[n] !== undefined);
    return chosen === undefined ? wrong(reason) : (options[chosen] as Option);
  };
  return question(`${prompt}\n${list}`, read, options);
}

const YES = words('y,yes,yep,yeah,yea,yup,ya,sure,ok,okay,k,please,of course,👍,👌,✅,✔');
const NO = words('n,no,nope,nah,no way,not now,👎,❌');
/** What may stand beside a yes or a no without changing it. */
const POLITE = words(',please,thanks,thank,you');

function words(list: string): Set<string> {
  return new Set(list.split(','));
}

/** Asks for a yes or a no, as people text them: `true` is yes. */
export function confirm(prompt: Reply, reason = 'Please answer yes or no.'): Talk<boolean> {
  return question(prompt, (text) => {
    const answer = normalizeWord(text);
    return means(answer, YES) || (means(answer, NO) ? false : wrong(reason));
  });
}

/** Whether it is one of these words, or several: `yes, please`, `👍👍`. */
function means(answer: string, known: ReadonlySet<string>): boolean {
  const parts = answer.split(/[\s,.!]+|(?<=[👍👌✅👎❌])/u).filter((part) => !POLITE.has(part));
  return known.has(answer) || (parts.length > 0 && parts.every((part) => known.has(part)));
}

/** Asks for a picture, or several in one message, and gives them. They may be files of any type. */
export function* picture(
  prompt: Reply,
  reason = 'Please send a picture.',
): Talk<readonly [Media, ...Media[]]> {
  const step: Question = {
    kind: 'question',
    prompt,
    hear: ({ media }) => media,
    // A text, where the script asked in words when this was recorded.
    read: (media) => (Array.isArray(media) && media.length > 0 ? media : wrong(reason)),
  };
  return (yield step) as [Media, ...Media[]];
}

/** Says something, a text or pictures, and goes on. It goes out with whatever is asked or said next. */
export function* say(reply: Reply): Talk<void> {
  yield { kind: 'say', reply };
}

/** What is left of a value once JSON has held it: a Date is its text, nothing is `null`, or missing within an object. */
export type Recorded<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null
    ? T
    : T extends { toJSON(): infer Json }
      ? Recorded<Json>
      : T extends readonly unknown[]
        ? { [Key in keyof T]: Recorded<T[Key]> }
        : T extends object
          ? { [Key in keyof T]: RecordedProperty<T[Key]> }
          : null;

type RecordedProperty<T> = undefined extends T ? Recorded<Exclude<T, undefined>> | undefined : Recorded<T>;

/**
 * Does something to the world outside, and records its result, so that no replay does it again. It
 * is the one place where a script may call others, wait, read the clock or throw dice.
 *
 * Where the turn is lost before its state is stored (it throws later, the state is too large, two
 * texts race, Twilio retries) the effect **runs again**. So it is given a key that is the same in
 * every such attempt, whatever the sender answers to the question before: hand it on as an
 * idempotency key.
 *
 * @param effect where it throws, the turn ends and nothing is recorded: the sender gets an apology and
 *   may answer again. A `try` of the script's around it does not hear of it; one within it does.
 */
export function* once<T>(effect: (key: string) => T | Promise<T>): Talk<Recorded<Awaited<T>>> {
  return (yield { kind: 'once', run: effect }) as Recorded<Awaited<T>>;
}

function* question<T>(
  prompt: Reply,
  reader: Reader<T>,
  options?: readonly string[],
): Talk<Exclude<T, Wrong>> {
  const step: Question = {
    kind: 'question',
    prompt,
    ...(options && { options }),
    hear: ({ body }) => body.trim(),
    // Pictures, where the script asked for some when this was recorded.
    read: (answer) => (typeof answer === 'string' ? reader(answer, english) : wrong('')),
  };
  return (yield step) as Exclude<T, Wrong>;
}

/** A picture without words is no answer to a question. */
const inWords: Reader<string> = (text) => (text === '' ? wrong('Please answer in words.') : text);
