import { unwatchFile, watchFile } from 'node:fs';
import path from 'node:path';
import { readEnv } from '../cli/env';

/** How often `.env` is looked at, in milliseconds. */
const INTERVAL = 500;

/**
 * Watches for variables in `.env` that are no longer what is served: twilio-run reads them once.
 *
 * @param served what {@link readEnv} gave at the start
 * @param say gets a message for the person who changed it. It names variables, and never a value.
 * @returns what ends the watching
 */
export function watchEnv(
  project: string,
  served: Readonly<Record<string, string>>,
  say: (message: string) => void,
): () => void {
  const file = path.join(project, '.env');
  const check = async () => {
    const { env } = await readEnv(project, process.env);
    const changed = Object.keys({ ...served, ...env }).filter((name) => env[name] !== served[name]);
    if (changed.length > 0) {
      say(`.env has changed (${changed.join(', ')}). It is read at the start only: Ctrl-C, then npm start.`);
    }
  };
  // Not fs.watch: an editor may replace the file, and that would end the watching.
  watchFile(file, { interval: INTERVAL }, () => {
    check().catch((error: unknown) => {
      say(`.env cannot be read any more. ${(error as Error).message}`);
    });
  });
  return () => {
    unwatchFile(file);
  };
}
