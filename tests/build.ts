import { FUNCTIONS, bundle } from '../tools/build/bundle';

/** Before all tests: what the end-to-end tests serve is built from the code as it is now. */
export default async function build(): Promise<void> {
  await bundle(FUNCTIONS);
  await bundle({ ...FUNCTIONS, from: 'examples/functions', to: 'dist/examples' });
  await bundle({ ...FUNCTIONS, from: 'tests/e2e/functions', to: 'dist/tests/functions' });
}
