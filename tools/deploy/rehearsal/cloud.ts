import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { installDependencies } from './dependencies';
import type { Finding } from './finding';
import { endTogether } from '../../cli/child';
import type { Upload, UploadedFile, Visibility } from '../../local-twilio';

/** A file as the cloud keeps it. */
export interface StoredFile {
  readonly path: string;
  readonly visibility: Visibility;
  /** An absolute path with a random name. */
  readonly filePath: string;
}

/** What the cloud's process needs to start. */
export interface Boot {
  readonly root: string;
  readonly domain: string;
  readonly functions: readonly StoredFile[];
  readonly assets: readonly StoredFile[];
  readonly variables: Readonly<Record<string, string>>;
}

/** What we tell the cloud's process to do. */
export type CloudOrder =
  | ({ readonly kind: 'start' } & Boot)
  /** Changes variables. The answer `set` comes after all earlier events. */
  | { readonly kind: 'set'; readonly variables: Boot['variables'] }
  | { readonly kind: 'close' };

/** What the cloud's process tells us. */
export type CloudEvent =
  | { readonly kind: 'listening'; readonly port: number }
  /** A Function requires a module that is not there. */
  | { readonly kind: 'unresolved'; readonly path: string; readonly request: string }
  /** A Function cannot be called. */
  | { readonly kind: 'unloaded'; readonly path: string; readonly why: string }
  /** `console.error`, which Twilio counts as an error. */
  | { readonly kind: 'logged'; readonly text: string }
  | { readonly kind: 'set' }
  /** It ends because we told it to. */
  | { readonly kind: 'closed' };

export interface Cloud {
  /** The port on 127.0.0.1 at which the Functions answer without a gateway; 0 if they did not start. */
  readonly port: number;
  /** Whether it still runs. */
  isUp(): boolean;
  /** Changes variables of the Functions from now on, and gives the findings since the last call. */
  set(variables: Boot['variables']): Promise<Finding[]>;
  /** Ends it, and gives the findings since the last call. */
  close(): Promise<Finding[]>;
}

export interface CloudOptions {
  /** The folder where the dependencies are installed. */
  readonly project: string;
  /** An empty folder outside of the project. */
  readonly folder: string;
  /** The variables that Twilio adds. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Where the stand-ins of Sync and of the Messages API are. */
  readonly standIns: { readonly SYNC_URL: string; readonly MESSAGES_URL: string };
}

/** How long the Functions may take to load, in milliseconds. */
const START_LIMIT = 20_000;
/** How long they may take to end, in milliseconds. A Function in an endless loop would never end. */
const CLOSE_LIMIT = 2000;

/**
 * Boots what was uploaded, as the cloud does:
 *
 * - files have random names without an ending;
 * - they are in a folder outside of the project, with the declared dependencies and no others;
 * - the process finds no module outside of that folder;
 * - `Runtime`, `Twilio` and `Twilio.Response` come from the declared `@twilio/runtime-handler` and `twilio`.
 *
 * https://github.com/twilio-labs/serverless-toolkit/issues/140 shows the cloud's names.
 */
export async function bootCloud(
  { domain, functions, assets, dependencies, variables }: Upload,
  { project, folder, credentials, standIns }: CloudOptions,
): Promise<Cloud> {
  const root = path.join(folder, 'var/task');
  await mkdir(root, { recursive: true });
  const findings = await installDependencies(dependencies, { project, folder: root });
  // In this folder, reroute.cjs requires the same `twilio` as the Functions.
  const reroute = path.join(root, 'reroute.cjs');
  await copyFile(path.join(__dirname, '../../local-twilio/sync/reroute.cjs'), reroute);
  const runtime = path.join(folder, 'runtime.js');
  // Plain JavaScript, so that the process runs with Node's own loader and without ours.
  await build({
    entryPoints: [path.join(__dirname, 'cloud-runtime.ts')],
    outfile: runtime,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
  const boot: Boot = {
    root,
    domain,
    functions: await store(functions, path.join(root, 'handlers')),
    assets: await store(assets, path.join(root, 'files')),
    variables: { ...variables, ...credentials },
  };

  const child = fork(runtime, {
    cwd: root,
    env: { ...boot.variables, ...standIns },
    execArgv: ['--preserve-symlinks', '--preserve-symlinks-main', '--require', reroute],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  endTogether(child);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let isUp = true;
  let isClosing = false;
  const ended = once(child, 'close').then(() => {
    isUp = false;
    if (!isClosing) findings.push(crashed(stderr));
  });
  const happened = new EventEmitter();
  child.on('message', (message) => {
    const event = message as CloudEvent;
    if (event.kind === 'closed') isClosing = true;
    else if (event.kind === 'listening') happened.emit('listening', event.port);
    else if (event.kind === 'set') happened.emit('set');
    else findings.push(findingOf(event));
  });
  const order = (told: CloudOrder) => child.send(told, () => undefined);
  const found = () => findings.splice(0);

  const listening = once(happened, 'listening') as Promise<[port: number]>;
  order({ kind: 'start', ...boot });
  const [port] = await within(START_LIMIT, Promise.race([listening, ended.then(() => [0] as const)]));

  return {
    port,
    isUp: () => isUp,
    async set(changed) {
      const set = once(happened, 'set');
      order({ kind: 'set', variables: changed });
      await Promise.race([set, ended]);
      return found();
    },
    async close() {
      order({ kind: 'close' });
      await within(CLOSE_LIMIT, ended);
      return found();
    },
  };

  /** Kills the process if it takes longer. */
  async function within<Result>(limit: number, doing: Promise<Result>): Promise<Result> {
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    try {
      return await doing;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Stores each file under a random name, so that no code can require it by its name. */
async function store(files: readonly UploadedFile[], folder: string): Promise<StoredFile[]> {
  await mkdir(folder);
  return Promise.all(
    files.map(async ({ path: servedAt, visibility, content }) => {
      const filePath = path.join(folder, `ZN${randomBytes(16).toString('hex')}`);
      await writeFile(filePath, content);
      return { path: servedAt, visibility, filePath };
    }),
  );
}

function findingOf(event: Exclude<CloudEvent, { kind: 'listening' | 'set' | 'closed' }>): Finding {
  switch (event.kind) {
    case 'unresolved':
      return unresolved(event.path, event.request);
    case 'unloaded':
      return {
        name: 'function-fails',
        what: `${event.path} cannot be loaded. ${event.why.split('\n')[0] ?? ''}`,
        remedy: 'Make sure that it loads with its declared dependencies alone, and exports a handler.',
      };
    case 'logged':
      return {
        name: 'function-fails',
        // Without the message's id, the same error of two messages is one finding.
        what: `A Function logged an error: ${event.text.replace(/\b(SM|MM)[0-9a-f]{32}\b/g, '$1…')}`,
        remedy: 'Fix the error. In the cloud it would be error 82005.',
      };
  }
}

/** @param functionPath as in `/sms` */
export function unresolved(functionPath: string, request: string): Finding {
  return {
    name: 'unresolved-require',
    what: `${functionPath} requires '${request}', which the cloud does not have.`,
    remedy: /^[./]/.test(request)
      ? 'Files are renamed there. Import it, with its name written out, so that the build bundles it.'
      : `Import it, so that the build bundles it, or declare it: npm install ${request}`,
  };
}

function crashed(output: string): Finding {
  const reason = /^\w*Error\b.*$/m.exec(output)?.[0] ?? 'It said nothing.';
  return {
    name: 'function-fails',
    what: `The process of the Functions ended by itself. ${reason}`,
    remedy: 'Await every promise of a Function, and catch every error.',
  };
}
