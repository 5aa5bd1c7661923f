/**
 * An error whose message may be logged, because whoever wrote it knows that it holds nothing that
 * people sent us. Of every other error we log where it was thrown, and not what it says: a message
 * likes to quote its input (`"my card is 41"... is not valid JSON`).
 */
export class LoggableError extends Error {
  override readonly name = this.constructor.name;
}

/** Enough of a variable's value to recognise it. */
const MAX_VALUE = 20;

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

/**
 * Where it was thrown: the places in the code alone. They are asked of V8, as the text of a stack begins
 * with the message, which could imitate a place.
 *
 * V8 gives them once (https://v8.dev/docs/stack-trace-api). Where somebody has read the stack before us
 * there is its text alone, and none of it is believed.
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

/** For whoever reads the stack after us. */
function asV8Writes(error: unknown, sites: readonly NodeJS.CallSite[]): string {
  return [error, ...sites.map((site) => `    at ${(site as { toString(): string }).toString()}`)].join('\n');
}

/** `instanceof`, which a thrown Proxy can make throw. */
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

/** The value of a variable for a message: in quotes, and cut, as somebody may have put a secret there. */
export function quoted(value: unknown): string {
  const text = String(value);
  return JSON.stringify(text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);
}
