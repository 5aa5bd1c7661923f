import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalDevelopmentServer } from '@twilio/runtime-handler/dev';

type Options = ConstructorParameters<typeof LocalDevelopmentServer>[1];

/**
 * Starts the toolkit's own runtime. It gives this process the globals of a Function at Twilio: `Twilio` with its
 * `Response`, and `Runtime`.
 *
 * @param env the variables of the Functions, with the account if `Runtime.getSync()` is used
 */
export function startRuntime(routes: Options['routes'], env: Record<string, string>): LocalDevelopmentServer {
  return new LocalDevelopmentServer(0, {
    baseDir: path.join(__dirname, '../..'),
    env,
    port: 0,
    url: 'http://localhost',
    detailedLogs: false,
    live: false,
    logs: false,
    legacyMode: false,
    appName: 'tests',
    forkProcess: false,
    routes,
    enableDebugLogs: false,
  });
}

/**
 * Calls {@link startRuntime} for code that runs without a server.
 *
 * @param assets private assets by file name, `callers.private.json`, and their contents
 */
export function installRuntime(assets: Record<string, string> = {}, env: Record<string, string> = {}): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'assets-'));
  const routes = Object.entries(assets).map(([name, content]) => {
    const filePath = path.join(folder, name);
    writeFileSync(filePath, content);
    return { name, content, filePath, path: `/${name.replace('.private', '')}`, access: 'private' as const };
  });
  startRuntime({ functions: [], assets: routes }, env);
}
