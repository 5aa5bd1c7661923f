import type { Outgoing } from '../../../src/conversation';

/** What a Function told of one delivery of a text, by the preload of `npm start`. */
export interface Insight {
  /** `undefined` if no turn was taken: at STOP, or when it failed before. */
  readonly turn?: Turn | undefined;
  readonly failure?: Failure | undefined;
  readonly log: readonly LogLine[];
}

export interface Turn {
  /** The conversation's name and version. */
  readonly conversation: string;
  readonly version: number;
  /** What was remembered before the turn and after it, as JSON. `undefined` is somebody new, or forgotten. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** What the conversation said; `undefined` if the turn failed. */
  readonly replies?: readonly Outgoing[] | undefined;
  /** When the message reached it: an ISO 8601 date with its time. */
  readonly now?: string | undefined;
  /** The message's id, if the turn has read it. */
  readonly id?: string | undefined;
}

/** What was thrown. The sender may have got an apology. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  /** Where it was thrown, the innermost place first. */
  readonly places: readonly Place[];
}

export interface Place {
  /** Relative to the project, with `/` between folders. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The lines around it, of the innermost place. */
  readonly code?: readonly CodeLine[] | undefined;
}

export interface CodeLine {
  readonly line: number;
  readonly text: string;
}

export interface LogLine {
  readonly level: 'debug' | 'log' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** A part of an insight, as it comes. The token is that of the delivery: its `I-Twilio-Idempotency-Token`. */
export interface Report {
  readonly token: string;
  readonly turn?: Turn;
  readonly failure?: Failure;
  readonly log?: LogLine;
  /** The Function has answered: nothing more is to be waited for. */
  readonly answered?: true;
}
