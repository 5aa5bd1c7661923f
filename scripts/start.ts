import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { describe } from '../src/log';
import { readKeys } from '../src/secrets';
import { BundleError, FUNCTIONS, watch } from './bundle';
import { ensureEnv } from './env';

const USAGE = `Usage: npm start [-- <options of twilio-run start>]

Builds the Function, serves it with twilio-run, and builds it again at every save.

  PORT=4000 npm start          another port than 3000
  npm start -- --inspect       with a debugger
`;

/** Something the person who starts it can mend. */
class StartError extends Error {}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return;
  }
  const port = readPort(process.env.PORT ?? '3000');
  if (!(await isFree(port))) {
    throw new StartError(`Port ${port} is in use. Choose another: PORT=${port + 1} npm start`);
  }
  if (await ensureEnv(FUNCTIONS.project)) console.log('Wrote .env with a new SESSION_SECRET.\n');
  const stopWatching = await watch(FUNCTIONS, (outcome) => {
    if (outcome instanceof Error)
      console.error(`\n${outcome.message}\n\nThe last good build is still served.`);
    else console.log(`Rebuilt ${outcome.map(({ file }) => file).join(', ')}`);
  });
  console.log(howToText(port));
  await warnOfUnusableSecret();
  serve(port, args, stopWatching);
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new StartError(`PORT=${text} is no port. Take a number from 1 to 65535, such as PORT=4000.`);
}

/** twilio-run would ask for another port in the middle of its start, so we look first. It listens on every interface. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

function howToText(port: number): string {
  return `Text your Function at http://localhost:${port}/sms as soon as it is listed below:

  curl http://localhost:${port}/sms -b cookies.txt -c cookies.txt \\
    --data-urlencode 'From=+14158675308' --data-urlencode 'To=+14155550100' -d 'Body=hello'

Do it twice: the second answer remembers the first. A save rebuilds; Ctrl-C ends it.
`;
}

async function warnOfUnusableSecret(): Promise<void> {
  const env = parseEnv(await readFile(path.join(FUNCTIONS.project, '.env'), 'utf8'));
  try {
    readKeys(env.SESSION_SECRET);
  } catch (error) {
    console.error(`.env: ${describe(error)}\n`);
  }
}

function serve(port: number, args: readonly string[], stopWatching: () => Promise<void>): void {
  const twilioRun = require.resolve('twilio-run/bin/twilio-run.js');
  const server = spawn(process.execPath, [twilioRun, 'start', '--port', String(port), ...args], {
    cwd: FUNCTIONS.project,
    stdio: 'inherit',
    // In a group of its own, which can be ended with the process it forks for each request.
    detached: process.platform !== 'win32',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      end(server);
    });
  }
  server.on('exit', (code, signal) => {
    process.exitCode = signal ? 0 : (code ?? 1);
    void stopWatching();
  });
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // it has ended already
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof StartError) && !(error instanceof BundleError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
