import { constants } from 'node:os';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { LoggableError } from '../../src/log';
import { InvalidAddress, InvalidWebhook } from '../local-twilio';
import { UserError } from './user-error';

export interface Command {
  /** For `--help`. */
  readonly usage: string;
  /**
   * @returns whether it is done. If not, it has said why
   * @throws {UserError} {@link runCommand} prints its message
   */
  run(args: readonly string[]): Promise<boolean>;
}

/**
 * Runs the command that this process was started for. If the command is not done, the process exits with 1.
 *
 * Ctrl-C calls `process.exit`, so that listeners of `exit` can clear away what was begun. A reader of the output that
 * ends early (`| head -1`) does not end the command.
 *
 * @param args what was typed for it
 */
export async function runCommand(command: Command, args = process.argv.slice(2)): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessClosed);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.usage);
    return;
  }
  try {
    if (!(await command.run(args))) process.exitCode = 1;
  } catch (error) {
    if (canBePutRight(error)) {
      printUserError(error);
      return;
    }
    console.error('This is a bug in the command. Please report it with what follows:');
    console.error(error);
    // Anything that still runs would keep the process alive.
    process.exit(1);
  }
}

function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Whether the person who runs a command can put an error right. Then its message says how. */
export function canBePutRight(error: unknown): error is Error {
  return [UserError, LoggableError, InvalidAddress, InvalidWebhook].some((kind) => error instanceof kind);
}

/** Prints the message of an error that {@link canBePutRight}, and throws any other error again. */
export function printUserError(error: unknown, exitCode = 1): void {
  if (!canBePutRight(error)) throw error;
  console.error(error.message);
  process.exitCode = exitCode;
}

/**
 * Calls `parseArgs` for a command that hands nothing on.
 *
 * @throws {UserError} if an option is unknown, lacks its value or has one too many
 */
export function parseOptions<const Config extends ParseArgsConfig>(
  script: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('ERR_PARSE_ARGS_')) throw error;
    throw new UserError(`${message}\n${whereOptions(script)}`);
  }
}

/**
 * Says where the options of a command are told, and whether npm has taken some that were not typed after `--`.
 *
 * @param names of options that the command has, and npm has not
 */
export function whereOptions(script: string, names: readonly string[] = []): string {
  // npm makes them variables of the script: `--hand-back` is npm_config_hand_back.
  const kept = names.find((name) => `npm_config_${name.replaceAll('-', '_')}` in process.env);
  const hint = kept === undefined ? '' : ` npm has kept --${kept} for itself: options come after --`;
  return `npm run ${script} -- --help lists the options.${hint}`;
}

/** Our own options of a command, as `parseArgs` takes them. A boolean one is a flag and takes no value. */
type Options = Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>;

export interface Arguments<Own extends Options> {
  /** The value of each option that was typed, `true` for a flag. */
  readonly own: { readonly [Name in keyof Own]?: Own[Name]['type'] extends 'boolean' ? true : string };
  /** All other arguments, as they were typed. `twilio-run deploy` reads them. */
  readonly handedOn: readonly string[];
}

/**
 * Splits arguments into our own options and those of `twilio-run`. `twilio-run` refuses options that it does
 * not know, and we do not list all of its options.
 *
 * @throws {UserError} if an option lacks its value, or a flag has one
 */
export function splitArgs<const Own extends Options>(args: readonly string[], options: Own): Arguments<Own> {
  const { values, tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const taken = new Set<number>();
  const own: Record<string, unknown> = {};
  for (const token of tokens) {
    if (token.kind !== 'option' || !Object.hasOwn(options, token.name)) continue;
    const { name, rawName, index, value, inlineValue } = token;
    if (options[name]?.type === 'boolean') {
      if (value !== undefined) throw new UserError(`${rawName} takes no value.`);
    } else if (value === undefined || (!inlineValue && value.startsWith('--'))) {
      throw new UserError(`${rawName} takes a value.`);
    }
    taken.add(index);
    if (inlineValue === false) taken.add(index + 1);
    own[name] = values[name];
  }
  // Each name came from `options`, with a value of its type.
  return { own: own as Arguments<Own>['own'], handedOn: args.filter((_, n) => !taken.has(n)) };
}

/** Options of `twilio-run` that choose the account and its region. */
export const ACCOUNT_OPTIONS = ['region', 'edge', 'env', 'config'] as const;

/** Options of `twilio-run` that choose the service to deploy to. */
export const SERVICE_OPTIONS = ['service-name', 'service-sid'] as const;

/** The short names that `twilio-run` has for these options. */
const SHORT: Readonly<Record<string, string>> = { '-c': '--config', '-n': '--service-name' };

/** Those of the options that were typed, as they are typed for another command of ours. */
export function typedAgain(args: readonly string[], names: readonly string[]): string[] {
  const { own } = splitArgs(
    args.map((arg) => SHORT[arg] ?? arg),
    Object.fromEntries(names.map((name) => [name, { type: 'string' } as const])),
  );
  return Object.entries(own).map(
    ([name, value = '']) => `--${name}=${/^[\w.-]+$/.test(value) ? value : quoted(value)}`,
  );
}

/** Quotes a text for a POSIX shell. A URL may hold `&` and `?`. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line that runs a script of ours with some options. */
export function commandLine(script: string, options: readonly string[]): string {
  return [`npm run ${script}`, ...(options.length > 0 ? ['--', ...options] : [])].join(' ');
}
