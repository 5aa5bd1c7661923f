import { Refused } from './switchboard';

/** What each field of a request's body has to be. */
type Shape = Readonly<Record<string, (value: unknown) => value is unknown>>;

type Ask<Fields extends Shape> = {
  readonly [Name in keyof Fields]: Fields[Name] extends (value: unknown) => value is infer Value
    ? Value
    : never;
};

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
export const isNumber = (value: unknown): value is number => Number.isFinite(value);

/**
 * Reads a request's body as JSON of this shape, and leaves out what else is in it.
 *
 * @throws {Refused}
 */
export function readAsk<Fields extends Shape>(json: string, fields: Fields): Ask<Fields> {
  const given = new Map(Object.entries(parse(json)));
  for (const [name, holds] of Object.entries(fields)) {
    if (!holds(given.get(name))) throw new Refused(`${name} is missing or of another type.`);
  }
  return Object.fromEntries(Object.keys(fields).map((name) => [name, given.get(name)])) as Ask<Fields>;
}

function parse(json: string): object {
  try {
    return Object(JSON.parse(json)) as object;
  } catch {
    throw new Refused('The body is not JSON.');
  }
}
