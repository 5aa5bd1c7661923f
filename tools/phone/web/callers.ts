import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

const NAMES = v.record(v.string(), v.unknown());

/** Names by address, from a JSON file. Of one that is missing or malformed the Function says so itself. */
export async function namesIn(file: string | undefined): Promise<Record<string, string>> {
  if (file === undefined) return {};
  try {
    const names = Object.entries(v.parse(NAMES, JSON.parse(await readFile(file, 'utf8'))));
    return Object.fromEntries(
      names.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}
