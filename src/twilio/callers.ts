import { withoutChannel } from './address';
import { LoggableError, describe } from '../log';

/** Gives the name of the person at an address, on any channel, if we know it. */
export type NameOf = (address: string) => string | undefined;

/** An asset changes only with a deploy, so it is read once. If it could not be read, the next message tries again. */
const known = new Map<string, ReadonlyMap<string, string>>();

/**
 * The people we know, from the private asset `assets/callers.private.json`: `{ "+14158675308": "Rey" }`. If the
 * file is missing or malformed, people still get an answer, but without their name. The log names the file.
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

/** @throws {LoggableError} its message names the file as in the project */
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
    // The message of JSON.parse would quote the file, which holds people's numbers.
    throw new LoggableError(`${file} cannot be read as JSON. ${advice}`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new LoggableError(`${file} holds no object. ${advice}`);
  }
  return content;
}

/** The number without the spaces and brackets that people write: `+1 (415) 867-5308`. */
function keyOf(address: string): string {
  return withoutChannel(address).replace(/[\s().-]/g, '');
}
