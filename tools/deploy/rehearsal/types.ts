import { execFile } from 'node:child_process';
import path from 'node:path';
import { endTogether } from '../../cli/child';
import type { Finding } from './finding';

/** TypeScript 7, which is compiled: it checks in one second what TypeScript 6 checks in six. */
const TSC = path.join(path.dirname(require.resolve('@typescript/native/package.json')), 'bin/tsc');

/** How many mistakes are shown. */
const SHOWN = 10;

/**
 * Checks the types of what is deployed: the Functions and all that they import. The build checks none.
 *
 * @param project has TypeScript installed
 * @param signal gives it up
 */
export function checkTypes(project: string, signal: AbortSignal): Promise<Finding[]> {
  const args = [TSC, '--project', 'tsconfig.deploy.json', '--pretty', 'false'];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: project, signal }, (error, stdout, stderr) => {
      resolve(error === null || signal.aborted ? [] : [mistyped(stdout + stderr)]);
    });
    endTogether(child);
  });
}

/** @param output what tsc prints: a line for each mistake, with further lines indented below it */
function mistyped(output: string): Finding {
  const mistakes = output.trim().split(/\n(?! )/);
  const more = mistakes.length > SHOWN ? [`… and ${mistakes.length - SHOWN} more`] : [];
  return {
    name: 'types',
    what: [...mistakes.slice(0, SHOWN), ...more].join('\n'),
    remedy: 'Correct the types: npx tsc shows all mistakes.',
  };
}
