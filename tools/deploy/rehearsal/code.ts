import { isBuiltin } from 'node:module';
import { build } from 'esbuild';

/** The modules and files that a Function's code uses, also in branches that no message ever reaches. */
export interface Asked {
  /** Modules whose name is written out in the code, apart from Node's own. */
  readonly modules: readonly string[];
  /** Files beside the code: a relative name that is read, or an expression for the code's own folder. */
  readonly files: readonly string[];
}

/** esbuild replaces these expressions with markers in the code, but not in texts. */
const OWN_FOLDER = {
  __dirname: 'ownFolder_dirname',
  __filename: 'ownFolder_filename',
  'process.cwd': 'ownFolder_cwd',
};

/** A call that reads a file whose relative name is written out, as esbuild prints it. */
const READ =
  /\b(?:readFile|readFileSync|createReadStream|openSync|readdir|readdirSync|opendir)\)?\("((?!\/)[^"\\]+)"/g;

/**
 * Finds the modules and files that code uses. esbuild parses it, because `require(…)` may also be in a text.
 *
 * @param code a JavaScript file
 * @throws if it cannot be parsed
 */
export async function askedBy(code: string): Promise<Asked> {
  const modules = new Set<string>();
  const { outputFiles } = await build({
    stdin: { contents: code, loader: 'js' },
    bundle: true,
    write: false,
    platform: 'node',
    logLevel: 'silent',
    define: OWN_FOLDER,
    plugins: [
      {
        name: 'names-only',
        setup(build) {
          build.onResolve({ filter: /.*/ }, ({ path, kind }) => {
            if (kind !== 'entry-point') modules.add(path);
            return kind === 'entry-point' ? undefined : { path, external: true };
          });
        },
      },
    ],
  });
  const text = outputFiles[0]?.text ?? '';
  return {
    modules: [...modules].filter((name) => !isBuiltin(name)),
    files: [
      ...Object.entries(OWN_FOLDER).flatMap(([name, marker]) => (text.includes(marker) ? [name] : [])),
      ...new Set(Array.from(text.matchAll(READ), ([, name = '']) => name)),
    ],
  };
}
