/**
 * An error whose message may be logged, because whoever wrote it knows that it holds nothing that
 * people sent us. Of every other error we log where it was thrown, and not what it says: a message
 * likes to quote its input (`"my card is 41"... is not valid JSON`).
 */
export class LoggableError extends Error {
  override readonly name = this.constructor.name;
}

/** Enough to find the place in the code. */
const MAX_PLACES = 8;

/** Says what went wrong, for a log that must never hold a number, a text, an answer or a secret. */
export function describe(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `something that is no Error was thrown (${typeof error})`;
    if (error instanceof LoggableError) return `${error.name}: ${error.message}`;
    // The class is named by the code that threw it; `error.name` could be set to anything.
    const head = `${error.constructor.name}${codeOf(error)} (its message may quote people, and is not logged)`;
    return [head, ...placesOf(error)].join('\n');
  } catch {
    // A getter that throws, a constructor that is none: a log is no place to fail.
    return 'an error was thrown that cannot be read';
  }
}

/** The id by which Twilio's own log finds the message, if that is what it is. */
export function loggableSid(sid: string | undefined): string {
  return sid !== undefined && /^[A-Z]{2}[0-9a-f]{32}$/.test(sid) ? sid : 'without a MessageSid';
}

/** Node's codes (`ECONNREFUSED`) and Twilio's (54011) say much, and are too narrow to say more. */
export function codeOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  const known =
    (typeof code === 'string' && /^E[A-Z_]{2,40}$/.test(code)) ||
    (Number.isInteger(code) && Number(code) >= 10_000 && Number(code) < 100_000);
  return known ? ` ${String(code)}` : '';
}

/** Where it was thrown: the places in the code alone, as V8 lists them below the message. */
function placesOf(error: Error): string[] {
  const stack = String(error.stack);
  // A message could imitate a place, so all of it is cut. One that was changed since cannot be found.
  const at = stack.indexOf(error.message);
  if (at < 0) return [];
  const places = stack
    .slice(at + error.message.length)
    .matchAll(/^ {4}at (?:.*\()?((?:node:|file:|\/|[A-Z]:\\)[^\s()]+:\d+:\d+)\)?$/gm);
  return Array.from(places, ([, place]) => `    at ${place}`).slice(0, MAX_PLACES);
}
