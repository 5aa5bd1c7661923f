import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from './finding';
import type { Plan } from '../twilio-run/twilio-run';

/** If no folder is configured, twilio-run takes the first of these that exists. */
const USUAL = { functions: ['functions', 'src'], assets: ['assets', 'static'] };

/**
 * Inspects the folders that twilio-run uploads. twilio-run treats a missing folder as an empty one, and
 * follows every link.
 */
export async function inspectFolders(
  { functionsFolder, assetsFolder }: Pick<Plan, 'functionsFolder' | 'assetsFolder'>,
  project: string,
): Promise<Finding[]> {
  const root = await realpath(project);
  const isInside = (file: string) => file === root || file.startsWith(root + path.sep);
  const findings: Finding[] = [];
  for (const [configured, usual] of [
    [functionsFolder, USUAL.functions],
    [assetsFolder, USUAL.assets],
  ] as const) {
    if (configured !== undefined && !(await isFolder(configured))) findings.push(missingFolder(configured));
    for (const folder of configured === undefined ? usual : [configured]) {
      if (await isFolder(folder)) await inspect(folder);
    }
  }
  return findings;

  async function isFolder(folder: string): Promise<boolean> {
    return (await stat(path.join(project, folder)).catch(() => undefined))?.isDirectory() ?? false;
  }

  /** @param file relative to the project, a file or a folder */
  async function inspect(file: string, above: readonly string[] = []): Promise<void> {
    const place = await realpath(path.join(project, file)).catch(() => undefined);
    // A broken link is not uploaded. A link to a folder above would lead around in a circle.
    if (place === undefined || above.includes(place)) return;
    if (!isInside(place)) {
      findings.push(outsideProject(file, place));
      return;
    }
    if (!(await stat(place)).isDirectory()) return;
    for (const name of await readdir(place)) await inspect(path.join(file, name), [...above, place]);
  }
}

function missingFolder(folder: string): Finding {
  return {
    name: 'missing-folder',
    what: `${folder} is no folder: nothing in it would be uploaded.`,
    remedy: 'Check functionsFolder and assetsFolder in .twilioserverlessrc.',
  };
}

function outsideProject(file: string, place: string): Finding {
  return {
    name: 'outside-project',
    what: `${file} leads out of the project, to ${place}. Everything there would be uploaded.`,
    remedy: 'Copy the files that you want to upload into the project.',
  };
}
