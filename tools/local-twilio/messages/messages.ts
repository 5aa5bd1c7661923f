import { apiError, type ApiError } from '../api-error';
import { channelOf, isAddress } from '../carrier/address';
import type { Pair } from '../carrier/pair';
import { LIMITS } from '../limits';
import { sid } from '../sid';

/** A message that an account sends by itself, and not in answer to one. */
export interface OutgoingMessage extends Pair {
  readonly sid: string;
  readonly body: string;
  /** URLs. */
  readonly media: readonly string[];
  readonly messagingServiceSid: string | undefined;
  /** In milliseconds since 1970. */
  readonly created: number;
  /** When it goes out, in milliseconds since 1970: at once, or later if it is scheduled. */
  readonly sendAt: number;
  readonly status: 'queued' | 'sent' | 'scheduled' | 'canceled' | 'failed';
  /** Why it failed, after Twilio had taken it. */
  readonly errorCode?: 21610 | 63016;
  /** A URL that hears of each status after the first. */
  readonly statusCallback: string | undefined;
}

export interface MessagesOptions {
  /** What tells the time, in milliseconds since 1970. */
  readonly now: () => number;
  /** Whether somebody has texted STOP to a number of ours: who (`from`), and to which number (`to`). */
  readonly optedOut: (pair: Pair) => boolean;
  /**
   * When somebody (`from`) last texted a number of ours (`to`), in milliseconds since 1970. Without it, a window of
   * WhatsApp is always open.
   */
  readonly heardAt?: ((pair: Pair) => number | undefined) | undefined;
  /** Hears of each message that is sent. */
  readonly onSent: (message: OutgoingMessage) => void;
  /** Hears of each message that failed after Twilio had taken it. */
  readonly onFailed: (message: OutgoingMessage) => void;
  /** Hears of each message whose status has changed since it was created. */
  readonly onStatus: (message: OutgoingMessage) => void;
  /** Hears of all that is scheduled between two numbers, whenever that changes. */
  readonly onScheduled: (pair: Pair, messages: readonly OutgoingMessage[]) => void;
}

/**
 * The messages of an account, in memory, with the rules that Twilio holds them to before it takes them. What is
 * scheduled goes out with {@link Messages.sendDue}.
 *
 * https://www.twilio.com/docs/messaging/api/message-resource
 * https://www.twilio.com/docs/messaging/features/message-scheduling
 */
export class Messages {
  #all: OutgoingMessage[] = [];

  constructor(private readonly options: MessagesOptions) {}

  /** All of them, the newest first: what was sent, what is scheduled, and what was canceled. */
  list({ from, to }: Partial<Pair> = {}): OutgoingMessage[] {
    return this.#all
      .filter((each) => (from === undefined || each.from === from) && (to === undefined || each.to === to))
      .reverse();
  }

  clear(): void {
    this.#all = [];
  }

  fetch(wanted: string): OutgoingMessage | ApiError {
    return this.#all.find((each) => each.sid === wanted) ?? apiError(20404);
  }

  /** @param form the parameters of the request */
  create(form: URLSearchParams): OutgoingMessage | ApiError {
    const to = form.get('To') ?? '';
    const from = form.get('From') ?? '';
    const body = form.get('Body') ?? '';
    const media = form.getAll('MediaUrl');
    const messagingServiceSid = form.get('MessagingServiceSid') ?? undefined;
    const created = this.options.now();
    const isScheduled = asksForLater(form);
    const flaw =
      this.#flawOf({ to, from, body, media }) ??
      (isScheduled ? this.#flawOfSchedule(form, created) : this.#isOut({ from, to }));
    if (flaw !== undefined) return apiError(flaw);
    const message: OutgoingMessage = {
      sid: sid(media.length > 0 ? 'MM' : 'SM'),
      from,
      to,
      body,
      media,
      messagingServiceSid,
      statusCallback: form.get('StatusCallback') ?? undefined,
      created,
      sendAt: isScheduled ? Date.parse(form.get('SendAt') ?? '') : created,
      status: isScheduled ? 'scheduled' : 'queued',
    };
    this.#all.push(message);
    if (isScheduled) this.#tellScheduled(message);
    else this.#send(message);
    return message;
  }

  cancel(wanted: string): OutgoingMessage | ApiError {
    this.sendDue();
    const message = this.fetch(wanted);
    if ('code' in message) return message;
    if (message.status !== 'scheduled') return apiError(30409);
    return this.#change(message, { status: 'canceled' });
  }

  /** Sends what is scheduled and whose time has come, the earliest first. */
  sendDue(): void {
    const now = this.options.now();
    const due = this.#all
      .filter(({ status, sendAt }) => status === 'scheduled' && sendAt <= now)
      .sort((one, other) => one.sendAt - other.sendAt);
    for (const message of due) this.#send(message);
  }

  /** Twilio has taken it. It may fail all the same. */
  #send(message: OutgoingMessage): void {
    // STOP cancels nothing by itself.
    const errorCode = this.#isOut(message) ?? this.#isTooLate(message);
    if (errorCode === undefined) this.options.onSent(this.#change(message, { status: 'sent' }));
    else this.options.onFailed(this.#change(message, { status: 'failed', errorCode }));
  }

  #change(
    message: OutgoingMessage,
    change: Pick<OutgoingMessage, 'status'> & Pick<Partial<OutgoingMessage>, 'errorCode'>,
  ): OutgoingMessage {
    const changed = { ...message, ...change };
    this.#all = this.#all.map((each) => (each.sid === message.sid ? changed : each));
    if (message.status === 'scheduled') this.#tellScheduled(changed);
    this.options.onStatus(changed);
    return changed;
  }

  #tellScheduled({ from, to }: Pair): void {
    const scheduled = this.#all.filter(
      (each) => each.status === 'scheduled' && each.from === from && each.to === to,
    );
    this.options.onScheduled({ from, to }, scheduled);
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
    return media.length > LIMITS.media.value ? 21623 : undefined;
  }

  /**
   * Without a Messaging Service, the page of 35118 says that it is refused. The FAQ says that the message goes out
   * at once: https://help.twilio.com/articles/4412165297947
   */
  #flawOfSchedule(form: URLSearchParams, now: number) {
    const sendAt = form.get('SendAt') ?? '';
    if (form.get('ScheduleType') !== 'fixed') return 35126;
    if (!/^MG[0-9a-f]{32}$/i.test(form.get('MessagingServiceSid') ?? '')) return 35118;
    if (sendAt === '') return 35111;
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(sendAt) || isNaN(Date.parse(sendAt))) return 35114;
    const ahead = Date.parse(sendAt) - now;
    return ahead <= LIMITS.scheduleEarliest.value || ahead > LIMITS.scheduleLatest.value ? 35115 : undefined;
  }

  /** https://www.twilio.com/docs/api/errors/63016 */
  #isTooLate({ from, to }: Pair) {
    const { heardAt, now } = this.options;
    if (heardAt === undefined || channelOf(to) !== 'whatsapp') return undefined;
    const last = heardAt({ from: to, to: from }) ?? -Infinity;
    return now() - last > LIMITS.whatsappWindow.value ? 63016 : undefined;
  }

  #isOut({ from, to }: Pair) {
    return this.options.optedOut({ from: to, to: from }) ? 21610 : undefined;
  }
}

export function asksForLater(form: URLSearchParams): boolean {
  return form.has('ScheduleType') || form.has('SendAt');
}
