import { rmSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What no deploy reads; and `.env`, since secrets stay where they are. */
const LEFT_OUT = new Set(['node_modules', '.git', 'coverage', '.env']);

/**
 * Does something in an empty folder outside of the project, which is gone afterwards, also where the
 * process ends in the middle of it.
 */
export async function inTemporaryFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rehearsal-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', remove);
  try {
    return await use(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Does something in a copy of the project, which is gone afterwards. */
export function inCopyOf<Result>(project: string, use: (copy: string) => Promise<Result>): Promise<Result> {
  return inTemporaryFolder(async (copy) => {
    await cp(project, copy, {
      recursive: true,
      filter: (source) => !LEFT_OUT.has(path.relative(project, source)),
    });
    return use(copy);
  });
}
