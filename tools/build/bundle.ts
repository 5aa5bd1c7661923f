import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, context, formatMessages, type BuildOptions, type BuildResult, type Metafile } from 'esbuild';

/** Where Functions are written and where they are served from, below the project's folder. */
export interface Folders {
  readonly project: string;
  readonly from: string;
  readonly to: string;
  /** Whether what is written leads back to its sources: an error then names their lines. */
  readonly sourceMaps?: boolean;
  /** Whether each Function may be open to anybody: those that are never deployed. */
  readonly mayBePublic?: boolean;
}

/** What is deployed. */
export const FUNCTIONS: Folders = {
  project: path.join(__dirname, '../..'),
  from: 'functions',
  to: 'dist/functions',
};

/** What `npm start` serves. It is in a folder of its own, so that no source map is ever deployed. */
export const SERVED_HERE: Folders = { ...FUNCTIONS, to: 'dist/local/functions', sourceMaps: true };

export interface BundledFunction {
  /** Relative to the project. */
  readonly file: string;
  readonly bytes: number;
  /** What it is made of, the largest first: a file of the project, or a package. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly name: string;
  readonly bytes: number;
}

/** The Functions could not be bundled; what was there before still is. Its message is for the person who builds. */
export class BundleError extends Error {}

/**
 * Bundles each TypeScript file directly in `from` into one CommonJS file of that name in `to`. It
 * has to be one, because the cloud renames deployed files and a relative `require` finds nothing
 * there. Packages named in `dependencies` stay outside: the cloud installs those.
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
      {
        name: 'publish',
        setup(build) {
          build.onEnd(async (result) => {
            if (first) {
              first = false;
              return;
            }
            if (result.errors.length > 0) report(await bundleError(result));
            else await publish(result as Built, folders).then(report, report);
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
    // Shorter, and still to be read where a log points into it: names and lines stay.
    minifySyntax: true,
    sourcemap: sourceMaps && 'inline',
    sourcesContent: false,
    write: false,
    metafile: true,
    logLevel: 'silent',
  } satisfies BuildOptions;
}

/** @throws {BundleError} if a file exports no `handler`, which the cloud would say only when it is texted */
async function refuseWithoutHandler({ project, from }: Folders): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [`./${from}/*.ts`],
    outdir: from,
    format: 'esm', // lists its exports in the metafile, which cjs does not
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  for (const { entryPoint = from, exports } of Object.values(metafile.outputs)) {
    if (exports.includes('handler')) continue;
    throw new BundleError(`${entryPoint} exports no handler. Twilio calls a Function by that name.`);
  }
}

/** In a Function's file it lets anybody call it. */
const PUBLIC = /^\/\/ @public$/m;

/**
 * `answer` believes the numbers in a request. Only Twilio's gateway, in front of a `.protected` Function,
 * knows that the request is Twilio's.
 *
 * @throws {BundleError}
 */
async function refusePublic({ outputs }: Metafile, { project, mayBePublic = false }: Folders): Promise<void> {
  if (mayBePublic) return;
  for (const { entryPoint = '', inputs } of Object.values(outputs)) {
    const answers = Object.keys(inputs).some((file) => /(^|\/)src\/answer\.ts$/.test(file));
    if (!answers || /\.(protected|private)\.ts$/.test(entryPoint)) continue;
    if (PUBLIC.test(await readFile(path.join(project, entryPoint), 'utf8'))) continue;
    throw new BundleError(
      `Anybody could text ${entryPoint} in the name of any number. Call it ${entryPoint.replace(/\.ts$/, '.protected.ts')}, so that Twilio lets in nobody but itself, or write the line // @public into it.`,
    );
  }
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

/** Writes what was bundled, and removes the Functions whose source is gone: they would be deployed. */
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
      // Whoever loads it meanwhile finds the older one or the newer, never a part.
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

/** @param failure what esbuild was rejected with; anything else is thrown again */
export async function bundleError(failure: unknown): Promise<BundleError> {
  const errors = (failure as Partial<Awaited<ReturnType<typeof build>>>).errors;
  if (errors === undefined) throw failure;
  const messages = await formatMessages(errors, { kind: 'error', color: process.stderr.isTTY });
  return new BundleError(messages.join('\n').trim());
}
