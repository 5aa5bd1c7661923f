import { build } from 'esbuild';
import { FUNCTIONS } from '../../tools/build/bundle';

/** How many bytes a Function of these lines has, built as a Function is. */
async function sizeOf(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: FUNCTIONS.project },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    charset: 'utf8',
    minifySyntax: true,
    write: false,
  });
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
}

/*
 * Our share of a Function: loading it is most of a cold start. What authors add is theirs. A raised
 * budget needs a reason in the commit that raises it.
 */
test('the library with all its verbs keeps to its budget', async () => {
  expect(await sizeOf(`export * from './src';`)).toBeLessThan(167_500);
});

test('the greeter takes no more of the library than it uses', async () => {
  const greeter = `import { answer, callers } from './src'; import { greeter } from './conversations/greeter';
    export const handler = answer(() => greeter(callers()));`;
  expect(await sizeOf(greeter)).toBeLessThan(44_000);
});
