import * as v from 'valibot';

/*
 * What a Function tells of one delivery of a text, by the preload of `npm start`. The phone keeps it in a file, so each
 * type is what its schema reads.
 */

const listOf = <Item extends v.GenericSchema>(item: Item) => v.pipe(v.array(item), v.readonly());
const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const OUTGOING = v.union([
  text,
  v.object({ body: v.optional(text), media: listOf(text) }),
  v.object({ redirect: text }),
]);

const TURN = v.object({
  /** The conversation's name and version. */
  conversation: text,
  version: v.number(),
  /** What was remembered before the turn and after it, as JSON. `undefined` is somebody new, or forgotten. */
  before: v.optional(v.unknown()),
  after: v.optional(v.unknown()),
  /** What the conversation said; `undefined` if the turn failed. */
  replies: v.optional(listOf(OUTGOING)),
  /** When the message reached it: an ISO 8601 date with its time. */
  now: v.optional(text),
  /** The message's id, if the turn has read it. */
  id: v.optional(text),
});

const PLACE = v.object({
  /** Relative to the project, with `/` between folders. */
  file: text,
  line: count,
  column: count,
  /** The lines around it, of the innermost place. */
  code: v.optional(listOf(v.object({ line: count, text }))),
});

/** What was thrown. The sender may have got an apology. */
const FAILURE = v.object({
  name: text,
  message: text,
  /** Where it was thrown, the innermost place first. */
  places: listOf(PLACE),
});

const LOG_LINE = v.object({ level: v.picklist(['debug', 'log', 'info', 'warn', 'error']), text });

export const INSIGHT = v.object({
  /** `undefined` if no turn was taken: at STOP, or when it failed before. */
  turn: v.optional(TURN),
  failure: v.optional(FAILURE),
  log: listOf(LOG_LINE),
});

export type Insight = Readonly<v.InferOutput<typeof INSIGHT>>;
export type Turn = Readonly<v.InferOutput<typeof TURN>>;
export type Failure = Readonly<v.InferOutput<typeof FAILURE>>;
export type Place = Readonly<v.InferOutput<typeof PLACE>>;
export type LogLine = Readonly<v.InferOutput<typeof LOG_LINE>>;

/** A part of an insight, as it comes. The token is that of the delivery: its `I-Twilio-Idempotency-Token`. */
export interface Report extends Partial<Pick<Insight, 'turn' | 'failure'>> {
  readonly token: string;
  readonly log?: LogLine;
  /** The Function has answered: nothing more is to be waited for. */
  readonly answered?: true;
}
