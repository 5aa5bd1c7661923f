import path from 'node:path';
import { FUNCTIONS, bundle, type Folders } from '../build/bundle';
import type { Handler } from '../../src/answer';

export const BENCH_FUNCTIONS: Folders = {
  ...FUNCTIONS,
  from: 'tools/bench/functions',
  to: 'dist/bench/functions',
  mayBePublic: true,
};

/** Builds what is measured: the deployed Function, and those that it is compared with. */
export async function build(): Promise<void> {
  await bundle(FUNCTIONS);
  await bundle(BENCH_FUNCTIONS);
}

export function builtFile(name: string, { project, to } = BENCH_FUNCTIONS): string {
  return path.join(project, to, `${name}.js`);
}

/** The handler of the Function as it is deployed. */
export function deployed(): Handler {
  return load<{ handler: Handler }>(builtFile('sms.protected', FUNCTIONS)).handler;
}

/** What a built file exports. What is timed is always built, as the cloud runs it. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what it built
export function load<Module>(file: string): Module {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as the runtime loads it
  return require(file) as Module;
}
