import { refuseCarrierKeyword, type Allowed } from '../twilio/opt-out-words';
import type { Media, Reply } from '../conversation';
import { LoggableError } from '../log';
import type { Remind } from '../silence';
import { normalizeWord } from '../word';
import type { RecordedProperty } from './effects';
import type { Language } from './languages/language';
import { Wrong, wrong, type Reader } from './readers';
import { explainChoice, readChoice } from './understanding/choice';
import { readYesNo } from './understanding/yes-no';
import type { Question } from './step';
import { Understood } from './understood';
import { Verb } from './verb';

/** The options of every question. */
export interface Asking {
  /**
   * Identifies the question after a deploy, in place of its wording. It is a name, or the old wording if that
   * was mended: `ask('How many?', wholeNumber(), { as: 'How mnay?' })`
   *
   * Logs may show it, so it must not hold what people wrote.
   */
  readonly as?: string;
  /**
   * Reminds somebody who does not answer. `false` sends no reminder here, although the dialogue reminds. The dialogue
   * needs the option `{ reminds: reminding() }`.
   */
  readonly remind?: Remind | false;
}

export interface AskingInWords extends Asking {
  /** How many characters (UTF-16 units) an answer may have; 300 by default. */
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
  if (reader instanceof Understood) return askOnce(prompt, reader, asking);
  return typeof reader === 'function'
    ? askInWords(prompt, reader, asking)
    : askInWords(prompt, inWords, reader);
}

/** The text is recorded, and read again at every replay. */
function askInWords(
  prompt: Reply,
  reader: Reader<unknown>,
  { maxLength = MAX_LENGTH, ...asking }: AskingInWords = {},
): Verb<unknown> {
  return question('ask', '', prompt, asking, {
    hear: ({ body }, language) => textWithin(body, maxLength, language),
    read: (text, language) => (typeof text === 'string' ? reader(text, language) : MISFIT),
  });
}

/** What was understood is recorded, and never read again. */
function askOnce(
  prompt: Reply,
  understand: Understood<unknown>,
  { maxLength = MAX_LENGTH, ...asking }: AskingInWords = {},
): Verb<unknown> {
  return question('ask', understand.name, prompt, asking, {
    hear({ body }, language) {
      const text = textWithin(body, maxLength, language);
      return text instanceof Wrong ? text : inWords(text, language);
    },
    understand,
    read: (value) => value,
  });
}

function textWithin(body: string, maxLength: number, { says }: Language): string | Wrong {
  const text = body.trim();
  return text.length > maxLength ? wrong(says.tooManyCharacters(maxLength)) : text;
}

/** A picture without words is no answer to a question. */
const inWords: Reader<string> = (text, { says }) => (text === '' ? wrong(says.inWords) : text);

/** The record is of another question, whose fingerprint is the same by chance. This reason is never shown. */
const MISFIT = /* @__PURE__ */ wrong('');

/**
 * Lists the options, and gives the one that was chosen: by its number, by its words in any case, or
 * by a beginning that no other option has.
 *
 * @param choosing.label gives the words by which a value is offered and chosen
 * @throws {LoggableError} if there are no options, two are alike, or Twilio itself acts on one
 */
export function choose<const Option>(
  prompt: string,
  options: readonly Option[],
  choosing: AskingWithReason & { readonly label: (option: Option) => string },
): Verb<Option>;
export function choose<const Option extends string>(
  prompt: string,
  options: readonly (Option & Allowed<Option>)[],
  choosing?: AskingWithReason,
): Verb<Option>;
export function choose(
  prompt: string,
  options: readonly unknown[],
  {
    label = String,
    wrong: reason,
    ...asking
  }: AskingWithReason & { readonly label?: (option: unknown) => string } = {},
): Verb<unknown> {
  const labels = options.map((option) => label(option));
  const known = new Set(labels.map(normalizeWord));
  if (labels.length === 0 || known.has('') || known.size < labels.length) {
    throw new LoggableError('choose() takes one or more options that differ, none of them empty');
  }
  for (const option of labels) refuseCarrierKeyword(option, 'an option');
  return question('choose', labels.join('\n'), prompt, asking, {
    options: labels,
    hear({ body }, language) {
      const places = readChoice(body, labels, language);
      const [place] = places;
      if (places.length === 1) return `${place}`;
      return wrong(reason ?? explainChoice(places, labels, language));
    },
    read: (place) => (Number(place) in options ? options[Number(place)] : MISFIT),
  });
}

/** Asks for a yes or a no, as people text them: `true` is yes. */
export function confirm(prompt: Reply, { wrong: reason, ...asking }: AskingWithReason = {}): Verb<boolean> {
  return question('confirm', '', prompt, asking, {
    hear({ body }, language) {
      const isYes = readYesNo(body, language);
      if (isYes === undefined) return wrong(reason ?? language.says.yesOrNo);
      return isYes ? 'y' : 'n';
    },
    read: (letter) => letter === 'y',
  });
}

/** Asks for a picture, or several in one message, and gives them. They may be files of any type. */
export function picture(
  prompt: Reply,
  { wrong: reason, ...asking }: AskingWithReason = {},
): Verb<readonly [Media, ...Media[]]> {
  return question('picture', '', prompt, asking, {
    hear: ({ media }, { says }) => (media.length > 0 ? media : wrong(reason ?? says.picture)),
    read: (media) => (Array.isArray(media) ? media : MISFIT),
  });
}

/** @param of what identifies it besides its wording, such as its options */
function question<T>(
  verb: Question['verb'],
  of: string,
  prompt: Reply,
  { as, remind }: Asking,
  answered: Pick<Question, 'hear' | 'read' | 'options' | 'understand'>,
): Verb<T> {
  const wording = as ?? prompt;
  // Most wordings are texts, and JSON takes longer than all the rest of a replay.
  const text = typeof wording === 'string' ? wording : JSON.stringify(wording);
  return new Verb({
    kind: 'question',
    verb,
    as,
    remind,
    prompt,
    identity: `${verb}\0${of}\0${text}`,
    ...answered,
  });
}
