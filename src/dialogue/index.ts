/** What a script is written with. */
export { dialogue, type Caller, type DialogueOptions, type Remembered, type Script } from './dialogue';
export { english } from './languages/english';
export { german } from './languages/german';
export type { Heard, HeardDates, Language, OwnWord, Phrases, Said } from './languages/language';
export { spanish } from './languages/spanish';
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
export type { Talk } from './step';
export { ask, choose, confirm, once, picture, say } from './verbs';
