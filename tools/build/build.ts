import { BundleError, FUNCTIONS, bundle } from './bundle';
import { describeSize } from './size';

/**
 * Makes what is served and deployed, and says how large it is or why it could not be made.
 *
 * @returns whether it was made
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
