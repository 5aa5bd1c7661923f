import type { Twilio } from 'twilio';
import type { Message } from '../conversation';
import { LoggableError, codeOf } from '../log';
import type { Planned } from '../silence';
import { TIME, timeLeft, withTimeout } from '../time-limits';
import { isRefused, type ApiFailure } from '../twilio/api-failure';

/** How many messages of a pair are looked through. */
const LOOKED_THROUGH = 50;

/** A call usually takes this long, in milliseconds. With less time than this, none is begun. */
const LEAST = 100;

type Call = 'schedule' | 'cancel' | 'list';

/** Twilio has refused a call, or has not answered it. The message holds codes alone. */
export class NotScheduled extends LoggableError {
  /** Of Twilio's error dictionary, if Twilio has answered. */
  readonly code: unknown;

  constructor(
    call: Call,
    /** Whether it is known that Twilio has not done it. */
    readonly isSure: boolean,
    failure: ApiFailure,
  ) {
    super(`Twilio did not ${call} it: ${isSure ? 'refused' : 'no answer'}${codeOf(failure)}`);
    this.code = failure.code;
  }
}

/** The scheduled messages from our number to theirs, in one Messaging Service. */
export class Scheduling {
  readonly #pair: { readonly from: string; readonly to: string };

  /** @param end when the last call has to be over, by `performance.now()` */
  constructor(
    private readonly client: Pick<Twilio, 'messages'>,
    { from, to }: Pick<Message, 'from' | 'to'>,
    private readonly messagingServiceSid: string,
    private readonly end: number,
  ) {
    this.#pair = { from: to, to: from };
  }

  /** Schedules a message, and gives its sid. @throws {NotScheduled} */
  async schedule({ at, say }: Planned): Promise<string> {
    const { sid } = await this.#asked('schedule', () =>
      this.client.messages.create({
        // With a Messaging Service alone, it could choose another number than the one that asked.
        ...this.#pair,
        // One that is not scheduled yet says something.
        body: String(say),
        messagingServiceSid: this.messagingServiceSid,
        scheduleType: 'fixed',
        sendAt: new Date(at),
      }),
    );
    return sid;
  }

  /** @throws {NotScheduled} */
  async cancel(sid: string): Promise<void> {
    await this.#asked('cancel', () => this.client.messages(sid).update({ status: 'canceled' }));
  }

  /** The sids of what is scheduled, and what each says. @throws {NotScheduled} */
  async list(): Promise<Scheduled[]> {
    const messages = await this.#asked('list', () =>
      this.client.messages.list({ ...this.#pair, limit: LOOKED_THROUGH }),
    );
    return messages
      .filter((each) => each.status === 'scheduled' && each.messagingServiceSid === this.messagingServiceSid)
      .map(({ sid, body }) => ({ sid, say: body }));
  }

  async #asked<Result>(call: Call, ask: () => Promise<Result>): Promise<Result> {
    const left = timeLeft(this.end);
    // Nothing is begun that could not be waited for.
    if (left < LEAST) throw new NotScheduled(call, true, new Error());
    try {
      return await withTimeout(Math.min(TIME.call, left), ask());
    } catch (error) {
      throw new NotScheduled(call, isRefused(error as ApiFailure), error as ApiFailure);
    }
  }
}

/** A scheduled message at Twilio, which does not tell when it goes out. */
export type Scheduled = Required<Pick<Planned, 'sid' | 'say'>>;
