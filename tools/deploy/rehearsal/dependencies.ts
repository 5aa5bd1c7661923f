import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from './finding';
import type { Dependency } from '../../local-twilio';

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** One version and no range: three numbers, and what may follow them. https://semver.org */
const EXACT = /^\d+\.\d+\.\d+([-+].*)?$/;

/**
 * Makes a `node_modules` with only the declared dependencies and their own dependencies. It links to the
 * packages that the project has installed. That takes milliseconds and no network, and these are the very
 * files that the tests ran with.
 *
 * Node has to run with `--preserve-symlinks`. Otherwise it follows the links, and finds the project's
 * development dependencies.
 *
 * @param project its packages are linked
 * @param folder gets the `node_modules`
 * @returns a finding for each package that is installed here in another version than in the cloud
 */
export async function installDependencies(
  declared: readonly Dependency[],
  { project, folder }: { readonly project: string; readonly folder: string },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const installed = new Set<string>();
  for (const { name, version } of declared) {
    const found = locate(name, project, project);
    if (found === undefined) {
      findings.push(notInstalled(name, 'is not installed here'));
      continue;
    }
    const { version: actual } = await readManifest(found);
    if (!EXACT.test(version)) findings.push(inexact(name, version, actual));
    else if (actual !== version)
      findings.push(notInstalled(name, `is installed here as ${actual}, not as ${version}`));
    await install(name, found);
  }
  return findings;

  async function install(name: string, location: string): Promise<void> {
    if (installed.has(location)) return;
    installed.add(location);
    // A package that is nested in another one needs no link: it is inside the linked one.
    if (location === path.join(project, 'node_modules', name)) {
      const link = path.join(folder, 'node_modules', name);
      await mkdir(path.dirname(link), { recursive: true });
      await symlink(location, link, 'junction');
    }
    for (const needed of neededBy(await readManifest(location))) {
      const found = locate(needed, location, project);
      if (found !== undefined) await install(needed, found);
    }
  }
}

/** The folder of a package, as Node finds it from a folder of the project. */
function locate(name: string, from: string, project: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (folder === project) return undefined;
  }
}

/** The packages that npm installs along with a package. Optional peers are left out: they are not installed. */
function neededBy({
  dependencies,
  optionalDependencies,
  peerDependencies = {},
  peerDependenciesMeta = {},
}: Manifest): string[] {
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

async function readManifest(location: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(location, 'package.json'), 'utf8')) as Manifest;
}

function notInstalled(name: string, what: string): Finding {
  return {
    name: 'dependency',
    what: `${name} ${what}.`,
    remedy: 'Install what package.json declares: npm ci',
  };
}

function inexact(name: string, version: string, actual: string): Finding {
  return {
    name: 'dependency',
    what: `${name} is declared as ${version}: each build in the cloud may install another version.`,
    remedy: `Declare the version that was tested in package.json: "${name}": "${actual}".`,
  };
}
