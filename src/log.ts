/**
 * An error whose message may be logged, because whoever wrote it knows that it holds nothing that
 * people sent us. Of every other error we log where it was thrown, and not what it says: a message
 * likes to quote its input (`"my card is 41"... is not valid JSON`).
 */
export class LoggableError extends Error {
  override readonly name: string = 'LoggableError';
}

/** Enough to find the place in the code. */
const MAX_FRAMES = 8;

/** Says what went wrong for a log that must never hold a number, a text, an answer or a secret. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return `something that is no Error was thrown (${typeof error})`;
  if (error instanceof LoggableError) return `${error.name}: ${error.message}`;
  // The class is named by the code that threw it; `error.name` could be set to anything.
  const head = `${error.constructor.name}${codeOf(error)} (its message is not logged: it may quote what people wrote)`;
  return [head, ...framesOf(error)].join('\n');
}

/** The id by which Twilio's own log finds the message, if that is what it is. */
export function loggableSid(sid: string | undefined): string {
  return sid !== undefined && /^[A-Z]{2}[0-9a-f]{32}$/.test(sid) ? sid : 'without a MessageSid';
}

/** Node's codes (`ECONNREFUSED`) and Twilio's (54011) say much, and are too narrow to say more. */
function codeOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  const known =
    (typeof code === 'string' && /^E[A-Z_]{2,40}$/.test(code)) ||
    (Number.isInteger(code) && Number(code) >= 10_000 && Number(code) < 100_000);
  return known ? ` ${String(code)}` : '';
}

/** `    at turn (/var/task/handlers/ZN….js:12:3)`, from below the message, which could imitate them. */
function framesOf(error: Error): string[] {
  const stack = String(error.stack);
  const below = error.message ? stack.slice(stack.indexOf(error.message) + error.message.length) : stack;
  return below
    .split('\n')
    .filter((line) => /^ {4}at [^+]+:\d+:\d+\)?$/.test(line))
    .slice(0, MAX_FRAMES);
}
