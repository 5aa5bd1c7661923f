import Module, { createRequire, isBuiltin } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { format } from 'node:util';
import type * as DevRuntime from '@twilio/runtime-handler/dev';
import type { Boot, CloudEvent, CloudOrder, StoredFile } from './cloud';

// This runs in the cloud's process, bundled into one file. At run time it may require only Node's own modules
// and the packages that are installed there.

/** Node's own resolution. It has no types, because it is not public. */
interface Resolver {
  _resolveFilename: (
    this: unknown,
    request: string,
    parent: { filename?: string | null } | undefined,
    ...rest: unknown[]
  ) => string;
}

function tell(event: CloudEvent): void {
  process.send?.(event);
}

/** The context of every request. */
const context: Record<string, string> = {};

function set(variables: Boot['variables']): void {
  Object.assign(context, variables);
  Object.assign(process.env, variables);
}

function start({ root, domain, functions, assets, variables }: Boot): void {
  set(variables);
  confine(root, functions);
  // In the cloud, each console.error raises error 82005 in the account's debugger.
  console.error = (...args: unknown[]) => tell({ kind: 'logged', text: format(...args) });
  const require = createRequire(path.join(root, 'index.js'));
  const { LocalDevelopmentServer } = require('@twilio/runtime-handler/dev') as typeof DevRuntime;
  const { app } = new LocalDevelopmentServer(0, {
    baseDir: root,
    env: context,
    port: 0,
    url: `https://${domain}`,
    detailedLogs: false,
    live: false,
    logs: false,
    legacyMode: false,
    appName: 'rehearsal',
    forkProcess: false,
    routes: { functions: functions.map(routeOf), assets: assets.map(routeOf) },
    enableDebugLogs: false,
  }) as unknown as { app: import('express').Express };
  for (const { path, filePath } of functions) load(path, () => require(filePath) as unknown);
  const server = app.listen(0, '127.0.0.1', () =>
    tell({ kind: 'listening', port: (server.address() as AddressInfo).port }),
  );
}

function load(path: string, read: () => unknown): void {
  try {
    const loaded = read();
    const handler = typeof loaded === 'object' && loaded !== null && 'handler' in loaded && loaded.handler;
    if (typeof handler !== 'function')
      tell({ kind: 'unloaded', path, why: 'It exports no function named handler.' });
  } catch (error) {
    tell({
      kind: 'unloaded',
      path,
      why: error instanceof Error ? error.message : 'It threw something that is not an Error.',
    });
  }
}

function routeOf({ path, visibility, filePath }: StoredFile) {
  return { path, name: path, access: visibility, filePath, content: '' };
}

/** Hides every module outside of `root`, and tells which modules the Functions do not find. */
function confine(root: string, functions: readonly StoredFile[]): void {
  const resolver = Module as unknown as Resolver;
  const resolve = resolver._resolveFilename;
  resolver._resolveFilename = function (request, parent, ...rest) {
    try {
      const found = resolve.call(this, request, parent, ...rest);
      if (isBuiltin(found) || found.startsWith(root + path.sep)) return found;
      throw Object.assign(new Error(`Cannot find module '${request}'`), { code: 'MODULE_NOT_FOUND' });
    } catch (error) {
      const requiring = functions.find(({ filePath }) => filePath === parent?.filename);
      if (requiring) tell({ kind: 'unresolved', path: requiring.path, request });
      throw error;
    }
  };
}

// The rehearsal has ended.
process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  const order = message as CloudOrder;
  switch (order.kind) {
    case 'start':
      start(order);
      break;
    case 'set':
      set(order.variables);
      tell({ kind: 'set' });
      break;
    case 'close':
      // The callback runs once all earlier messages have been sent.
      process.send?.({ kind: 'closed' } satisfies CloudEvent, () => process.exit());
  }
});
