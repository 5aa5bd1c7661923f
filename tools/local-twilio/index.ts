/**
 * The public interface of the local Twilio, for the phone, the rehearsal and the tests. It plays Twilio on this
 * machine, and judges by its own tables. Files in this folder import nothing from outside of it.
 *
 * Some files are loaded by their path instead. `preload.cjs`, `sync/reroute.cjs` and `account/offline.cjs` run
 * in other processes. The phone's page uses `limits.ts` and `carrier/segments.ts` in a browser.
 */
export { AccountApi } from './account/api';
export { startAccount, type AccountOptions, type ServedAccount } from './account/server';
export { ACCOUNT_SID, deployed, messagingService, number, numbersPage, page } from './account/resources';
export { InvalidAddress, isAddress } from './carrier/address';
export {
  Carrier,
  InvalidWebhook,
  NothingSent,
  readWebhook,
  type CarrierOptions,
  type CarrierState,
  type Exchange,
  type Phone,
  type SavedLine,
  type Streak,
} from './carrier/carrier';
export { Clock, InvalidMove, LATEST } from './carrier/clock';
export type { HeldCookie, SavedJar } from './carrier/cookie-jar';
export type { Hop } from './carrier/delivery';
export { bytesOf } from './carrier/headers';
export { keyOf, readPair, type Pair } from './carrier/pair';
export type { Reply } from './carrier/replies';
export { problem, type Problem } from './carrier/twilio-errors';
export { segmentsOf } from './carrier/segments';
export { readTwiml } from './carrier/twiml';
export type { Parameters } from './carrier/webhook-parameters';
export { startGateway, type Gateway } from './gateway';
export { IN_ONE_PROCESS } from './in-one-process';
export { LIMITS } from './limits';
export { PortTaken, close, listen } from './loopback';
export type { OutgoingMessage } from './messages/messages';
export {
  messagesApi,
  startMessages,
  type MessagesApi,
  type MessagesCall,
  type MessagesMishap,
  type MessagesServerOptions,
  type ServedMessages,
} from './messages/server';
export { standIn } from './serverless/stand-in';
export type { Dependency, Upload, UploadedFile, Visibility } from './serverless/upload';
export { OFFLINE_ACCOUNT, OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN, OFFLINE_KEY_SID } from './sid';
export type { Api } from './serve-api';
export {
  startSync,
  syncApi,
  type Mishap,
  type ServedSync,
  type SyncCall,
  type SyncOptions,
} from './sync/server';
