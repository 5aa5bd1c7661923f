import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { FUNCTIONS } from '../build/bundle';
import { IN_ONE_PROCESS } from '../local-twilio';
import type { Report } from '../phone/switchboard/insight';

/** twilio-run's default: a process for each request. We only lead its calls of Sync to the stand-in. */
const FORKING = {
  node: [
    '--enable-source-maps',
    '--require',
    path.join(FUNCTIONS.project, 'tools/local-twilio/sync/reroute.cjs'),
  ],
  twilioRun: [],
};

/** How long twilio-run may take to end, in milliseconds. In an endless loop it would never end. */
const END_LIMIT = 1000;

export interface Serving {
  readonly port: number;
  /** Of built Functions, below the project. */
  readonly folder: string;
  /** Further options of `twilio-run start`. */
  readonly args: readonly string[];
  /** Hears what happens inside a Function. */
  readonly hear: (report: Report) => void;
  /** Tells how far the phone's clock is ahead of the real time, in milliseconds: now, and at each move. */
  readonly tellClock: (listen: (ahead: number) => void) => void;
  /** Is called once, after twilio-run has ended. */
  readonly ended: () => Promise<void>;
}

/** Serves the built Functions with twilio-run until it ends, or until this process is to end. */
export function serve({ port, folder, args, hear, tellClock, ended }: Serving): void {
  const mode = args.includes('--fork-process') ? FORKING : IN_ONE_PROCESS;
  const twilioRun = require.resolve('twilio-run/bin/twilio-run.js');
  const server = spawn(
    process.execPath,
    [
      ...mode.node,
      ...[twilioRun, 'start', '--port', String(port), '--functions-folder', folder],
      ...mode.twilioRun,
      ...args,
    ],
    {
      cwd: FUNCTIONS.project,
      // When this process ends, the channel closes, and the preload ends twilio-run.
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      // It gets its own process group, so that we can also end the processes that it forks.
      detached: process.platform !== 'win32',
    },
  );
  // What our own preload sends.
  server.on('message', (report) => hear(report as Report));
  // A Function goes by that clock. A twilio-run that is ending needs none.
  tellClock((ahead) => {
    if (server.connected) server.send({ ahead }, () => undefined);
  });
  let asked = false;
  const end = () => {
    asked = true;
    kill(server, 'SIGTERM');
    setTimeout(() => kill(server, 'SIGKILL'), END_LIMIT).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // In an exit listener we cannot wait for it to end.
  process.on('exit', () => kill(server, 'SIGKILL'));
  // npm does not pass on SIGTERM. Without this, a killed npm would leave us behind, and the port taken.
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.ppid !== parent) end();
  }, 500);
  server.on('exit', (code, signal) => {
    clearInterval(orphaned);
    if (!asked) {
      console.error(`twilio-run has ended (${signal ?? code}), and everything else with it.`);
      process.exitCode = code ?? 1;
    }
    void ended();
  });
}

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The process has ended already.
  }
}
