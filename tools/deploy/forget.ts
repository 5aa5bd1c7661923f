import { RequestClient, type Twilio } from 'twilio';
import { OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN, readPair, type Pair } from '../local-twilio';
import '../local-twilio/sync/reroute.cjs';
import { FUNCTIONS } from '../build/bundle';
import { readEnv } from '../cli/env';
import { NAME_PREFIX, documentNames } from '../../src/session/ids';
import { syncService } from '../../src/session/sync-documents';
import { connect, failure, isNotFound } from './account/account';
import { readCredentials, type Credentials } from './account/credentials';
import { completePlace } from './account/region';
import { splitArgs, type Command } from '../cli/command-line';
import { confirmIn } from '../cli/confirmation';
import { UserError } from '../cli/user-error';

const USAGE = `Usage: npm run forget -- --from <number> --to <number>
       npm run forget -- --all

Deletes what Twilio Sync remembers (SESSION_STORE=sync) about one pair of numbers, or about everybody,
for good. It asks first.

  --from <number>  who texts
  --to <number>    the number of ours that they text; whatsapp:+1… on both for WhatsApp
  --all            everybody whom the Sync service of SYNC_SERVICE_SID remembers, or the account's
                   default one: environments may share it; of what else there is in it, nothing
  --yes            does not ask
  --help

It uses the account and the SESSION_SECRET in .env; without an account, the stand-in of Sync that
\`npm start\` has started. A cookie (SESSION_STORE=cookie) is out of reach: Twilio drops it after four
hours, or when its sender texts STOP.
`;

export const forgetCommand: Command = {
  usage: USAGE,
  async run(args) {
    const { pair, yes } = readOptions(args);
    const env = await readOwnEnv();
    const { client, where } = openSync(env);
    const { documents } = client.sync.v1.services(syncService(env));
    const names = pair
      ? documentNames(pair, env)
      : (await askSync('read what is remembered', documents.list()))
          .map(({ uniqueName }) => uniqueName)
          .filter(isOurs);
    const what = pair
      ? `what ${pair.from} and ${pair.to} have said`
      : `all of ${count(names.length)}, of every environment that shares it`;
    if (names.length > 0) {
      if (!pair || !yes) console.log(`To be deleted from ${where}: ${what}.`);
      if (!yes && !(await confirmIn(process.stdin, process.stdout)('Delete it? It cannot be undone.'))) {
        console.error('Nothing was deleted.');
        return false;
      }
    }
    let deleted = 0;
    for (const name of names) {
      const removed = documents(name)
        .remove()
        .catch((error: unknown) => {
          if (!isNotFound(error)) throw error;
          return false;
        });
      if (await askSync(`go on after ${count(deleted)}`, removed)) deleted++;
    }
    console.log(deleted === 0 ? `Nothing is remembered in ${where}.` : `Forgotten: ${count(deleted)}.`);
    return true;
  },
};

/** @param uniqueName null where a document has none, whatever the package's types say */
function isOurs(uniqueName: string | null): boolean {
  return uniqueName?.startsWith(NAME_PREFIX) === true;
}

function readOptions(args: readonly string[]): { pair: Pair | undefined; yes: boolean } {
  const { own, handedOn } = splitArgs(args, {
    from: { type: 'string' },
    to: { type: 'string' },
    all: { type: 'boolean' },
    yes: { type: 'boolean' },
  });
  const { from, to, all = false, yes = false } = own;
  if (handedOn.length > 0) throw new UserError(`What is ${handedOn.join(' ')}?\n\n${USAGE}`);
  if (all && from === undefined && to === undefined) return { pair: undefined, yes };
  if (all || from === undefined || to === undefined) {
    throw new UserError(`Say --from and --to for one pair of numbers, or --all for everybody.\n\n${USAGE}`);
  }
  return { pair: readPair({ from, to }), yes };
}

/** One that is written now would hold a new secret, by which nothing that is remembered can be found. */
async function readOwnEnv(): Promise<Record<string, string>> {
  try {
    return (await readEnv(FUNCTIONS.project, process.env)).env;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw error;
    throw new UserError(
      `There is no ${String(path)}. It takes the SESSION_SECRET and the account of those who deploy, or for the stand-in of Sync what npm start has written.`,
    );
  }
}

/** The Sync service that the Function uses. */
function openSync(env: Record<string, string>): { client: Twilio; where: string } {
  const credentials = readCredentials(env, process.env);
  const isAccount = credentials.apiKey !== undefined || (credentials.accountSid && credentials.authToken);
  if (!isAccount) process.env.SYNC_URL = `http://127.0.0.1:${readSyncPort(process.env.SYNC_PORT)}`;
  const { TWILIO_REGION, TWILIO_EDGE } = process.env;
  const client = connect(
    {
      ...(isAccount ? credentials : OFFLINE),
      ...completePlace({ region: TWILIO_REGION, edge: TWILIO_EDGE }),
    },
    // Deleting many is soon too fast for Twilio, which then answers 429.
    new RequestClient({ autoRetry: true, maxRetries: 8 }),
  );
  return {
    client,
    where: isAccount
      ? `${nameOfService(env)} of the account AC…${credentials.accountSid.slice(-4)}`
      : `${nameOfService(env)} of the stand-in of Sync at ${String(process.env.SYNC_URL)}`,
  };
}

function nameOfService(env: Record<string, string>): string {
  const service = syncService(env);
  return service === 'default' ? 'the default Sync service' : `the Sync service ${service}`;
}

const OFFLINE: Credentials = {
  accountSid: OFFLINE_ACCOUNT_SID,
  authToken: OFFLINE_AUTH_TOKEN,
  apiKey: undefined,
};

function readSyncPort(text = '3002'): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UserError(`SYNC_PORT=${text} is no port. Take the one that npm start has been given.`);
}

/**
 * @throws {UserError} where the stand-in does not run
 * @throws {UserError}
 */
async function askSync<Result>(doing: string, answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (error) {
    const { SYNC_URL } = process.env;
    if (SYNC_URL === undefined || (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') {
      throw failure(doing, error);
    }
    throw new UserError(`No stand-in of Sync listens at ${SYNC_URL}. Start it: SESSION_STORE=sync npm start`);
  }
}

function count(conversations: number): string {
  return conversations === 1 ? '1 conversation' : `${conversations} conversations`;
}
