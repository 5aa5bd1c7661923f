import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const project = path.join(__dirname, '../..');

/** Random, and of no account. */
export const SECRET = 'vJ8q-2mXw9Zr4TdKc7Ls1Nf6Hb3Gy5PaEuRoWi0QxYk';

/** A copy of the project to plant something in, as it is after `npm ci`. */
export class ProjectCopy {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'deploy-'));

  constructor() {
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: project,
      encoding: 'utf8',
    });
    for (const file of files.trim().split('\n')) {
      cpSync(path.join(project, file), path.join(this.folder, file), { recursive: true });
    }
    symlinkSync(path.join(project, 'node_modules'), path.join(this.folder, 'node_modules'));
    this.write('.env', this.read('.env.example').replace(/^SESSION_SECRET=$/m, `SESSION_SECRET=${SECRET}`));
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  write(file: string, content: string | Uint8Array): void {
    mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    writeFileSync(path.join(this.folder, file), content);
  }

  /** @throws where it is not there to be replaced */
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
