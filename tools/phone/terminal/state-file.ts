import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import {
  LATEST,
  type CarrierState,
  type Parameters,
  type SavedJar,
  type SavedLine,
  type Streak,
} from '../../local-twilio';

/** The file is not ours, damaged, or out of reach. Its message says what to do; the file is left as it is. */
export class UnusableState extends Error {
  override readonly name = 'UnusableState';
}

/**
 * What an earlier run remembered, `undefined` at the first.
 *
 * @throws {UnusableState}
 */
export async function loadState(file: string): Promise<CarrierState | undefined> {
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new UnusableState(`${file} cannot be read (${code}).`);
  });
  if (content === undefined) return undefined;
  const state = parse(content);
  if (isState(state)) return state;
  throw new UnusableState(
    `${file} does not hold what the phone remembers, and was left as it is. Move it away to begin anew, or name another with --state.`,
  );
}

/**
 * Whoever reads meanwhile finds the older state or the newer one, never a part.
 *
 * @throws {UnusableState}
 */
export async function saveState(file: string, state: CarrierState): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    // It holds numbers and cookies.
    await writeFile(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UnusableState(
      `${file} cannot be written (${code}), so the next run will know nothing of this one. Name another file with --state.`,
    );
  }
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

type Check<Value> = (value: unknown) => value is Value;

const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
/** In milliseconds: since 1970, or on the way from there to the end of time. */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= LATEST;

function listOf<Item>(isItem: Check<Item>): Check<readonly Item[]> {
  return (value): value is readonly Item[] => Array.isArray(value) && value.every(isItem);
}

/** With a check for every field that the type has. */
function recordOf<Fields extends object>(checks: { [Name in keyof Fields]-?: Check<Fields[Name]> }) {
  return (value: unknown): value is Fields => {
    if (!isObject(value)) return false;
    const given = new Map<string, unknown>(Object.entries(value));
    return Object.entries<Check<unknown>>(checks).every(([name, holds]) => holds(given.get(name)));
  };
}

const isState = recordOf<CarrierState>({
  version: (value) => value === 2,
  ahead: isTime,
  lines: listOf(
    recordOf<SavedLine>({
      from: isText,
      to: isText,
      jar: recordOf<SavedJar>({ cookies: listOf(isObject) }),
      optedOut: isFlag,
      streak: recordOf<Streak>({ replies: isCount, until: isTime }),
      last: (value): value is Parameters | undefined =>
        value === undefined || (isObject(value) && Object.values(value).every(isText)),
    }),
  ),
});
