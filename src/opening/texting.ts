import type { Twilio } from 'twilio';
import type { Reply } from '../conversation';
import { LoggableError, codeOf } from '../log';
import { withTimeout } from '../time-limits';
import { isRefused, type ApiFailure } from '../twilio/api-failure';

/** One message of ours. */
export interface OurMessage {
  /** Our number. */
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly string[];
}

/** A reply as a message of its own. */
export function ourMessage({ from, to }: Pick<OurMessage, 'from' | 'to'>, reply: Reply): OurMessage {
  const { body = '', media } = typeof reply === 'string' ? { body: reply, media: [] } : reply;
  return { from, to, body, media };
}

/** Twilio's Messages API, as far as an opening needs it. */
export interface Texting {
  /** @throws {NotSent} */
  send(message: OurMessage): Promise<void>;
  /** The texts that went from our number to theirs since then, answers included. @throws {LoggableError} */
  sentSince(pair: Pick<OurMessage, 'from' | 'to'>, since: number): Promise<string[]>;
}

/** Twilio has refused the message, or it is not known whether it was sent. */
export class NotSent extends LoggableError {
  constructor(
    /** Of Twilio's error dictionary; `undefined` if it is not known whether the message was sent. */
    readonly code: number | undefined,
  ) {
    super(
      code === undefined
        ? 'Twilio did not answer, so the message may have been sent or not'
        : `Twilio refused the message: ${code}`,
    );
  }
}

/** For one call, in milliseconds. A claim has to outlast it by far. */
const LIMIT = 6_000;
/** How many messages are looked through. */
const LOOKED_THROUGH = 50;
/** How far Twilio's clock may be behind ours, in milliseconds. */
const SKEW = 5_000;

/** @param client `context.getTwilioClient()` */
export function textingOf(client: Pick<Twilio, 'messages'>): Texting {
  return {
    async send({ from, to, body, media }) {
      try {
        await withTimeout(LIMIT, client.messages.create({ from, to, body, mediaUrl: [...media] }));
      } catch (error) {
        const { status, code = status } = error as ApiFailure;
        throw new NotSent(isRefused(error as ApiFailure) ? Number(code) : undefined);
      }
    },

    async sentSince({ from, to }, since) {
      try {
        const listed = client.messages.list({ from, to, limit: LOOKED_THROUGH });
        const messages = await withTimeout(LIMIT, listed);
        return messages
          .filter(({ dateCreated }) => dateCreated.getTime() >= since - SKEW)
          .map(({ body }) => body);
      } catch (error) {
        throw new LoggableError(`Twilio did not list the messages${codeOf(error as Error)}`);
      }
    },
  };
}
