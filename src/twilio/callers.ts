import { withoutChannel } from './address';
import { LoggableError, describe } from '../log';

/** The name of whoever is behind an address, on whatever channel, if we know them. */
export type NameOf = (address: string) => string | undefined;

/** An asset changes with a deploy and never between, so it is read once. What could not be read is tried again. */
const known = new Map<string, ReadonlyMap<string, string>>();

/**
 * The people we know, from the private asset `assets/callers.private.json`:
 * `{ "+14158675308": "Rey" }`. Nobody goes without an answer because it is missing or malformed:
 * they go without a name, and the log says which file it is.
 */
export function callers(asset = '/callers.json'): NameOf {
  try {
    let names = known.get(asset);
    if (names === undefined) known.set(asset, (names = readNames(asset)));
    return (address) => names.get(keyOf(address));
  } catch (error) {
    console.error(describe(error));
    return () => undefined;
  }
}

/** @throws {LoggableError} which names the file as it is called in the project */
function readNames(asset: string): ReadonlyMap<string, string> {
  const file = `assets${asset.replace(/\.json$/, '.private.json')}`;
  const found = Runtime.getAssets()[asset];
  if (!found) throw new LoggableError(`${file} is missing. ${advice}`);
  const names = new Map<string, string>();
  for (const [address, name] of Object.entries(parse(() => found.open(), file))) {
    if (typeof name === 'string' && name.trim() && /[+:]/.test(address)) names.set(keyOf(address), name);
    else console.error(`${file} has a line that goes unused: a number without its +, or no name. ${advice}`);
  }
  return names;
}

const advice = 'It should hold { "<number>": "<name>", … }, numbers as in +1….';

function parse(read: () => string, file: string): object {
  let content: unknown;
  try {
    content = JSON.parse(read().replace(/^\ufeff/, '')); // Windows editors put a byte order mark in front
  } catch {
    // What JSON.parse says quotes the file, which holds people's numbers.
    throw new LoggableError(`${file} cannot be read as JSON. ${advice}`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new LoggableError(`${file} holds no object. ${advice}`);
  }
  return content;
}

/** Numbers as people write them, `+1 (415) 867-5308`, are found as well. */
function keyOf(address: string): string {
  return withoutChannel(address).replace(/[\s().-]/g, '');
}
