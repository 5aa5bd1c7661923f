import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import {
  OFFLINE_ACCOUNT_SID,
  OFFLINE_AUTH_TOKEN,
  PortTaken,
  startSync,
  type ServedSync,
} from './local-twilio';
import { startPhone, type ServedPhone } from './phone/web/server';
import { LoggableError, describe } from '../src/log';
import { readKeys } from '../src/session/secrets';
import { BundleError, FUNCTIONS, watch, type BundledFunction } from './build/bundle';
import { ensureEnv, readEnv, writeEnv } from './cli/env';
import { unusableVariables } from './cli/variables';

const USAGE = `Usage: npm start [-- <options of twilio-run start>]

Builds the Function, serves it with twilio-run beside a phone to text it with, and builds it again at
every save.

  PORT=4000 npm start          another port than 3000
  PHONE_PORT=4001 npm start    another port for the phone than 3001
  SYNC_PORT=4002 npm start     another port than 3002 for the stand-in of Twilio Sync, which
                               remembers where SESSION_STORE is sync and .env names no account
  CONVERSATION=booking npm start
                               another conversation than the greeter; likewise any other variable
                               that .env.example names
  npm start -- --inspect       with a debugger
`;

/** Something the person who starts it can mend. */
class StartError extends Error {}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return;
  }
  if (args.some((arg) => /^(--port|-p)\b/.test(arg))) {
    throw new StartError('The phone and twilio-run have to agree on the port: PORT=4000 npm start');
  }
  const port = readPort('PORT', process.env.PORT ?? '3000');
  const phonePort = readPort('PHONE_PORT', process.env.PHONE_PORT ?? '3001');
  const others = () => freeBeside(port, phonePort);
  if (port === phonePort) {
    throw new StartError(
      `The Function and the phone cannot both have port ${port}. Choose another for one of them: PHONE_PORT=${await others()} npm start`,
    );
  }
  if (!(await isFree(port))) {
    throw new StartError(`Port ${port} is in use. Choose another: PORT=${await others()} npm start`);
  }
  if (await ensureEnv(FUNCTIONS.project)) console.log('Wrote .env with a new SESSION_SECRET.\n');
  const { env, fromShell } = await readEnv(FUNCTIONS.project, process.env);
  const [unusable] = unusableVariables(env);
  if (unusable !== undefined) throw new StartError(unusable);
  const syncPort = readPort('SYNC_PORT', process.env.SYNC_PORT ?? '3002');
  if (needsStandIn(env) && syncPort === port) {
    throw new StartError(
      `The Function and the stand-in of Sync cannot both have port ${port}. Choose another: SYNC_PORT=${await others()} npm start`,
    );
  }
  const webhook = `http://localhost:${port}/sms`;
  const phone = await startPhone({
    port: phonePort,
    webhook,
    callers: path.join(FUNCTIONS.project, 'assets/callers.private.json'),
    ...(env.AUTH_TOKEN ? { authToken: env.AUTH_TOKEN } : {}),
  }).catch(async (error: unknown) => {
    if (!(error instanceof PortTaken)) throw error;
    throw new StartError(
      `${error.message} Choose another for the phone: PHONE_PORT=${await others()} npm start`,
    );
  });
  const sync = needsStandIn(env)
    ? await startStandIn(syncPort, () => phone.now()).catch(async (error: unknown) => {
        await phone.close();
        throw error;
      })
    : undefined;
  const stopWatching = await watch(FUNCTIONS, reportBuild).catch(async (error: unknown) => {
    await Promise.all([phone.close(), sync?.close()]);
    throw error;
  });
  console.log(howToText(port, webhook, phone));
  if (env.SESSION_STORE === 'sync') console.log(whereRemembered(sync));
  warnOfUnusableSecret(env.SESSION_SECRET);
  const served = { ...env, ...(sync && { ...OFFLINE_ACCOUNT, SYNC_URL: sync.url }) };
  const envArgs = fromShell || sync ? ['--env', await writeEnv(FUNCTIONS.project, served)] : [];
  const preload = sync
    ? ['--require', path.join(FUNCTIONS.project, 'tools/local-twilio/sync/reroute.cjs')]
    : [];
  serve(port, preload, [...envArgs, ...args], async () => {
    await Promise.all([stopWatching(), phone.close(), sync?.close()]);
  });
}

const OFFLINE_ACCOUNT = { ACCOUNT_SID: OFFLINE_ACCOUNT_SID, AUTH_TOKEN: OFFLINE_AUTH_TOKEN };

/** Without an account there is no Sync to reach. */
function needsStandIn({ SESSION_STORE, ACCOUNT_SID, AUTH_TOKEN }: NodeJS.Dict<string>): boolean {
  return SESSION_STORE === 'sync' && !(ACCOUNT_SID && AUTH_TOKEN);
}

/** @param now the phone's clock, so that documents expire when it is moved forward */
async function startStandIn(port: number, now: () => number): Promise<ServedSync> {
  try {
    return await startSync({ port, now });
  } catch (error) {
    if (!(error instanceof PortTaken)) throw error;
    throw new StartError(
      `${error.message} Choose another for the stand-in of Sync: SYNC_PORT=${port + 1} npm start`,
    );
  }
}

function whereRemembered(sync: ServedSync | undefined): string {
  return sync
    ? `SESSION_STORE=sync, and .env has no ACCOUNT_SID and AUTH_TOKEN: a stand-in of Twilio Sync at
${sync.url} keeps what is remembered, as long as it runs.
`
    : "SESSION_STORE=sync: the account's own Twilio Sync keeps what is remembered.\n";
}

function reportBuild(outcome: BundledFunction[] | BundleError): void {
  if (outcome instanceof BundleError) {
    console.error(`\n${outcome.message}\n\nThe last good build is still served.`);
  } else {
    console.log(`Rebuilt ${outcome.map(({ file }) => file).join(', ')}`);
  }
}

function readPort(name: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new StartError(`${name}=${text} is no port. Take a number from 1 to 65535, such as ${name}=4000.`);
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

/** The next port after the first of these that is none of them, and that nobody listens on. */
async function freeBeside(...taken: readonly [number, ...number[]]): Promise<number> {
  for (let port = taken[0] + 1; port < 65_536; port++) {
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  return freeBeside(1023, ...taken);
}

function howToText(port: number, webhook: string, phone: ServedPhone): string {
  // Otherwise the terminal's phone would text the usual port.
  const prefix = port === 3000 ? '' : `PORT=${port} `;
  return `Text your Function at ${webhook} from a phone at ${phone.url}
as soon as it is listed below, or from another terminal: ${prefix}npm run text -- "hello"

A save rebuilds; Ctrl-C ends it.
`;
}

function warnOfUnusableSecret(secret: string | undefined): void {
  try {
    readKeys(secret);
  } catch (error) {
    console.error(`.env: ${describe(error)}\n`);
  }
}

/** @param preload what Node loads before twilio-run, and in each process that this forks */
function serve(
  port: number,
  preload: readonly string[],
  args: readonly string[],
  stop: () => Promise<void>,
): void {
  const twilioRun = require.resolve('twilio-run/bin/twilio-run.js');
  const nodeArgs = [...preload, twilioRun, 'start', '--port', String(port), ...args];
  const server = spawn(process.execPath, nodeArgs, {
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
  process.on('exit', () => {
    end(server); // also where an error of our own ends us
  });
  // npm passes no SIGTERM on, so that whoever ends it would leave us, and the port taken, behind.
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.ppid !== parent) end(server);
  }, 500);
  server.on('exit', (code, signal) => {
    clearInterval(orphaned);
    if (code)
      console.error(`twilio-run ended (${code}). A promise that nobody awaits, and that fails, does that.`);
    process.exitCode = signal ? 0 : (code ?? 1);
    void stop();
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
  const mendable = [StartError, BundleError, LoggableError];
  if (!mendable.some((kind) => error instanceof kind)) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
});
