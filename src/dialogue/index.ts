/** What a script is written with. */
export { dialogue, type Caller, type DialogueOptions, type Remembered, type Script } from './dialogue';
export { matching, wholeNumber, wrong, type Reader } from './readers';
export type { Talk } from './step';
export { ask, choose, confirm, once, picture, say } from './verbs';
