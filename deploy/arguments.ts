/** What was typed cannot be understood. Its message says what can. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
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

/** Whether `--help` or `-h` was typed. */
export function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}
