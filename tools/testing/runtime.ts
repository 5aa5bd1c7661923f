import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalDevelopmentServer } from '@twilio/runtime-handler/dev';

/**
 * Gives this process the globals that a Function finds at Twilio (`Twilio` with its `Response`,
 * `Runtime`), from the toolkit's own runtime.
 *
 * @param assets private assets by file name, `callers.private.json`, and what they hold
 * @param env the account, if `Runtime.getSync()` is used
 */
export function installRuntime(assets: Record<string, string> = {}, env: Record<string, string> = {}): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'assets-'));
  const routes = Object.entries(assets).map(([name, content]) => {
    const filePath = path.join(folder, name);
    writeFileSync(filePath, content);
    return { name, content, filePath, path: `/${name.replace('.private', '')}`, access: 'private' as const };
  });
  new LocalDevelopmentServer(0, {
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
    routes: { functions: [], assets: routes },
    enableDebugLogs: false,
  });
}
