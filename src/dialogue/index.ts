/** What a script is written with. */
export { date, dateTime, time } from './dates';
export { dialogue, type Caller, type DialogueOptions, type Script } from './dialogue';
export type { Earlier } from './earlier-format';
export {
  Failed,
  failed,
  lookUp,
  once,
  type Holdable,
  type Recorded,
  type RecordedProperty,
  type Unheld,
} from './effects';
export { GaveUp } from './gave-up';
export { handOver, webhookUrl } from './hand-over';
export { keep, type Kept } from './keep';
export { english } from './languages/english';
export { german } from './languages/german';
export type { HeardDates, HeardWords, Language, OwnWord, Phrases, Said } from './languages/language';
export { spanish } from './languages/spanish';
export { keywords, type KeptState, type KeywordOptions, type MenuState } from './menu';
export type { Hearing, Outside } from './outside';
export type { Words } from './author-words';
export type { Aside } from './performing';
export {
  ask,
  choose,
  confirm,
  picture,
  type Asking,
  type AskingInWords,
  type AskingWithReason,
} from './questions';
export {
  email,
  matching,
  optional,
  phoneNumber,
  wholeNumber,
  Wrong,
  wrong,
  type PhoneNumberOptions,
  type Reader,
  type WholeNumberOptions,
} from './readers';
export type { DateOptions, DateTimeOptions, Day, Time, TimeOptions } from './readers/dates';
export type { Log, LogRecord } from './record';
export type { Ending } from './run';
export { firstText, say, type SayOptions } from './saying';
export type { Course, Going, Over, Remembered } from './state';
export type { Effect, HandOver, FirstText, Question, Reading, Saying, Step, Stop, Talk } from './step';
export { understood, type Understood } from './understood';
export { Verb } from './verb';
