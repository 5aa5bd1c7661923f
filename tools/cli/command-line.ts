import { constants } from 'node:os';

/** What was typed cannot be understood. Its message says what can. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Command {
  /** For `--help`. */
  readonly usage: string;
  /** Errors that the person who typed it can mend, and whose message says how. */
  readonly mendable: readonly (new (...args: never[]) => Error)[];
  /** @returns whether it is done; where it is not, it has said why */
  run(args: readonly string[]): Promise<boolean>;
}

/**
 * Runs the command that this process was started for. It exits with 1 where that is not done.
 *
 * Ctrl-C ends it by the way of `process.exit`, so that whatever was begun is cleared away.
 *
 * @param args what was typed for it
 */
export async function runCommand(command: Command, args = process.argv.slice(2)): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.usage);
    return;
  }
  try {
    if (!(await command.run(args))) process.exitCode = 1;
  } catch (error) {
    const mendable = [UsageError, ...command.mendable];
    if (mendable.some((kind) => error instanceof kind)) {
      console.error((error as Error).message);
      process.exitCode = 1;
      return;
    }
    console.error('This was not foreseen, so it is probably a mistake in the program:');
    console.error(error);
    // Whatever was begun would go on.
    process.exit(1);
  }
}

/** Options of ours: whether each takes a value. */
type Options = Readonly<Record<`--${string}`, 'flag' | 'value'>>;

export interface Arguments<Own extends Options> {
  /** `true` for a flag, the text for a value; those that were not typed are not there. */
  readonly own: { readonly [Name in keyof Own]?: Own[Name] extends 'flag' ? true : string };
  /** Everything else, as it was typed: `twilio-run deploy` reads it. */
  readonly handedOn: readonly string[];
}

/**
 * Takes out the options that are ours. `twilio-run` would not know them, and we do not want to know
 * all of its own.
 *
 * @throws {UsageError} where a value is missing, or given to a flag
 */
export function takeOwn<const Own extends Options>(args: readonly string[], options: Own): Arguments<Own> {
  const own: Record<string, string | true> = {};
  const handedOn: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name = arg, inline] = /^(--[^=]+)=(.*)$/s.exec(arg) ?? [];
    const kind = Object.hasOwn(options, name) ? options[name as keyof Own] : undefined;
    if (kind === undefined) {
      handedOn.push(arg);
    } else if (kind === 'flag') {
      if (inline !== undefined) throw new UsageError(`${name} takes no value.`);
      own[name] = true;
    } else {
      const value = inline ?? rest.shift();
      if (value === undefined || (inline === undefined && value.startsWith('--'))) {
        throw new UsageError(`${name} takes a value.`);
      }
      own[name] = value;
    }
  }
  // Each name came from `options`, with a value of its kind.
  return { own: own as Arguments<Own>['own'], handedOn };
}

/** What `twilio-run` knows of which account is asked, and where. */
export const ACCOUNT_OPTIONS = ['--region', '--edge', '--env', '--config'] as const;

/** What it knows of which service is deployed to. */
export const SERVICE_OPTIONS = ['--service-name', '--service-sid'] as const;

/** Its short names for those. */
const SHORT: Readonly<Record<string, string>> = { '-c': '--config', '-n': '--service-name' };

/** Which of these options were typed, for another command of ours that takes them. */
export function typedAgain(args: readonly string[], names: readonly `--${string}`[]): string[] {
  const { own } = takeOwn(
    args.map((arg) => SHORT[arg] ?? arg),
    Object.fromEntries(names.map((name) => [name, 'value' as const])),
  );
  return Object.entries(own).map(([name, value]) => {
    const text = String(value);
    return `${name}=${/^[\w.-]+$/.test(text) ? text : quoted(text)}`;
  });
}

/** For a POSIX shell, where an address may hold & and ?. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** How a script of ours is typed with some options. */
export function commandLine(script: string, options: readonly string[]): string {
  return [`npm run ${script}`, ...(options.length > 0 ? ['--', ...options] : [])].join(' ');
}
