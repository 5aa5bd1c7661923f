/** All that the author of a conversation, or of a Function, imports. */
export { answer, type AnswerOptions, type FunctionContext, type Handler } from './answer';
export { CannotOpen } from './cannot-open';
export { chooseByVariable, type Variables } from './choose-by-variable';
export type {
  Conversation,
  Given,
  Media,
  Message,
  Opener,
  Outgoing,
  Redirect,
  Reply,
  ShellWords,
  Turn,
} from './conversation';
export * from './dialogue';
export { LoggableError } from './log';
export { openOnRequest } from './open-on-request';
export * from './opening';
export * from './reminding';
export { cookieStore } from './session/cookie-store';
export { redisStore } from './session/redis-documents';
export type { Budget } from './session/budget';
export type { ForgetOptions, TakeOptions, OpenStore, SessionStore, SetCookie, Taken } from './session/store';
export type { Documents, Found } from './session/documents';
export { syncStore } from './session/sync-documents';
export { withoutChannel } from './twilio/address';
export { callers, type NameOf } from './twilio/callers';
export type { Allowed, DefaultKeyword } from './twilio/opt-out-words';
