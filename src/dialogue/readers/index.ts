/** What turns the text of an answer into a value. */
export { email } from './email';
export { matching } from './matching';
export { optional } from './optional';
export { phoneNumber, type PhoneNumberOptions } from './phone-number';
export type { Reader } from './reader';
export { wholeNumber, type WholeNumberOptions } from './whole-number';
export { Wrong, wrong } from './wrong';
