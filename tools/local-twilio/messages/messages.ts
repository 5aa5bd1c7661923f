import type { ApiError } from '../api-error';
import { isAddress } from '../carrier/address';
import type { Pair } from '../carrier/pair';
import { LIMITS } from '../limits';
import { sid } from '../sid';
import { messageError } from './message-errors';

/** A message that an account has sent by itself, and not in answer to one. */
export interface OutgoingMessage extends Pair {
  readonly sid: string;
  readonly body: string;
  /** URLs. */
  readonly media: readonly string[];
  readonly messagingServiceSid: string | undefined;
  /** In milliseconds since 1970. */
  readonly created: number;
}

export interface MessagesOptions {
  /** What tells the time, in milliseconds since 1970. */
  readonly now: () => number;
  /** Whether somebody has texted STOP to a number of ours: who (`from`), and to which number (`to`). */
  readonly optedOut: (pair: Pair) => boolean;
  /** Hears of each message that is sent. */
  readonly onSent: (message: OutgoingMessage) => void;
}

/**
 * The messages of an account, in memory, with the rules that Twilio holds them to before it takes them.
 * It schedules none.
 *
 * https://www.twilio.com/docs/messaging/api/message-resource
 */
export class Messages {
  readonly #sent: OutgoingMessage[] = [];

  constructor(private readonly options: MessagesOptions) {}

  /** Those that were sent, the newest first. */
  list({ from, to }: Partial<Pair> = {}): OutgoingMessage[] {
    return this.#sent
      .filter((each) => (from === undefined || each.from === from) && (to === undefined || each.to === to))
      .reverse();
  }

  clear(): void {
    this.#sent.length = 0;
  }

  fetch(wanted: string): OutgoingMessage | ApiError {
    return this.#sent.find((each) => each.sid === wanted) ?? messageError(20404);
  }

  /** @param form the parameters of the request */
  create(form: URLSearchParams): OutgoingMessage | ApiError {
    const to = form.get('To') ?? '';
    const from = form.get('From') ?? '';
    const body = form.get('Body') ?? '';
    const media = form.getAll('MediaUrl');
    const flaw = this.#flawOf({ to, from, body, media }) ?? (form.has('SendAt') ? 20001 : undefined);
    if (flaw !== undefined) return messageError(flaw);
    const message = {
      sid: sid(media.length > 0 ? 'MM' : 'SM'),
      from,
      to,
      body,
      media,
      messagingServiceSid: form.get('MessagingServiceSid') ?? undefined,
      created: this.options.now(),
    };
    this.#sent.push(message);
    this.options.onSent(message);
    return message;
  }

  #flawOf({ to, from, body, media }: Pick<OutgoingMessage, 'to' | 'from' | 'body' | 'media'>) {
    if (to === '') return 21604;
    if (!isAddress(to)) return 21211;
    // A Messaging Service could choose a number by itself. This one has none to choose from.
    if (from === '') return 21603;
    if (!isAddress(from)) return 21212;
    if (body.trim() === '' && media.length === 0) return 21602;
    if (body.length > LIMITS.text.value) return 21617;
    if (media.some((url) => !/^https?:\/\//i.test(url))) return 21620;
    if (media.length > LIMITS.media.value) return 21623;
    return this.options.optedOut({ from: to, to: from }) ? 21610 : undefined;
  }
}
