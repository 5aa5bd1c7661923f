import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IN_ONE_PROCESS } from '../local-twilio';
import { isListening } from '../start/ports';
import { freePort } from './free-port';

const project = path.join(__dirname, '../..');

/** In milliseconds. */
const POLL = 50;
/** In milliseconds. Usually a start takes two seconds; on a busy machine more than ten. */
const START_LIMIT = 25_000;
const PRINT_LIMIT = 10_000;
const END_LIMIT = 10_000;
const OUTPUT_LIMIT = 1000;

const running = new Set<Server>();

// Under Jest this also stops the servers of a test that failed halfway.
if ('afterAll' in globalThis) afterAll(() => Promise.all([...running].map((server) => server.stop())));

export interface Server {
  readonly port: number;
  readonly pid: number | undefined;
  /** Everything that it and its Functions have printed. */
  output(): string;
  /**
   * Waits until that holds this text: what a Function prints may come after its response.
   *
   * @throws if it does not in ten seconds
   */
  printed(expected: string | RegExp): Promise<void>;
  /** @throws if it does not end in ten seconds; it is killed then */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The folder of `package.json`: this project's, unless another is given. */
  cwd?: string;
  /** Below it, of built Functions. */
  functions?: string;
  assets?: string;
  env?: Record<string, string>;
  port?: number;
  /**
   * Whether it serves as `twilio serverless:start` does: with a process for each request, and nothing of
   * ours. Otherwise it serves as `npm start` does, which is faster.
   */
  forking?: boolean;
  /** Further options of Node. */
  nodeOptions?: readonly string[];
}

/** Serves Functions with the real twilio-run. */
export async function serve({
  cwd = project,
  functions = 'dist/functions',
  assets = 'assets',
  env = {},
  port,
  forking = false,
  nodeOptions = [],
}: ServerOptions): Promise<Server> {
  const envFile = path.join(mkdtempSync(path.join(tmpdir(), 'env-')), '.env');
  writeFileSync(
    envFile,
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const free = port ?? (await freePort());
  const oneProcess = forking ? undefined : IN_ONE_PROCESS;
  const folders = ['--functions-folder', functions, '--assets-folder', assets];
  return run(
    [
      ...nodeOptions,
      ...(oneProcess?.node ?? []),
      require.resolve('twilio-run/bin/twilio-run.js'),
      ...['start', '--port', String(free), '--env', envFile, ...folders],
      ...(oneProcess?.twilioRun ?? []),
    ],
    { port: free, cwd },
  );
}

/** Starts a Node program that is to listen on a port, and waits until it does. */
export async function run(
  args: readonly string[],
  { port, cwd, env = process.env }: { port: number; cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Server> {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exited = once(child, 'exit').then(() => true);
  const closed = once(child, 'close');
  const server: Server = {
    port,
    pid: child.pid,
    output: () => output,
    async printed(expected) {
      const holds = () => (typeof expected === 'string' ? output.includes(expected) : expected.test(output));
      for (let tries = 0; !holds(); tries++) {
        if (tries * POLL > PRINT_LIMIT)
          throw new Error(`It did not print ${String(expected)}. It printed:\n${output}`);
        await sleep(POLL);
      }
    },
    async stop() {
      running.delete(server);
      child.kill('SIGINT');
      const inTime = await Promise.race([exited, sleep(END_LIMIT, false, { ref: false })]);
      if (!inTime) child.kill('SIGKILL');
      // The rest of the output. esbuild may outlive a parent that was killed, and holds the pipe open.
      await Promise.race([closed, sleep(OUTPUT_LIMIT, undefined, { ref: false })]);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      if (!inTime) throw new Error(`It did not end in ${END_LIMIT / 1000} s. It printed:\n${output}`);
    },
  };
  running.add(server);
  // What it prints comes first: before that it may only be trying whether the port is free.
  for (let tries = 0; !(output.includes(`localhost:${port}/`) && (await isListening(port))); tries++) {
    if (child.exitCode !== null || tries * POLL > START_LIMIT) {
      await server.stop();
      throw new Error(`It does not listen on port ${port}. It printed:\n${output}`);
    }
    await sleep(POLL);
  }
  return server;
}
