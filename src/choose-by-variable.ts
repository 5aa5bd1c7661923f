import { LoggableError, quoted } from './log';

/** The variables of a Function: Twilio's context, or what `.env` holds. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * Makes a function that chooses one of several values by the name in a variable. If the variable is empty, it
 * chooses the default.
 *
 *     const storeFor = chooseByVariable('SESSION_STORE', { cookie: cookieStore, sync: syncStore }, 'cookie');
 *     storeFor({ SESSION_STORE: 'sync' }); // syncStore
 *
 * The function throws a {@link LoggableError} that lists the known names, if it knows no such name.
 */
export function chooseByVariable<Choice>(
  variable: string,
  known: Readonly<Record<string, Choice>>,
  usual: string,
): (variables: Variables) => Choice {
  return (variables) => {
    const named = variables[variable];
    const wanted = typeof named === 'string' && named ? named : usual;
    const found = Object.hasOwn(known, wanted) ? known[wanted] : undefined;
    if (found !== undefined) return found;
    throw new LoggableError(
      `${variable}=${quoted(wanted)} is not known. Choose one of: ${Object.keys(known).join(', ')}`,
    );
  };
}
