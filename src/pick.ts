import { LoggableError } from './log';

/**
 * The one of several conversations that a variable names, or the usual one where it names none.
 *
 * @throws {LoggableError} which lists the known names
 */
export function pick<Made>(
  known: Readonly<Record<string, Made>>,
  name: string | undefined,
  usual: string,
): Made {
  const wanted = name === undefined || name === '' ? usual : name;
  const found = Object.hasOwn(known, wanted) ? known[wanted] : undefined;
  if (found !== undefined) return found;
  throw new LoggableError(
    `CONVERSATION=${wanted} is not known. Choose one of: ${Object.keys(known).join(', ')}`,
  );
}
