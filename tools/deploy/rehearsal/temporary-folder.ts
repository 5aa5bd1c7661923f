import { rmSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What no deploy reads. */
const LEFT_OUT = new Set(['node_modules', '.git', 'coverage']);

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

/**
 * Does something in a copy of the project, which is gone afterwards. No `.env` comes along, since secrets
 * stay where they are; but where it would be uploaded, that has to be seen.
 *
 * @param uploaded the folders all of whose files are uploaded
 */
export function inCopyOf<Result>(
  project: string,
  uploaded: readonly string[],
  use: (copy: string) => Promise<Result>,
): Promise<Result> {
  const isUploaded = (file: string) =>
    uploaded.some((folder) => file.startsWith(path.resolve(project, folder) + path.sep));
  return inTemporaryFolder(async (copy) => {
    await cp(project, copy, {
      recursive: true,
      filter: (source) =>
        !LEFT_OUT.has(path.relative(project, source)) && (!holdsVariables(source) || isUploaded(source)),
    });
    return use(copy);
  });
}

/** `.env`, `.env.production`, `dist/.env`; and not what anybody may read. */
function holdsVariables(file: string): boolean {
  const name = path.basename(file);
  return name.startsWith('.env') && name !== '.env.example';
}
