import type {
  Context,
  ServerlessCallback,
  TwilioResponse,
} from '@twilio-labs/serverless-runtime-types/types';
import type { Conversation, Message, ShellWords } from './conversation';
import { DEFAULT_BUDGET, type Budget } from './session/budget';
import { COOKIE_NAME, cookieAttributes } from './session/cookie';
import { describe, isA, loggableSid } from './log';
import { NotAMessage, readMessage } from './twilio/message';
import { StateTooLarge } from './session/sealed-state';
import { UnusableSecret } from './session/secrets';
import type { ForgetOptions, OpenStore, SessionStore, Taken } from './session/store';
import { chosenStore } from './session/stores';
import { ENGLISH } from './english-words';
import { TIME } from './time-limits';
import { TurnLog } from './turn-log';
import { heardKeyword, type CarrierKeyword } from './twilio/opt-out-words';
import { tellFailure, watched } from './turn-channel';
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
  /**
   * Sentences around the conversation, which override the conversation's own: `{ apology: 'Lo siento.' }`. `''`
   * says nothing.
   */
  words?: Partial<ShellWords>;
  /**
   * When an answer has to be ready, in milliseconds from the call: 8,500. Twilio ends a Function after
   * ten seconds.
   */
  timeLimit?: number;
  /** What one pair of numbers may use up in an hour: 200 turns and 400 segments. `false` sets no limit. */
  budget?: Budget | false;
  /** The store. By default the one that `SESSION_STORE` names. */
  store?: OpenStore;
}

/**
 * Makes the Function that answers incoming messages with a conversation.
 *
 * @param conversationFor makes the conversation for each message. It gets Twilio's context, which holds the
 *   variables: `answer((context) => greeter(callers()))`
 */
export function answer<State>(
  conversationFor: (context: FunctionContext) => Conversation<State>,
  {
    words: ownWords,
    timeLimit = TIME.answer,
    budget = DEFAULT_BUDGET,
    store: openStore = chosenStore,
  }: AnswerOptions = {},
): Handler {
  const usualWords = { ...ENGLISH, ...ownWords };
  return async (context, event, callback) => {
    callback(null, await respond(context, event));
  };

  async function respond(context: FunctionContext, event: unknown): Promise<TwilioResponse> {
    const now = new Date();
    const end = performance.now() + timeLimit;
    let sid: string | undefined;
    const warn = (what: string) => console.warn(`${loggableSid(sid)}: ${what}`);
    let words: ShellWords = usualWords;
    // Twilio answers its own keywords. Then we reply nothing, not even after an error.
    let isAnswered = false;
    let logged: TurnLog | undefined;
    try {
      const message = readMessage(event);
      sid = message.sid;
      const keyword = heardKeyword(message);
      isAnswered = keyword?.byTwilio === true;
      if (isAnswered && keyword?.keyword !== 'STOP') return twimlResponse({ replies: [] }, warn);
      const store = openStore(context, event);
      const forgetting: ForgetOptions = {
        now,
        end,
        cancel: async (due) =>
          conversationFor(context).reminds?.cancel(due, { message, variables: context, end }),
      };
      if (keyword && isAnswered) return twimlResponse(await store.forget(message, forgetting), warn);
      if (!keyword && context.LOG_TURNS === '1') logged = new TurnLog();
      const conversation = conversationFor(context);
      if (conversation.words) words = { ...usualWords, ...conversation.words, ...ownWords };
      if (keyword)
        return twimlResponse(await handleKeyword(keyword.keyword, message, store, words, forgetting), warn);
      const checked = sayable(conversation, `${context.DOMAIN_NAME}${context.PATH}`);
      // The log is inside. The phone may replace `given`, and the log finds a turn by its `given`.
      const heard = watched(logged?.watch(checked) ?? checked);
      const taken = await store.take(message, heard, { now, end, budget, words, onCall: logged?.onCall });
      const response = twimlResponse(taken, warn);
      logged?.print();
      return response;
    } catch (error) {
      logged?.print('apologised');
      tellFailure(error);
      if (isA(error, NotAMessage)) {
        console.warn(error.message);
        return textResponse(400, error.message);
      }
      if (isA(error, StateTooLarge)) {
        warn(error.message);
        return twimlResponse({ replies: [words.tooLong] }, warn);
      }
      console.error(`${loggableSid(sid)}: ${describe(error)}`);
      return isA(error, UnusableSecret)
        ? textResponse(500, 'This Function is not configured. Its log says what to do.')
        : twimlResponse({ replies: isAnswered ? [] : [words.apology] }, warn);
    }
  }
}

/** Handles a keyword that Twilio does not handle for this number, and confirms it. */
async function handleKeyword(
  keyword: CarrierKeyword,
  message: Message,
  store: SessionStore,
  words: ShellWords,
  options: ForgetOptions,
): Promise<Taken> {
  switch (keyword) {
    case 'STOP':
      return { ...(await store.forget(message, { ...options, optsOut: true })), replies: [words.optedOut] };
    case 'START':
      return { ...(await store.forget(message, options)), replies: [words.optedIn] };
    case 'HELP':
      return { replies: [words.help] };
  }
}

function twimlResponse({ replies, cookie }: Taken, warn: (what: string) => void): TwilioResponse {
  const response = new Twilio.Response()
    .appendHeader('Content-Type', 'text/xml')
    .setBody(toTwiml(replies, warn));
  return cookie === undefined
    ? response
    : response.setCookie(COOKIE_NAME, cookie.value, cookieAttributes(cookie));
}

function textResponse(status: number, text: string): TwilioResponse {
  return new Twilio.Response().setStatusCode(status).appendHeader('Content-Type', 'text/plain').setBody(text);
}
