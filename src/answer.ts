import type {
  Context,
  ServerlessCallback,
  TwilioResponse,
} from '@twilio-labs/serverless-runtime-types/types';
import { carrierKeyword } from './twilio/opt-out-words';
import type { Conversation, ShellWords } from './conversation';
import { Delivery } from './delivery';
import * as english from './dialogue/languages/english';
import { StateTooLarge } from './session/sealed-state';
import { COOKIE_NAME, cookieAttributes } from './session/cookie';
import { inTime } from './time-limit';
import { describe, loggableSid } from './log';
import { EXECUTION_LIMIT } from './twilio/limits';
import { NotAMessage, readMessage } from './twilio/message';
import { UnusableSecret } from './session/secrets';
import type { OpenStore, Taken } from './session/store';
import { chosenStore } from './session/stores';
import { sayable, toTwiml } from './twilio/twiml';

/** What a Function is given besides the message: its variables (`context.SESSION_SECRET`) and Twilio's client. */
export type FunctionContext = Context<Record<string, string | undefined>>;

/** A Twilio Function. It calls back once, with a response, and never with an error. */
export type Handler = (
  context: FunctionContext,
  event: unknown,
  callback: ServerlessCallback,
) => Promise<void>;

export interface AnswerOptions {
  /** What the sender reads when something went wrong on our side, in place of the conversation's own words. */
  apology?: string;
  /** How long a turn may take, in milliseconds: by default eight seconds of the ten that a Function has. */
  timeLimit?: number;
  /** Where what is remembered is kept: what `SESSION_STORE` names, unless you say otherwise. */
  store?: OpenStore;
}

/**
 * Makes the Function that answers incoming messages with a conversation.
 *
 * @param conversationFor is given Twilio's context at every message, so that a conversation can be
 *   handed what it needs from there: `answer((context) => greeter(callers()))`
 */
export function answer<State>(
  conversationFor: (context: FunctionContext) => Conversation<State>,
  { apology, timeLimit = EXECUTION_LIMIT - 2000, store: openStore = chosenStore }: AnswerOptions = {},
): Handler {
  return async (context, event, callback) => {
    callback(null, await respond(context, event));
  };

  async function respond(context: FunctionContext, event: unknown): Promise<TwilioResponse> {
    let sid: string | undefined;
    const warn = (what: string) => {
      console.warn(`${loggableSid(sid)}: ${what}`);
    };
    let words: ShellWords = {
      apology: english.apology,
      tooLong: english.tooLong(),
      tooMany: english.tooMany,
    };
    let isSilent = false;
    let delivery: Delivery | undefined;
    try {
      const message = readMessage(event);
      sid = message.sid;
      const keyword = carrierKeyword(message);
      if (keyword !== undefined) {
        // Twilio has answered it. Whatever may be wrong on our side, we add nothing.
        isSilent = true;
        const cookie = keyword === 'STOP' ? await openStore(context, event).forget(message) : undefined;
        return twimlResponse({ replies: [], cookie }, warn);
      }
      delivery = new Delivery(message, context.SESSION_SECRET, timeLimit);
      const conversation = conversationFor(context);
      words = conversation.words ?? words;
      const store = openStore(context, event);
      return twimlResponse(await store.take(message, sayable(inTime(conversation)), delivery), warn);
    } catch (error) {
      if (error instanceof NotAMessage) {
        console.warn(error.message);
        return textResponse(400, error.message);
      }
      if (error instanceof StateTooLarge) {
        warn(error.message);
        return twimlResponse({ replies: [words.tooLong] }, warn);
      }
      console.error(`${loggableSid(sid)}: ${describe(error)}`);
      return error instanceof UnusableSecret
        ? textResponse(500, 'This Function is not configured. Its log says what to do.')
        : twimlResponse({ replies: isSilent ? [] : [apology ?? words.apology] }, warn);
    } finally {
      delivery?.end();
    }
  }
}

function twimlResponse({ replies, cookie }: Taken, warn: (what: string) => void): TwilioResponse {
  const response = new Twilio.Response()
    .appendHeader('Content-Type', 'text/xml')
    .setBody(toTwiml(replies, warn));
  return cookie === undefined ? response : response.setCookie(COOKIE_NAME, cookie, cookieAttributes(cookie));
}

function textResponse(status: number, text: string): TwilioResponse {
  return new Twilio.Response().setStatusCode(status).appendHeader('Content-Type', 'text/plain').setBody(text);
}
