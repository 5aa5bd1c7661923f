import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { OFFLINE_ACCOUNT, PortTaken } from './local-twilio';
import { FOLDER } from './phone/switchboard/saved-file';
import { startPhone, type ServedPhone } from './phone/web/server';
import { exampleFor } from '../examples';
import { describe } from '../src/log';
import { cookieStore } from '../src/session/cookie-store';
import { readIdKey, readKeys } from '../src/session/secrets';
import { storeFor } from '../src/session/stores';
import { BundleError, FUNCTIONS, watch, type BundledFunction } from './build/bundle';
import { printUserError } from './cli/command-line';
import { ensureEnv, openToOthers, readEnv, removeWrittenEnv, writeEnv } from './cli/env';
import { checkVariables } from './cli/variables';
import { watchEnv } from './start/env-changes';
import { takeExample } from './start/example';
import { freeBeside, isFree, readPort, whenListening } from './start/ports';
import { serve } from './start/serve';
import { UserError } from './cli/user-error';
import { hasAccount, standInsAt, whereRemembered } from './start/stand-ins';

const USAGE = `Usage: npm start [-- <options of twilio-run start>]

Builds the Function, serves it with twilio-run beside a phone to text it with, and builds it again at
every save. A save of a Function or of an asset counts from the next text on; .env is read once.

  PORT=4000 npm start          another port than 3000
  PHONE_PORT=4001 npm start    another port than 3001 for the phone. There are also stand-ins of Twilio
                               Sync and of the Messages API, which the Function uses where .env names
                               no account
  CONVERSATION=booking npm start
                               another conversation than the greeter; likewise any other variable
                               that .env.example names
  npm run example pizza        an example of examples/ in place of your conversations: pizza, clinic,
                               survey, support, or visit, which we open: npm run open
  npm start -- --inspect       with a debugger
  npm start -- --fork-process  a process of its own for each text, as twilio serverless:start has it:
                               slower, and a Function keeps nothing from one text to the next
`;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function main(options: readonly string[]): Promise<void> {
  if (options.includes('--help') || options.includes('-h')) {
    console.log(USAGE);
    return;
  }
  const { folders, variables, args } = takeExample(options);
  if (args.some((arg) => /^(--port|-p)\b/.test(arg))) {
    throw new UserError('The phone and twilio-run have to agree on the port: PORT=4000 npm start');
  }
  const port = readPort('PORT', process.env.PORT ?? '3000');
  const phonePort = readPort('PHONE_PORT', process.env.PHONE_PORT ?? '3001');
  const others = () => freeBeside(port, phonePort);
  if (port === phonePort) {
    throw new UserError(
      `The Function and the phone cannot both have port ${port}. Choose another for one of them: PHONE_PORT=${await others()} npm start`,
    );
  }
  if (!(await isFree(port))) {
    throw new UserError(`Port ${port} is in use. Choose another: PORT=${await others()} npm start`);
  }
  if (await ensureEnv(FUNCTIONS.project)) console.log('Wrote .env with a new SESSION_SECRET.\n');
  // An earlier start that was killed may have left its file.
  removeWrittenEnv(FUNCTIONS.project);
  const open = await openToOthers(FUNCTIONS.project);
  if (open !== undefined) console.error(`${open}\n`);
  const { env, fromShell, missing } = await readEnv(FUNCTIONS.project, process.env);
  const { unusable, failure } = await checkVariables(FUNCTIONS.project, env);
  if (unusable[0] !== undefined) throw new UserError(unusable[0]);
  if (failure !== undefined) console.error(`${failure}\n`);
  if (variables.EXAMPLE !== undefined) refuseExample(variables.EXAMPLE, env);
  const webhook = `http://localhost:${port}/sms`;
  const phone = await startPhone({
    port: phonePort,
    webhook,
    folder: path.join(FUNCTIONS.project, FOLDER),
    starting: true,
    chosenBy: { ...(env.CONVERSATION && { CONVERSATION: env.CONVERSATION }), ...variables },
    callers: path.join(FUNCTIONS.project, 'assets/callers.private.json'),
    ...(env.AUTH_TOKEN ? { authToken: env.AUTH_TOKEN } : {}),
  }).catch(async (error: unknown) => {
    if (!(error instanceof PortTaken)) throw error;
    throw new UserError(
      `${error.message} Choose another for the phone: PHONE_PORT=${await others()} npm start`,
    );
  });
  const stopWatching = await watch(folders, reportTo(phone)).catch(async (error: unknown) => {
    await phone.close();
    throw error;
  });
  console.log(howToText(port, webhook, phone));
  const isOffline = !hasAccount(env);
  if (env.SESSION_STORE === 'sync') console.log(whereRemembered(isOffline));
  warnOfEnv(env, missing);
  const further = { ...variables, ...(isOffline && { ...OFFLINE_ACCOUNT, ...standInsAt(phonePort) }) };
  const served = { ...env, ...further };
  // Until twilio-run runs, a signal ends this process here. Without a listener, the written file would stay.
  const interrupted = () => process.exit(1);
  for (const signal of SIGNALS) process.once(signal, interrupted);
  // Of two files named with --env, twilio-run takes neither.
  const namesFile = args.some((arg) => /^--env(=|$)/.test(arg));
  const needsFile = !namesFile && (fromShell || Object.keys(further).length > 0);
  const envArgs = needsFile ? ['--env', await writeEnv(FUNCTIONS.project, served)] : [];
  const stopWatchingEnv = watchEnv(FUNCTIONS.project, env, (message) => console.error(message));
  serve({
    port,
    folder: folders.to,
    args: [...envArgs, ...args],
    hear(report) {
      phone.hear(report);
    },
    tellClock(listen) {
      phone.tellClock(listen);
    },
    async ended() {
      stopWatchingEnv();
      await Promise.all([stopWatching(), phone.close()]);
    },
  });
  for (const signal of SIGNALS) process.off(signal, interrupted);
  await whenListening(port);
  phone.started();
  console.log(`The Function is ready for texts: ${phone.url}\n`);
}

/**
 * @throws {UserError} if a cookie is to keep an example that needs a store on a server
 * @throws {LoggableError} if the example reminds, and variables are missing that it needs
 */
function refuseExample(EXAMPLE: string, env: Readonly<Record<string, string>>): void {
  const { needsServer, reminds } = exampleFor({ EXAMPLE })();
  if (needsServer !== undefined && storeFor(env) === cookieStore) {
    throw new UserError(`${needsServer} Here: SESSION_STORE=sync npm run example ${EXAMPLE}`);
  }
  reminds?.check(env);
}

/** Says how each build went, here and on the phone, which was started with a good one. */
function reportTo(phone: ServedPhone): (outcome: BundledFunction[] | BundleError) => void {
  let at = Date.now();
  return (outcome) => {
    if (outcome instanceof BundleError) {
      console.error(`\n${outcome.message}\n\nThe last good build is still served.`);
      phone.built({ at, failure: stripVTControlCharacters(outcome.message) });
    } else {
      console.log(`Rebuilt ${outcome.map(({ file }) => file).join(', ')}`);
      at = Date.now();
      phone.built({ at });
    }
  };
}

function howToText(port: number, webhook: string, phone: ServedPhone): string {
  // Otherwise the terminal would text the usual port, and not find the phone, whose cookie it uses.
  const phonePort = new URL(phone.url).port;
  const prefix = [
    ...(port === 3000 ? [] : [`PORT=${port} `]),
    ...(phonePort === '3001' ? [] : [`PHONE_PORT=${phonePort} `]),
  ].join('');
  return `Text your Function at ${webhook} from a phone at ${phone.url}
as soon as it is ready, or from another terminal: ${prefix}npm run text -- "hello"

A save rebuilds; Ctrl-C ends it.
`;
}

function warnOfEnv(env: Readonly<Record<string, string>>, missing: readonly string[]): void {
  if (Object.keys(env).length === 0) {
    console.error('.env holds no variable, so no text is answered. Remove it: npm start writes one.\n');
    return;
  }
  if (missing.length > 0) {
    console.error(`.env has no line for ${missing.join(', ')}, which .env.example names. Add one.\n`);
  }
  try {
    readKeys(env.SESSION_SECRET);
    readIdKey(env, 'message');
  } catch (error) {
    console.error(`.env: ${describe(error)}\n`);
  }
}

main(process.argv.slice(2)).catch(printUserError);
