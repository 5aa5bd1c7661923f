import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const project = path.join(__dirname, '../..');

const running = new Set<Server>();

// Also those of a test that failed halfway.
afterAll(() => Promise.all([...running].map((server) => server.stop())));

export interface Server {
  readonly port: number;
  /** Everything that it and its Functions have printed. */
  output(): string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  functions?: string;
  assets?: string;
  env?: Record<string, string>;
  port?: number;
}

/** Serves Functions as `twilio serverless:start` does: the real twilio-run, a process for each request. */
export async function serve({
  functions = 'dist/functions',
  assets = 'assets',
  env = {},
  port,
}: ServerOptions): Promise<Server> {
  const envFile = path.join(mkdtempSync(path.join(tmpdir(), 'env-')), '.env');
  writeFileSync(
    envFile,
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const free = port ?? (await freePort());
  const args = ['start', '--port', String(free), '--env', envFile];
  return run(
    [
      '--require',
      path.join(project, 'tools/local-twilio/sync/reroute.cjs'),
      require.resolve('twilio-run/bin/twilio-run.js'),
      ...args,
      '--functions-folder',
      functions,
      '--assets-folder',
      assets,
    ],
    { port: free, cwd: project },
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
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  const server: Server = {
    port,
    output: () => output,
    async stop() {
      running.delete(server);
      child.kill('SIGINT');
      await ended;
    },
  };
  running.add(server);
  // What it prints comes first: before that it may only be trying whether the port is free.
  for (let tries = 0; !(output.includes(`localhost:${port}/`) && (await listens(port))); tries++) {
    if (child.exitCode !== null || tries > 200) {
      await server.stop();
      throw new Error(`It does not listen on port ${port}. It printed:\n${output}`);
    }
    await sleep(50);
  }
  return server;
}

export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
    socket.once('connect', () => socket.destroy());
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
