import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const project = path.join(__dirname, '../..');

/** Random, and of no account. */
export const SECRET = 'vJ8q-2mXw9Zr4TdKc7Ls1Nf6Hb3Gy5PaEuRoWi0QxYk';

/** No build and no start reads these. */
const LEFT_OUT = /^(tests|docs|tools\/bench)\//;

let files: readonly string[] | undefined;

/**
 * Copies the project as somebody has it after `npm ci`, without what `prepare` makes.
 *
 * @param whole with its tests, too
 * @returns the copy's folder
 */
export function copyProject(whole = false): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'project-'));
  files ??= execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
    encoding: 'utf8',
  })
    .trim()
    .split('\n');
  for (const file of files) {
    // Git also lists a file that is deleted and not committed yet.
    if ((!whole && LEFT_OUT.test(file)) || !existsSync(path.join(project, file))) continue;
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    copyFileSync(path.join(project, file), path.join(folder, file));
  }
  symlinkSync(path.join(project, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** A copy of the project, with a secret, to plant something in. */
export class ProjectCopy {
  readonly folder: string;

  constructor({ whole = false } = {}) {
    this.folder = copyProject(whole);
    this.write('.env', this.read('.env.example').replace(/^SESSION_SECRET=$/m, `SESSION_SECRET=${SECRET}`));
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  write(file: string, content: string | Uint8Array): void {
    mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    // In one step: a watcher that reads between truncating and writing would build an empty file.
    const unfinished = path.join(this.folder, '.unfinished');
    writeFileSync(unfinished, content);
    renameSync(unfinished, path.join(this.folder, file));
  }

  /** @throws if the file does not hold the text */
  replace(file: string, search: string, replacement: string): void {
    const content = this.read(file);
    if (!content.includes(search)) throw new Error(`${file} does not hold ${search}`);
    this.write(
      file,
      content.replace(search, () => replacement),
    );
  }

  remove(file: string): void {
    rmSync(path.join(this.folder, file), { recursive: true });
  }
}
