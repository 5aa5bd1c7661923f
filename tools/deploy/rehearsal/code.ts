import { isBuiltin } from 'node:module';
import { build } from 'esbuild';

/** What a Function's code asks for that is found or not, also where no message ever leads it. */
export interface Asked {
  /** Modules, by a name that is written out. Node's own are left out. */
  readonly modules: readonly string[];
  /** Files beside the code: a relative name that is read, or a way to the code's own folder. */
  readonly files: readonly string[];
}

/** In the place of what leads to the code's own folder, where esbuild finds it in the code and not in a text. */
const OWN_FOLDER = {
  __dirname: 'ownFolder_dirname',
  __filename: 'ownFolder_filename',
  'process.cwd': 'ownFolder_cwd',
};

/** A call that reads a file whose relative name is written out, as esbuild prints it. */
const READ =
  /\b(?:readFile|readFileSync|createReadStream|openSync|readdir|readdirSync|opendir)\)?\("((?!\/)[^"\\]+)"/g;

/**
 * Reads what code asks for. esbuild parses it, because code that looks like `require` may be in a text.
 *
 * @param code a JavaScript file
 * @throws where it cannot be parsed
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
