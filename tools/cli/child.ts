import type { ChildProcess } from 'node:child_process';

/** Ends a child where this process ends before it, however that comes about: Ctrl-C, or an error. */
export function endTogether(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL');
  process.on('exit', end);
  child.once('close', () => process.off('exit', end));
}
