/** How long a line may be: `.prettierrc.json` has the same. */
const WIDTH = 110;

/**
 * JSON as TypeScript, as Prettier would write it.
 *
 * @param indent how far its line is indented
 * @param around how many characters stand around it on that line
 */
export function written(value: unknown, indent = 0, around = 0): string {
  const flat = inOneLine(value);
  if (!isAlwaysBroken(value) && indent + around + flat.length <= WIDTH) return flat;
  if (typeof value !== 'object' || value === null) return flat;
  const inside = indent + 2;
  const parts = Array.isArray(value)
    ? value.map((each) => written(each, inside, 1))
    : Object.entries(value).map(([name, each]) => property(name, each, inside));
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return [open, ...parts.map((part) => `${' '.repeat(inside)}${part},`), ' '.repeat(indent) + close].join(
    '\n',
  );
}

function property(name: string, value: unknown, indent: number): string {
  const key = keyOf(name);
  const text = written(value, indent, key.length + 3);
  const isTooLong = typeof value === 'string' && indent + key.length + 3 + text.length > WIDTH;
  return isTooLong ? `${key}:\n${' '.repeat(indent + 2)}${text}` : `${key}: ${text}`;
}

function inOneLine(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  const parts = Object.entries(value).map(([name, each]) => `${keyOf(name)}: ${inOneLine(each)}`);
  return `{ ${parts.join(', ')} }`;
}

/** Prettier breaks a list of several lists, or of several objects, that hold several each. */
function isAlwaysBroken(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 2) return false;
  const isLarge = (each: unknown) =>
    typeof each === 'object' && each !== null && Object.keys(each).length > 1;
  return value.every((each) => isLarge(each) && Array.isArray(each) === Array.isArray(value[0]));
}

function keyOf(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? name : quoted(name);
}

/** In the quotes that need fewer escapes. */
function quoted(text: string): string {
  const double = JSON.stringify(text);
  const count = (quote: string) => text.split(quote).length;
  if (count("'") > count('"')) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
