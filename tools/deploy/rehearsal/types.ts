import { execFile } from 'node:child_process';
import path from 'node:path';
import { endTogether } from '../../cli/child';
import type { Finding } from './finding';

/** TypeScript 7. It is native code, and takes one second instead of the six of TypeScript 6. */
const TSC = path.join(path.dirname(require.resolve('@typescript/native/package.json')), 'bin/tsc');

/** How many mistakes the finding lists. */
const SHOWN = 10;

/**
 * Checks the types of the Functions and of everything that they import. The build does not check types.
 *
 * @param project the project's folder, with TypeScript installed
 * @param signal cancels the check
 */
export function checkTypes(project: string, signal: AbortSignal): Promise<Finding[]> {
  const args = [TSC, '--project', 'tsconfig.deploy.json', '--pretty', 'false'];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: project, signal }, (error, stdout, stderr) =>
      resolve(error === null || signal.aborted ? [] : [mistyped(stdout + stderr)]),
    );
    endTogether(child);
  });
}

/** @param output the output of tsc: a line for each mistake, and indented lines below it */
function mistyped(output: string): Finding {
  const mistakes = output.trim().split(/\n(?! )/);
  const more = mistakes.length > SHOWN ? [`… and ${mistakes.length - SHOWN} more`] : [];
  return {
    name: 'types',
    what: [...mistakes.slice(0, SHOWN), ...more].join('\n'),
    remedy: 'Correct the types: npx tsc shows all mistakes.',
  };
}
