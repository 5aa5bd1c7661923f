import type { DefaultKeyword } from '../carrier-keywords';
import type { Media, Message, Reply } from '../conversation';
import { LoggableError } from '../log';
import { Wrong, wrong, type Reader } from './readers';
import { refuseCarrierKeyword } from './refuse';
import type { Question, Talk } from './step';

/** Asks, and gives the text of the answer. */
export function ask(prompt: Reply): Talk<string>;
/** Asks until the reader can read the answer, and gives what it read. */
export function ask<const T>(prompt: Reply, reader: Reader<T>): Talk<Exclude<T, Wrong>>;
export function ask(prompt: Reply, reader: Reader<unknown> = words): Talk<unknown> {
  return question(prompt, reader);
}

/** A word that Twilio would act on (`STOP`, `Cancel`, `help`, …) does not compile, and the error says why. */
export type Allowed<Word extends string> = Word extends string
  ? Uppercase<Word> extends DefaultKeyword
    ? { readonly 'Twilio itself acts on this word': Word }
    : Word
  : never;

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
  const known = options.map((option) => fold(option));
  if (known.length === 0 || known.includes('') || new Set(known).size < known.length) {
    throw new LoggableError('choose() takes one option or more, each of them different and none empty');
  }
  for (const option of options) refuseCarrierKeyword(option, 'an option');
  const list = options.map((option, n) => `${n + 1}. ${option}`).join('\n');
  const read = (text: string): Option | Wrong => {
    const answer = fold(text);
    const number = /^\d+\.?$/.test(answer) ? Number.parseInt(answer) - 1 : -1;
    const [begun, another] = known.flatMap((option, n) =>
      answer !== '' && option.startsWith(answer) ? [n] : [],
    );
    const beginning = another === undefined ? (begun ?? -1) : -1;
    const chosen = [known.indexOf(answer), number, beginning].find((n) => options[n] !== undefined);
    return chosen === undefined ? wrong(reason) : (options[chosen] as Option);
  };
  return question(`${prompt}\n${list}`, read, options);
}

const YES = new Set('y,yes,yep,yeah,yup,ya,sure,ok,okay,k,of course,please,yes please,👍,👌,✅'.split(','));
const NO = new Set('n,no,nope,nah,no thanks,no thank you,not now,👎,❌'.split(','));

/** Asks for a yes or a no, as people text them: `true` is yes. */
export function confirm(prompt: Reply, reason = 'Please answer yes or no.'): Talk<boolean> {
  return question(prompt, (text) => {
    const answer = fold(text);
    return YES.has(answer) || (NO.has(answer) ? false : wrong(reason));
  });
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
    read: (media) => (media.length > 0 ? media : wrong(reason)),
  };
  return (yield step) as [Media, ...Media[]];
}

/** Says something, a text or pictures, and goes on. It goes out with whatever is asked or said next. */
export function* say(reply: Reply): Talk<void> {
  yield { kind: 'say', reply };
}

/** What is left of a value once JSON has held it: nothing becomes `null`, a Date its text. */
export type Recorded<T> = T extends string | number | boolean | null
  ? T
  : T extends { toJSON(): infer Json }
    ? Recorded<Json>
    : T extends object
      ? { [Key in keyof T]: Recorded<T[Key]> }
      : null;

/**
 * Does something to the world outside, and records its result, so that no replay does it again. It
 * is the one place where a script may call others, wait, read the clock or throw dice.
 *
 * Where the turn is lost before its state is stored (it throws later, the state is too large, two
 * texts race, Twilio retries) the effect **runs again**. So it is given a key that is the same in
 * every such attempt and in no other: hand it on as an idempotency key.
 *
 * @param effect where it throws, nothing is recorded: the sender gets an apology and may answer again
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
    hear: textOf,
    read: (answer) => (typeof answer === 'string' ? reader(answer) : wrong('')),
  };
  return (yield step) as Exclude<T, Wrong>;
}

function textOf({ body }: Message): string {
  return body.trim();
}

/** A picture without words is no answer to a question. */
const words: Reader<string> = (text) => (text === '' ? wrong('Please answer in words.') : text);

/** A word without its case, without `!` and `.` behind it, and an emoji without the colour of its skin. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/\p{Emoji_Modifier}|\ufe0f/gu, '')
    .replace(/[\s.!]+$/, '')
    .trim();
}
