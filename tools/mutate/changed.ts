import { execFileSync } from 'node:child_process';
import { UserError } from '../cli/user-error';

/**
 * The files that differ from the branch `main`, also those that are not committed yet.
 *
 * @throws {UserError} if that cannot be known
 */
export function changedFiles(): string[] {
  try {
    const base = git('merge-base', 'main', 'HEAD');
    return [
      ...git('diff', '--name-only', '--diff-filter=d', '--relative', ...base).sort(),
      ...git('ls-files', '--others', '--exclude-standard'),
    ];
  } catch {
    throw new UserError('There is no branch main to compare with. Name the files: npm run mutate -- FILE …');
  }
}

/** @returns its lines */
function git(...args: string[]): string[] {
  const output = execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return output.split('\n').filter(Boolean);
}
