import { refuseCarrierKeyword, type Allowed } from '../twilio/opt-out-words';
import type { Media, Reply } from '../conversation';
import { LoggableError } from '../log';
import { fold } from '../word';
import type { RecordedProperty } from './effects';
import { Wrong, wrong, type Reader } from './readers';
import { Understood } from './understood';
import { Verb } from './verb';

/** What may be said of any question. */
export interface Asking {
  /**
   * By this the question is known again after a deploy, in place of its wording: a name, or the old
   * wording where that was mended. `ask('How many?', wholeNumber(), { as: 'How mnay?' })`
   */
  readonly as?: string;
}

export interface AskingInWords extends Asking {
  /** How many characters (UTF-16 units) an answer may have; 300 unless told otherwise. */
  readonly maxLength?: number;
}

export interface AskingWithReason extends Asking {
  /** What is said to any other answer. */
  readonly wrong?: string;
}

/** Some two segments of SMS. A session has 2 KB in a cookie for all answers. */
const MAX_LENGTH = 300;

/** Asks, and gives the text of the answer. */
export function ask(prompt: Reply, asking?: AskingInWords): Verb<string>;
/** Asks until the reader can read the answer, and gives what it read. */
export function ask<T>(
  prompt: Reply,
  reader: Understood<T>,
  asking?: AskingInWords,
): Verb<RecordedProperty<T>>;
/** Asks until the reader can read the answer, and gives what it read. */
export function ask<const T>(
  prompt: Reply,
  reader: Reader<T>,
  asking?: AskingInWords,
): Verb<Exclude<T, Wrong>>;
export function ask(
  prompt: Reply,
  reader?: Reader<unknown> | Understood<unknown> | AskingInWords,
  asking?: AskingInWords,
): Verb<unknown> {
  if (reader instanceof Understood) {
    return question('ask', prompt, { ...asking, kind: reader.name, read: inWords, understand: reader });
  }
  if (typeof reader === 'function') return question('ask', prompt, { ...asking, read: reader });
  return question('ask', prompt, { ...reader, read: inWords });
}

/** A picture without words is no answer to a question. */
const inWords: Reader<string> = (text, { says }) => (text === '' ? wrong(says.inWords) : text);

export interface Choosing<Option> extends AskingWithReason {
  /** The words by which a value is offered and chosen. */
  readonly label?: (option: Option) => string;
}

/**
 * Lists the options, and gives the one that was chosen: by its number, by its words in any case, or
 * by a beginning that no other option has.
 *
 * @throws {LoggableError} where there are no options, two are alike, or Twilio itself acts on one
 */
export function choose<const Option>(
  prompt: string,
  options: readonly Option[],
  choosing: Choosing<Option> & { readonly label: (option: Option) => string },
): Verb<Option>;
export function choose<const Option extends string>(
  prompt: string,
  options: readonly (Option & Allowed<Option>)[],
  choosing?: AskingWithReason,
): Verb<Option>;
export function choose(
  prompt: string,
  options: readonly unknown[],
  { label = String, wrong: reason, ...asking }: Choosing<unknown> = {},
): Verb<unknown> {
  const labels = options.map((option) => label(option));
  const known = labels.map((option) => fold(option));
  if (known.length === 0 || known.includes('') || new Set(known).size < known.length) {
    throw new LoggableError('choose() takes one or more options that differ, none of them empty');
  }
  for (const option of labels) refuseCarrierKeyword(option, 'an option');
  const list = labels.map((option, n) => `${n + 1}. ${option}`).join('\n');
  const read: Reader<unknown> = (text, { says }) => {
    const answer = fold(text);
    const number = /^\d+$/.test(answer) ? Number.parseInt(answer) - 1 : -1;
    const [begun, another] = known.flatMap((option, n) =>
      answer !== '' && option.startsWith(answer) ? [n] : [],
    );
    const beginning = another === undefined ? (begun ?? -1) : -1;
    const chosen = [known.indexOf(answer), number, beginning].find((n) => options[n] !== undefined);
    return chosen === undefined ? wrong(reason ?? says.oneOf(String(options.length))) : options[chosen];
  };
  return question('choose', `${prompt}\n${list}`, {
    ...asking,
    as: asking.as ?? prompt,
    kind: labels.join('\n'),
    read,
    options: labels,
  });
}

const YES = words('y,yes,yep,yeah,yea,yup,ya,sure,ok,okay,k,please,of course,👍,👌,✅,✔');
const NO = words('n,no,nope,nah,no way,not now,👎,❌');
/** What may stand beside a yes or a no without changing it. */
const POLITE = words(',please,thanks,thank,you');

function words(list: string): Set<string> {
  return new Set(list.split(','));
}

/** Asks for a yes or a no, as people text them: `true` is yes. */
export function confirm(prompt: Reply, { wrong: reason, ...asking }: AskingWithReason = {}): Verb<boolean> {
  const read: Reader<boolean> = (text, { says }) => {
    const answer = fold(text);
    return means(answer, YES) || (means(answer, NO) ? false : wrong(reason ?? says.yesOrNo));
  };
  return question('confirm', prompt, { ...asking, read });
}

/** Whether it is one of these words, or several: `yes, please`, `👍👍`. */
function means(answer: string, known: ReadonlySet<string>): boolean {
  const parts = answer.split(/[\s,.!]+|(?<=[👍👌✅👎❌])/u).filter((part) => !POLITE.has(part));
  return known.has(answer) || (parts.length > 0 && parts.every((part) => known.has(part)));
}

/** Asks for a picture, or several in one message, and gives them. They may be files of any type. */
export function picture(
  prompt: Reply,
  { wrong: reason, as }: AskingWithReason = {},
): Verb<readonly [Media, ...Media[]]> {
  return new Verb({
    kind: 'question',
    verb: 'picture',
    prompt,
    identity: identityOf('picture', '', as ?? prompt),
    maxLength: Infinity,
    hear: ({ media }) => media,
    // A text, where the script asked in words when this was recorded.
    read: (media, { says }) =>
      Array.isArray(media) && media.length > 0 ? media : wrong(reason ?? says.picture),
  });
}

interface QuestionInWords<T> extends AskingInWords {
  readonly read: Reader<T>;
  readonly understand?: Understood<unknown>;
  readonly options?: readonly string[];
  /** What makes it another question than one with the same words. */
  readonly kind?: string;
}

function question<T>(
  verb: string,
  prompt: Reply,
  { as, maxLength = MAX_LENGTH, read, kind = '', ...rest }: QuestionInWords<T>,
): Verb<Exclude<T, Wrong>> {
  return new Verb({
    kind: 'question',
    verb,
    prompt,
    identity: identityOf(verb, kind, as ?? prompt),
    maxLength,
    hear: ({ body }) => body.trim(),
    // Pictures, where the script asked for some when this was recorded.
    read: (answer, language) => (typeof answer === 'string' ? read(answer, language) : wrong('')),
    ...rest,
  });
}

/** Most wordings are texts, and JSON takes longer than all the rest of a replay. */
function identityOf(verb: string, kind: string, wording: Reply): string {
  return `${verb}\0${kind}\0${typeof wording === 'string' ? wording : JSON.stringify(wording)}`;
}
