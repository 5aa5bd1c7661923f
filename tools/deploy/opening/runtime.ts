import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Twilio } from 'twilio';

/**
 * Gives this process what a conversation and its store use of a Function's `Runtime`: Sync, and the private
 * assets.
 *
 * https://www.twilio.com/docs/serverless/functions-assets/client
 */
export function installRuntime(project: string, client: Twilio): void {
  const folder = path.join(project, 'assets');
  const assets = readdirSync(folder)
    .filter((name) => name.includes('.private.'))
    .map((name) => {
      const file = path.join(folder, name);
      const asset = { path: file, open: () => readFileSync(file, 'utf8') };
      return [`/${name.replace('.private.', '.')}`, asset] as const;
    });
  const runtime = {
    getAssets: () => Object.fromEntries(assets),
    getSync: ({ serviceName = 'default' } = {}) => client.sync.v1.services(serviceName),
  };
  Object.assign(globalThis, { Runtime: runtime });
}
