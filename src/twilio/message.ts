import type { Media, Message } from '../conversation';
import { LoggableError } from '../log';
import { MAX_MEDIA } from './limits';

/**
 * How much of a text is heard, in UTF-16 units. No channel carries more: WhatsApp's limit is 4,096
 * characters, and that of an SMS is 1,600.
 */
const MAX_INCOMING = 4096;

/** The request is no message. The error names the parameter, and never its value. */
export class NotAMessage extends LoggableError {
  constructor(parameter: string) {
    super(`The parameter ${parameter} is missing or is not one text.`);
  }
}

/**
 * Reads Twilio's webhook parameters. Anybody can put anything into them (a repeated parameter is an array), so a
 * parameter that is not a text counts as missing.
 *
 * @throws {NotAMessage} if From or To is missing. Without the pair there is no conversation
 */
export function readMessage(event: unknown): Message {
  const params = textsOf(event);
  // A hand-made request may hold a longer text, which would take too long to read. Half an emoji becomes U+FFFD.
  if (params.Body !== undefined) params.Body = params.Body.slice(0, MAX_INCOMING).toWellFormed();
  return {
    sid: [params.MessageSid, params.SmsSid, params.SmsMessageSid].find(Boolean),
    from: required(params, 'From'),
    to: required(params, 'To'),
    body: params.Body ?? '',
    media: mediaOf(params),
    params,
  };
}

/**
 * Makes an object that inherits nothing: `params.constructor` is missing unless it was sent. V8 fills one that has a
 * constructor twice as fast as `Object.create(null)`.
 */
const Texts = function () {
  // It is filled by textsOf.
} as unknown as new () => Record<string, string>;
Texts.prototype = Object.create(null) as object;

function textsOf(event: unknown): Record<string, string> {
  const texts = new Texts();
  const params = Object(event) as Record<string, unknown>;
  for (const name of Object.keys(params)) {
    const value = params[name];
    if (typeof value === 'string') texts[name] = value;
  }
  return texts;
}

function required(params: Record<string, string>, name: 'From' | 'To'): string {
  const value = params[name];
  if (!value?.trim()) throw new NotAMessage(name);
  return value; // unchanged, so that two different pairs never become one
}

function mediaOf(params: Record<string, string>): Media[] {
  const media: Media[] = [];
  for (let n = 0; n < MAX_MEDIA; n++) {
    const url = params[`MediaUrl${n}`];
    if (!url) break;
    media.push({ url, type: params[`MediaContentType${n}`] ?? '' });
  }
  return media;
}
