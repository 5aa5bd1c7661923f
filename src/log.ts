/**
 * An error whose message may be logged: its author makes sure that it holds nothing that people sent us. Of
 * every other error we log only where it was thrown, because a message often quotes its input
 * (`"my card is 41"... is not valid JSON`).
 */
export class LoggableError extends Error {
  override readonly name = this.constructor.name;
}

/** Enough of a variable's value to recognise it. */
const MAX_VALUE = 20;

/** Enough to find the place in the code. */
const MAX_PLACES = 8;

/** Describes an error for the log, which must never hold a number, a text, an answer or a secret. */
export function describe(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `something that is not an Error was thrown (${typeof error})`;
    if (error instanceof LoggableError) return `${error.name}: ${error.message}`;
    // The name of the class is in the code. `error.name` could be set to anything.
    const head = `${error.constructor.name}${codeOf(error)} (its message may quote people, and is not logged)`;
    return [head, ...placesOf(error)].join('\n');
  } catch {
    // A getter may throw, or the constructor may be missing. The log must not fail because of that.
    return 'an error was thrown that cannot be read';
  }
}

/** The message's id in Twilio's own log, if it has the form of one. */
export function loggableSid(sid: string | undefined): string {
  return sid !== undefined && /^[A-Z]{2}[0-9a-f]{32}$/.test(sid) ? sid : 'without a MessageSid';
}

const warned = new WeakMap<object, Set<string>>();

/** Warns of a message. If texts collide, its turn is taken again. Then the same warning is not repeated. */
export function warnOnce(message: { readonly sid: string | undefined }, what: string): void {
  const before = warned.get(message) ?? new Set();
  warned.set(message, before);
  if (before.has(what)) return;
  before.add(what);
  console.warn(`${loggableSid(message.sid)}: ${what}`);
}

/**
 * A code of Node's (`ECONNREFUSED`) or Twilio's (54011), of the error or of its cause: `fetch` throws a TypeError whose
 * cause has it. Their forms are too narrow to hold anything private.
 */
export function codeOf(error: Error): string {
  const { code = (error.cause as Coded | undefined)?.code } = error as Coded;
  const known =
    (typeof code === 'string' && /^E[A-Z_]{2,40}$/.test(code)) ||
    (Number.isInteger(code) && Number(code) >= 10_000 && Number(code) < 100_000);
  return known ? ` ${String(code)}` : '';
}

interface Coded {
  readonly code?: unknown;
}

/**
 * The places in the code where it was thrown. We ask V8 for them, because the text of a stack begins with the
 * message, which could imitate a place.
 *
 * V8 gives them once (https://v8.dev/docs/stack-trace-api). If other code has read the stack before us, there is
 * only its text, and we log none of it.
 */
function placesOf(error: Error): string[] {
  const holder: { prepareStackTrace?: FormatStack | undefined } = Error;
  const usual = holder.prepareStackTrace;
  let sites: readonly NodeJS.CallSite[] = [];
  holder.prepareStackTrace = (of, all) => {
    if (of === error) sites = all;
    return usual ? usual(of, all) : asV8Writes(of, all);
  };
  try {
    Reflect.get(error, 'stack');
  } finally {
    holder.prepareStackTrace = usual;
  }
  const places = sites.flatMap((site) => {
    const file = site.getFileName();
    return file ? [`    at ${file}:${site.getLineNumber()}:${site.getColumnNumber()}`] : [];
  });
  return places.slice(0, MAX_PLACES);
}

type FormatStack = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** The stack as V8 writes it, for code that reads it after us. */
function asV8Writes(error: unknown, sites: readonly NodeJS.CallSite[]): string {
  return [error, ...sites.map((site) => `    at ${(site as { toString(): string }).toString()}`)].join('\n');
}

/** `instanceof` that does not throw. With a thrown Proxy, `instanceof` can throw. */
export function isA<Thrown>(
  error: unknown,
  kind: abstract new (...args: never[]) => Thrown,
): error is Thrown {
  try {
    return error instanceof kind;
  } catch {
    return false;
  }
}

/** Quotes the value of a variable for a message, and cuts it, because somebody may have put a secret there. */
export function quoted(value: unknown): string {
  const text = String(value);
  return JSON.stringify(text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);
}
