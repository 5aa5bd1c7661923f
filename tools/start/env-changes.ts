import { unwatchFile, watchFile } from 'node:fs';
import path from 'node:path';
import { readEnv } from '../cli/env';

/** How often to look at `.env`, in milliseconds. */
const INTERVAL = 500;

/**
 * Watches `.env` for changed variables. twilio-run reads `.env` only once, so a change needs a restart.
 *
 * @param served the variables that {@link readEnv} gave at the start
 * @param say gets a message that names the changed variables, but no value
 * @returns a function that ends the watching
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
  // An editor may replace the file. fs.watch would then stop watching.
  watchFile(file, { interval: INTERVAL }, () => {
    check().catch((error: unknown) => say(`.env cannot be read any more. ${(error as Error).message}`));
  });
  return () => unwatchFile(file);
}
