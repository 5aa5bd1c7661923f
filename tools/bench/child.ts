import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs a program of the benchmark in a fresh process, and gives what it prints as JSON.
 *
 * @param file a TypeScript file of this folder
 */
export async function inChild<Result>(
  file: string,
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
): Promise<Result> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...nodeArgs,
    '--import',
    'tsx',
    file,
    ...args,
  ]);
  return JSON.parse(stdout) as Result;
}
