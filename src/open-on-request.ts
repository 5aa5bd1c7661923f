import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import type { FunctionContext, Handler } from './answer';
import type { Conversation } from './conversation';
import { CannotOpen } from './cannot-open';
import { describe, isA } from './log';
import { open, textingOf, type Opened, type ToOpen } from './opening';
import { realTime } from './real-time';

/** What the HTTP status says of each outcome. */
const STATUS: Readonly<Record<Opened, number>> = {
  opened: 201,
  'opened before': 200,
  'being opened': 409,
  busy: 409,
  'opted out': 403,
};

/** How far ahead `Until` may be, in milliseconds: a day. */
const MAX_AHEAD = 86_400_000;

/**
 * Makes a Function by which a back end opens a conversation. It has to be a protected one
 * (`functions/open.protected.ts`), so that Twilio lets in only what is signed with the account's token.
 *
 * Its parameters are text: `To`, `From`, `Name`, `Until`, and if you like `Key`, `Data` (JSON) and `Replaces` (`true`).
 * From `Until` on the request is refused: seconds since 1970, a day ahead at most. It answers with JSON,
 * `{ "outcome": "opened" }`, or with `{ "error": "…" }`. If the dialogue does not take the data, there is the `reason`
 * that its reader gives, too.
 */
export function openOnRequest<State>(
  conversationFor: (context: FunctionContext) => Conversation<State>,
): Handler {
  return async (context, event, callback) => {
    callback(null, await respond(context, event));
  };

  async function respond(context: FunctionContext, event: unknown): Promise<TwilioResponse> {
    try {
      const asked = readAsked(event);
      const texting = textingOf(context.getTwilioClient());
      const outcome = await open(conversationFor(context), asked, { variables: context, texting });
      return json(STATUS[outcome], { outcome });
    } catch (error) {
      if (isA(error, Unreadable)) return json(error.status, { error: error.message });
      if (isA(error, CannotOpen)) return json(400, { error: error.message, reason: error.reason });
      console.error(`An opening failed: ${describe(error)}`);
      return json(500, { error: 'It failed. The log of the Function says why.' });
    }
  }
}

/** The request is refused. The message names a parameter, never its value. */
class Unreadable extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

function readAsked(event: unknown): ToOpen {
  const { To, From, Name, Until, Key, Data, Replaces } = event as Record<string, unknown>;
  // The signature of a recorded request stays valid for ever. Until ends that.
  const left = Number(text('Until', Until)) * 1000 - realTime();
  if (!(left > 0 && left <= MAX_AHEAD)) {
    throw new Unreadable(
      403,
      'Until is in the past, more than a day ahead, or no number of seconds since 1970.',
    );
  }
  return {
    to: text('To', To),
    from: text('From', From),
    name: text('Name', Name),
    replaces: Replaces !== undefined && flag('Replaces', Replaces),
    ...(Key !== undefined && { key: text('Key', Key) }),
    ...(Data !== undefined && { data: dataIn(text('Data', Data)) }),
  };
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Unreadable(400, `The parameter ${name} is missing or is not one text.`);
}

function flag(name: string, value: unknown): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw new Unreadable(400, `The parameter ${name} is neither true nor false.`);
}

function dataIn(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Unreadable(400, 'The parameter Data is no JSON.');
  }
}

function json(status: number, body: object): TwilioResponse {
  return new Twilio.Response()
    .setStatusCode(status)
    .appendHeader('Content-Type', 'application/json')
    .setBody(JSON.stringify(body));
}
