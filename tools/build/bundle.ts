import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, context, formatMessages, type BuildOptions, type BuildResult, type Metafile } from 'esbuild';
import { UserError } from '../cli/user-error';

/** The folder of the sources and the folder of the built Functions, below the project's folder. */
export interface Folders {
  readonly project: string;
  readonly from: string;
  readonly to: string;
  /** Whether to write source maps, so that an error names the lines of the sources. */
  readonly sourceMaps?: boolean;
  /** Whether any Function may be public, because none of them is ever deployed. */
  readonly mayBePublic?: boolean;
}

/** What is deployed. */
export const FUNCTIONS: Folders = {
  project: path.join(__dirname, '../..'),
  from: 'functions',
  to: 'dist/functions',
};

/** What `npm start` serves. It has its own folder, so that no source map is ever deployed. */
export const SERVED_HERE: Folders = { ...FUNCTIONS, to: 'dist/local/functions', sourceMaps: true };

export interface BundledFunction {
  /** Relative to the project. */
  readonly file: string;
  readonly bytes: number;
  /** The files of the project and the packages in it, the largest first. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly name: string;
  readonly bytes: number;
}

/** The Functions could not be bundled. The earlier build is still there. */
export class BundleError extends UserError {}

/**
 * Bundles each TypeScript file directly in `from` into one CommonJS file of that name in `to`. It has to be
 * one file, because the cloud renames deployed files, so that a relative `require` finds nothing. Packages
 * named in `dependencies` are not bundled, because the cloud installs them.
 *
 * @throws {BundleError} if the code does not compile, or a file exports no `handler`
 */
export async function bundle(folders: Folders): Promise<BundledFunction[]> {
  await refuseOthers(folders);
  const built = await build(await options(folders)).catch(async (failure: unknown) => {
    throw await bundleError(failure);
  });
  return publish(built, folders);
}

/**
 * Bundles at once, and again each time the folder or a file in the bundle changes.
 *
 * @param report gets the outcome of each later bundling
 * @returns a function that ends the watching
 * @throws {BundleError} if the first bundling fails
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
      {
        name: 'publish',
        setup(build) {
          build.onEnd(async (result) => {
            // The first build is the one above once more, unless something was saved since.
            const say = first ? () => undefined : report;
            first = false;
            if (result.errors.length > 0) report(await bundleError(result));
            else await publish(result as Built, folders).then(say, report);
          });
        },
      },
    ],
  });
  await watching.watch();
  return () => watching.dispose();
}

type Built = BuildResult<{ write: false; metafile: true }>;

/** The packages that the cloud installs. */
export async function dependenciesOf(project: string): Promise<string[]> {
  const { dependencies = {} } = JSON.parse(await readFile(path.join(project, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  return Object.keys(dependencies);
}

async function options({ project, from, to, sourceMaps = false }: Folders) {
  return {
    absWorkingDir: project,
    entryPoints: [`./${from}/*.ts`],
    outbase: from,
    outdir: to,
    bundle: true,
    external: await dependenciesOf(project),
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    charset: 'utf8',
    // Makes the code shorter, but keeps names and lines, so that a stack in the log is readable.
    minifySyntax: true,
    sourcemap: sourceMaps && 'inline',
    sourcesContent: false,
    write: false,
    metafile: true,
    logLevel: 'silent',
  } satisfies BuildOptions;
}

/** @throws {BundleError} if a file exports no `handler`. In the cloud, only the first text would show it. */
async function refuseWithoutHandler({ project, from }: Folders): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [`./${from}/*.ts`],
    outdir: from,
    format: 'esm', // esbuild lists exports in the metafile for esm, but not for cjs
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  for (const { entryPoint = from, exports } of Object.values(metafile.outputs)) {
    if (exports.includes('handler')) continue;
    throw new BundleError(`${entryPoint} exports no handler. Twilio calls a Function by that name.`);
  }
}

/** This line in a Function's file allows anybody to call the Function. */
const PUBLIC = /^\/\/ @public$/m;

/**
 * Refuses a public Function that uses `answer` or `openOnRequest`. Both trust the numbers in a request, and do
 * not check the signature. Twilio's gateway checks it for a `.protected` Function.
 *
 * @throws {BundleError}
 */
async function refusePublic({ outputs }: Metafile, { project, mayBePublic = false }: Folders): Promise<void> {
  if (mayBePublic) return;
  for (const { entryPoint = '', inputs } of Object.values(outputs)) {
    const uses = (name: string) => Object.keys(inputs).some((file) => `/${file}`.endsWith(`/src/${name}.ts`));
    const opens = uses('open-on-request');
    if (!(opens || uses('answer')) || /\.(protected|private)\.ts$/.test(entryPoint)) continue;
    if (PUBLIC.test(await readFile(path.join(project, entryPoint), 'utf8'))) continue;
    throw new BundleError(
      `Anybody could ${opens ? `have ${entryPoint} text any number` : `text ${entryPoint} in the name of any number`}. Rename it to ${entryPoint.replace(/\.ts$/, '.protected.ts')}, so that only Twilio can call it, or write the line // @public into it.`,
    );
  }
}

/** @throws {BundleError} if a file would be ignored without a word, or deployed by mistake */
async function refuseOthers({ project, from }: Folders): Promise<void> {
  for (const entry of await readdir(path.join(project, from), { withFileTypes: true })) {
    if (entry.isFile() && !entry.name.startsWith('.') && !/^(?!.*\.(d|test)\.ts$).*\.ts$/.test(entry.name)) {
      throw new BundleError(
        `${from}/${entry.name} is no Function: only .ts files belong directly in ${from}/.`,
      );
    }
  }
}

/** Writes the bundles, and removes Functions whose source is gone, because they would be deployed. */
async function publish({ outputFiles, metafile }: Built, folders: Folders): Promise<BundledFunction[]> {
  const { project, from, to } = folders;
  const bundled = outputFiles.flatMap(({ path: absolute, contents }) => {
    const file = path.relative(project, absolute);
    const output = metafile.outputs[file];
    return output ? [{ file, contents, output }] : [];
  });
  if (bundled.length === 0) throw new BundleError(`There is no .ts file in ${from}/ to make a Function of.`);
  await refuseOthers(folders);
  await refuseWithoutHandler(folders);
  await refusePublic(metafile, folders);
  const folder = path.join(project, to);
  await mkdir(folder, { recursive: true });
  await Promise.all(
    bundled.map(async ({ file, contents }) => {
      // A rename replaces the file at once. A server that loads it meanwhile gets the old file or the new one.
      const draft = `${folder}.${path.basename(file)}.${process.pid}`;
      await writeFile(draft, contents);
      await rename(draft, path.join(project, file));
    }),
  );
  const current = new Set(bundled.map(({ file }) => path.basename(file)));
  const stale = (await readdir(folder)).filter((name) => !current.has(name));
  await Promise.all(stale.map((name) => rm(path.join(folder, name), { recursive: true })));
  return bundled.map(({ file, output }) => ({ file, bytes: output.bytes, parts: partsOf(output) }));
}

function partsOf({ inputs }: Metafile['outputs'][string]): Part[] {
  const bytes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const [, name = file] = /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
    bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
  }
  return Array.from(bytes, ([name, sum]) => ({ name, bytes: sum })).sort((a, b) => b.bytes - a.bytes);
}

/** @param failure an error of esbuild's. Any other error is thrown again. */
export async function bundleError(failure: unknown): Promise<BundleError> {
  const errors = (failure as Partial<Awaited<ReturnType<typeof build>>>).errors;
  if (errors === undefined) throw failure;
  const messages = await formatMessages(errors, { kind: 'error', color: process.stderr.isTTY });
  return new BundleError(messages.join('\n').trim());
}
