import { isBuiltin } from 'node:module';
import { build } from 'esbuild';

/**
 * The modules that a Function's code asks for by a name that is written out, also where no message
 * ever leads it. esbuild reads them, because code that looks like `require` may be in a string.
 *
 * @param code a JavaScript file
 * @throws where it cannot be parsed
 */
export async function requiredBy(code: string): Promise<string[]> {
  const required = new Set<string>();
  await build({
    stdin: { contents: code, loader: 'js' },
    bundle: true,
    write: false,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'names-only',
        setup(build) {
          build.onResolve({ filter: /.*/ }, ({ path, kind }) => {
            if (kind !== 'entry-point') required.add(path);
            return kind === 'entry-point' ? undefined : { path, external: true };
          });
        },
      },
    ],
  });
  return [...required].filter((name) => !isBuiltin(name));
}
