import { BundleError, FUNCTIONS, SIZE_BUDGET, bundle } from './bundle';

/** `npm run build`: makes what is served and deployed. */
async function main(): Promise<void> {
  try {
    for (const { file, bytes } of await bundle(FUNCTIONS)) {
      console.log(`${file}  ${bytes} bytes of ${SIZE_BUDGET}`);
    }
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

void main();
