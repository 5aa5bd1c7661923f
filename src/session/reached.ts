import type { Reach } from '../silence';
import type { PairDocument } from './pair-document';

/** Where the reminders of a pair are scheduled and canceled, beside its document. */
export interface Reached extends Reach {
  /** When the message reached us. */
  readonly now: Date;
  readonly document: PairDocument;
  /** How long the document lives without reminders, in seconds. */
  readonly ttl: number;
}
