import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What no deploy reads; and `.env`, since secrets stay where they are. */
const LEFT_OUT = new Set(['node_modules', '.git', 'coverage', '.env']);

/** Does something in a copy of the project, which is gone afterwards. */
export async function inCopyOf<Result>(
  project: string,
  use: (copy: string) => Promise<Result>,
): Promise<Result> {
  const copy = await mkdtemp(path.join(tmpdir(), 'rehearsal-'));
  try {
    await cp(project, copy, {
      recursive: true,
      filter: (source) => !LEFT_OUT.has(path.relative(project, source)),
    });
    return await use(copy);
  } finally {
    await rm(copy, { recursive: true });
  }
}
