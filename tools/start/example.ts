import { exampleFor } from '../../examples';
import { SERVED_HERE, type Folders } from '../build/bundle';
import { UserError } from '../cli/user-error';

/** The Functions to serve. */
export interface Served {
  readonly folders: Folders;
  /** Additional variables of the Function. */
  readonly variables: Readonly<Record<string, string>>;
  /** Options of `twilio-run start`. */
  readonly args: readonly string[];
}

/** Beside what a deploy uploads. */
const EXAMPLES: Folders = { ...SERVED_HERE, from: 'examples/functions', to: 'dist/local/examples' };

/**
 * Takes `--example pizza` out of the options: then that example is served in place of the project's own
 * Function.
 *
 * @throws {UserError} if it names none
 * @throws {LoggableError} if there is no such example
 */
export function takeExample(options: readonly string[]): Served {
  const at = options.indexOf('--example');
  if (at < 0) return { folders: SERVED_HERE, variables: {}, args: options };
  const name = options[at + 1];
  if (name === undefined || name.startsWith('-')) {
    throw new UserError('Which example? For one: npm run example pizza');
  }
  exampleFor({ EXAMPLE: name });
  return {
    folders: EXAMPLES,
    variables: { EXAMPLE: name },
    args: options.toSpliced(at, 2),
  };
}
