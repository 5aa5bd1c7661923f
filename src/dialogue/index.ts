/** What a script is written with. */
export { dialogue, type Caller, type DialogueOptions, type Script } from './dialogue';
export { Failed, failed, lookUp, once, type Holdable, type Recorded } from './effects';
export { GaveUp } from './gave-up';
export { keep, type Kept } from './keep';
export type { Outside } from './outside';
export {
  ask,
  choose,
  confirm,
  picture,
  type Asking,
  type AskingInWords,
  type AskingWithReason,
} from './questions';
export { Wrong, matching, wholeNumber, wrong, type Bounds, type Reader } from './readers';
export type { Ending } from './run';
export { opening, say } from './saying';
export type { Remembered } from './state';
export type { Step, Talk } from './step';
export { understood, type Understood } from './understood';
export { Verb } from './verb';
