import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endTogether } from '../cli/child';
import { freePort } from './free-port';

/** A real Redis on this machine, on a port of 127.0.0.1 that was free. */
export interface ServedRedis {
  readonly url: string;
  readonly port: number;
  /** Ends it without a warning, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what it had written. */
  restart(): Promise<void>;
  /** Ends it, and removes what it has written. */
  close(): Promise<void>;
}

/** Where `redis-server` is on this machine, if it is installed. */
export function findRedis(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, 'redis-server')).find((file) => existsSync(file));
}

/**
 * `describe` for tests that need a Redis. Without `redis-server` they are skipped, and say so. With
 * CI=true that is a failure.
 */
export function describeWithRedis(): jest.Describe {
  if (findRedis() !== undefined || process.env.CI) return describe;
  console.warn('Skipped: no redis-server was found. On Debian: apt-get install redis-server');
  return describe.skip;
}

/** Starts a Redis that writes to disk before it acknowledges: `appendfsync always`. */
export async function startRedis(): Promise<ServedRedis> {
  const program = findRedis() ?? 'redis-server'; // whose absence spawn reports
  const folder = mkdtempSync(path.join(tmpdir(), 'redis-'));
  const port = await freePort();
  let server = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill: () => kill(),
    async restart() {
      server = await start();
    },
    async close() {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };

  async function start() {
    const settings = {
      port,
      bind: '127.0.0.1',
      dir: folder,
      appendonly: 'yes',
      appendfsync: 'always',
      save: '',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawn(program, args, { stdio: 'ignore' });
    endTogether(child);
    await once(child, 'spawn');
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}.`);
      await sleep(10);
    }
    return child;
  }

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'close');
    server.kill('SIGKILL');
    await ended;
  }
}

/** Whether it answers. While a Redis loads its data, it listens already, but answers only errors. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => {
      resolve(reply.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
