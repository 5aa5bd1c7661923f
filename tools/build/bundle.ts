import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  build,
  context,
  formatMessages,
  transform,
  type BuildOptions,
  type OutputFile,
  type Plugin,
} from 'esbuild';

/**
 * The largest Function we deploy, in bytes. Loading it is most of a cold start, and a Function that
 * answers texts has no business being larger: look for a library that came along by accident. What is
 * shipped leaves room for a conversation of your own; raise it when you have several.
 */
export const SIZE_BUDGET = 48 * 1024;

/** Where Functions are written and where they are served from, below the project's folder. */
export interface Folders {
  readonly project: string;
  readonly from: string;
  readonly to: string;
}

export const FUNCTIONS: Folders = {
  project: path.join(__dirname, '../..'),
  from: 'functions',
  to: 'dist/functions',
};

export interface BundledFunction {
  /** Relative to the project. */
  readonly file: string;
  readonly bytes: number;
}

/** The Functions could not be bundled; what was there before still is. Its message is for the person who builds. */
export class BundleError extends Error {}

/**
 * Bundles each TypeScript file directly in `from` into one CommonJS file of that name in `to`. It
 * has to be one, because the cloud renames deployed files and a relative `require` finds nothing
 * there. Packages named in `dependencies` stay outside: the cloud installs those.
 *
 * @throws {BundleError} where the code does not compile or a Function is over {@link SIZE_BUDGET}
 */
export async function bundle(folders: Folders): Promise<BundledFunction[]> {
  await refuseOthers(folders);
  const { outputFiles } = await build(await options(folders)).catch(async (failure: unknown) => {
    throw await bundleError(failure);
  });
  return publish(outputFiles, folders);
}

/**
 * Bundles once and again whenever a file that went into it, or the folder, changes.
 *
 * @param report hears how each further bundling went
 * @returns what ends the watching
 * @throws {BundleError} where the first bundling fails
 */
export async function watch(
  folders: Folders,
  report: (outcome: BundledFunction[] | BundleError) => void,
): Promise<() => Promise<void>> {
  await bundle(folders);
  let first = true;
  const settings = await options(folders);
  const watching = await context({
    ...settings,
    plugins: [
      ...settings.plugins,
      {
        name: 'publish',
        setup(build) {
          build.onEnd(async ({ errors, outputFiles = [] }) => {
            if (first) {
              first = false;
              return;
            }
            if (errors.length > 0) report(await bundleError({ errors }));
            else await publish(outputFiles, folders).then(report, report);
          });
        },
      },
    ],
  });
  await watching.watch();
  return () => watching.dispose();
}

async function options(folders: Folders) {
  const { project, from, to } = folders;
  const packageJson = JSON.parse(await readFile(path.join(project, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  return {
    absWorkingDir: project,
    entryPoints: [`./${from}/*.ts`],
    outbase: from,
    outdir: to,
    bundle: true,
    external: Object.keys(packageJson.dependencies ?? {}),
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    charset: 'utf8',
    // Shorter, and still to be read where a log points into it: names and lines stay.
    minifySyntax: true,
    write: false,
    logLevel: 'silent',
    plugins: [onlyHandlers(folders)],
  } satisfies BuildOptions;
}

/**
 * Twilio asks a Function for its `handler` and nothing else, so that is all we export, in a plain
 * assignment: what esbuild makes of an `export` to suit everybody would be a thirtieth of the file.
 */
function onlyHandlers({ project, from }: Folders): Plugin {
  const folder = path.join(project, from);
  return {
    name: 'only-handlers',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path: file, suffix }) => {
        if (path.dirname(file) !== folder || suffix === '?function') return undefined;
        const specifier = JSON.stringify(`./${path.basename(file)}?function`);
        const contents = `import { handler } from ${specifier}; module.exports = { handler };`;
        return { contents, resolveDir: folder };
      });
      build.onResolve({ filter: /\?function$/ }, ({ path: specifier, resolveDir }) => {
        const file = path.join(resolveDir, specifier.replace('?function', ''));
        return { path: file, suffix: '?function' };
      });
    },
  };
}

/** @throws {BundleError} where a file would be passed over in silence, or deployed by mistake */
async function refuseOthers({ project, from }: Folders): Promise<void> {
  for (const entry of await readdir(path.join(project, from), { withFileTypes: true })) {
    if (entry.isFile() && !entry.name.startsWith('.') && !/^(?!.*\.(d|test)\.ts$).*\.ts$/.test(entry.name)) {
      throw new BundleError(
        `${from}/${entry.name} is no Function: only .ts files belong directly in ${from}/.`,
      );
    }
  }
}

/** Writes what was bundled, and takes away what was bundled earlier from a file that is gone: it would be deployed. */
async function publish(outputs: readonly OutputFile[], folders: Folders): Promise<BundledFunction[]> {
  const { project, from, to } = folders;
  if (outputs.length === 0) throw new BundleError(`There is no .ts file in ${from}/ to make a Function of.`);
  const bundled = await Promise.all(
    outputs.map(async ({ path: file, text }) => {
      const contents = await withoutMargins(text);
      return { file: path.relative(project, file), contents, bytes: Buffer.byteLength(contents) };
    }),
  );
  for (const { file, bytes } of bundled) {
    if (bytes > SIZE_BUDGET) {
      throw new BundleError(
        `${file} would have ${bytes} bytes, and the budget is ${SIZE_BUDGET}. Where it is your conversations, ` +
          `raise SIZE_BUDGET in tools/build/bundle.ts. See what it is made of: npx esbuild --bundle --platform=node --analyze ${from}/${path.basename(file, '.js')}.ts`,
      );
    }
  }
  await refuseOthers(folders);
  const folder = path.join(project, to);
  await mkdir(folder, { recursive: true });
  await Promise.all(
    bundled.map(async ({ file, contents }) => {
      // Whoever loads it meanwhile finds the older one or the newer, never a part.
      const draft = `${folder}.${path.basename(file)}.${process.pid}`;
      await writeFile(draft, contents);
      await rename(draft, path.join(project, file));
    }),
  );
  const current = new Set(bundled.map(({ file }) => path.basename(file)));
  const stale = (await readdir(folder)).filter((name) => !current.has(name));
  await Promise.all(stale.map((name) => rm(path.join(folder, name), { recursive: true })));
  return bundled.map(({ file, bytes }) => ({ file, bytes }));
}

/**
 * The same code, indented by tabs and without comments: a tenth less, and every line reads as before.
 * Where that would change what the code does (a text that goes over lines), nothing is changed.
 */
async function withoutMargins(code: string): Promise<string> {
  const shorter = code
    .replace(/^( {2})+/gm, (margin) => '\t'.repeat(margin.length / 2))
    .replace(/^\t*(\/\/.*|\/\*\*.*\*\/)?\n/gm, '')
    .replaceAll('/* @__PURE__ */ ', '');
  const [before, after] = await Promise.all(
    [code, shorter].map((each) => transform(each, { minifyWhitespace: true, charset: 'utf8' })),
  );
  return before?.code === after?.code ? shorter : code;
}

async function bundleError(failure: unknown): Promise<BundleError> {
  const errors = (failure as Partial<Awaited<ReturnType<typeof build>>>).errors;
  if (errors === undefined) throw failure;
  const messages = await formatMessages(errors, { kind: 'error', color: process.stderr.isTTY });
  return new BundleError(messages.join('\n').replaceAll('?function', '').trim());
}
