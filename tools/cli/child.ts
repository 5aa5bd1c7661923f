import type { ChildProcess } from 'node:child_process';

/** Ends a child process when this process ends: by Ctrl-C, or by an error. */
export function endTogether(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL');
  process.on('exit', end);
  child.once('close', () => process.off('exit', end));
}
