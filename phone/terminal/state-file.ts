import { readFile, rename, writeFile } from 'node:fs/promises';
import type { CarrierState } from '../carrier/carrier';

/** The file is not ours, or damaged. Its message says what to do; the file is left as it is. */
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

/** Whoever reads meanwhile finds the older state or the newer one, never a part. */
export async function saveState(file: string, state: CarrierState): Promise<void> {
  const draft = `${file}.${process.pid}`;
  // It holds numbers and cookies.
  await writeFile(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
  await rename(draft, file);
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is CarrierState {
  return (
    isRecord(value) &&
    value.version === 1 &&
    isTime(value.ahead) &&
    Array.isArray(value.lines) &&
    value.lines.every(
      (line) =>
        isRecord(line) &&
        typeof line.from === 'string' &&
        typeof line.to === 'string' &&
        typeof line.optedOut === 'boolean' &&
        isRecord(line.jar) &&
        isTime(line.jar.activeAt) &&
        Array.isArray(line.jar.cookies) &&
        line.jar.cookies.every(isRecord) &&
        Array.isArray(line.sentAt) &&
        line.sentAt.every(isTime) &&
        (line.last === undefined || isRecord(line.last)),
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}
