import { LoggableError } from './log';
import type { Variables } from './session/sealed-state';

/**
 * The one of several that a variable names, or the usual one where it names none.
 *
 * @param variable such as CONVERSATION
 * @throws {LoggableError} which lists the known names
 */
export function pick<Made>(
  variables: Variables,
  variable: string,
  known: Readonly<Record<string, Made>>,
  usual: string,
): Made {
  const named = variables[variable];
  const wanted = typeof named === 'string' && named ? named : usual;
  const found = Object.hasOwn(known, wanted) ? known[wanted] : undefined;
  if (found !== undefined) return found;
  throw new LoggableError(
    `${variable}=${wanted} is not known. Choose one of: ${Object.keys(known).join(', ')}`,
  );
}
