import { BundleError, FUNCTIONS, bundle } from './bundle';
import { describeSize } from './size';

/**
 * Builds the Functions, and prints the size of each one or why the build failed.
 *
 * @returns whether the build succeeded
 */
export async function build(): Promise<boolean> {
  try {
    for (const bundled of await bundle(FUNCTIONS)) console.log(describeSize(bundled));
    return true;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
    return false;
  }
}
