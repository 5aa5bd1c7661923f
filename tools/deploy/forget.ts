import { cookieStore } from '../../src/session/cookie-store';
import { LEDGER_PREFIX, documentNames, ledgerName } from '../../src/session/ids';
import { storeFor } from '../../src/session/stores';
import { parseOptions, type Command } from '../cli/command-line';
import { confirmIn } from '../cli/confirmation';
import { UserError } from '../cli/user-error';
import { readPair, type Pair } from '../local-twilio';
import { readOwnEnv } from './store/own-env';
import { cancelReminders, pairsWithReminders } from './store/reminders';
import { openServerStore, type ServerStore } from './store/server-store';

const USAGE = `Usage: npm run forget -- --from <number> --to <number>
       npm run forget -- --all

Deletes what Twilio Sync (SESSION_STORE=sync) or a Redis (SESSION_STORE=redis) remembers about one pair
of numbers, or about everybody, for good: the conversations, and the keys with which they were opened
(npm run open), which can then open again. Reminders that are scheduled for them are canceled. It asks first.

  --from <number>  who texts
  --to <number>    the number of ours that they text; whatsapp:+1… on both for WhatsApp
  --all            everybody whom the Redis of REDIS_URL remembers, or the Sync service of
                   SYNC_SERVICE_SID, or the account's default one. Environments may share it. What else
                   it holds stays.
  --yes            does not ask
  --help

It uses the account and the secrets in .env; without an account, the stand-in of Sync that
\`npm start\` has started (PHONE_PORT=… if its phone is not at 3001). A cookie (SESSION_STORE=cookie) is
out of reach: Twilio drops it after four hours, or when its sender texts STOP.
`;

export const forgetCommand: Command = {
  usage: USAGE,
  async run(args) {
    const { pair, yes } = readOptions(args);
    const env = await readOwnEnv();
    if (storeFor(env) === cookieStore) {
      throw new UserError(
        'SESSION_STORE is cookie: Twilio keeps what is remembered, and nobody else can delete it. It goes when its sender texts STOP, or after four hours. Was it Sync or Redis before? SESSION_STORE=sync npm run forget -- …',
      );
    }
    const named = pair && [...documentNames(pair, env), ledgerName(pair, env)];
    const store = await openServerStore(env);
    try {
      return await forget(store, named ?? (await store.list()), pair, yes, env);
    } finally {
      store.close();
    }
  },
};

/** @returns whether it is done, and was not called off */
async function forget(
  store: ServerStore,
  names: readonly string[],
  pair: Pair | undefined,
  yes: boolean,
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { where } = store;
  const what = pair
    ? `what ${pair.from} and ${pair.to} have said, and the keys of its openings`
    : `all of ${count(names)}, of every environment that shares it`;
  if (names.length > 0) {
    if (!pair || !yes) console.log(`To be deleted from ${where}: ${what}.`);
    if (!yes && !(await confirmIn(process.stdin, process.stdout)('Delete it? It cannot be undone.'))) {
      console.error('Nothing was deleted.');
      return false;
    }
  }
  // The documents say what is scheduled, so this comes before they go.
  for (const each of pair ? [pair] : await pairsWithReminders(names, env)) {
    if (await cancelReminders(store, each, env)) console.log(`Canceled what was scheduled for ${each.from}.`);
  }
  const deleted: string[] = [];
  try {
    for (const name of names) if (await store.remove(name)) deleted.push(name);
  } catch (error) {
    if (deleted.length > 0) console.error(`Forgotten so far: ${count(deleted)}.`);
    throw error;
  }
  console.log(deleted.length === 0 ? `Nothing is remembered in ${where}.` : `Forgotten: ${count(deleted)}.`);
  return true;
}

function readOptions(args: readonly string[]): { pair: Pair | undefined; yes: boolean } {
  const { values } = parseOptions('forget', {
    args: [...args],
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      all: { type: 'boolean' },
      yes: { type: 'boolean' },
    },
  });
  const { from, to, all = false, yes = false } = values;
  if (all && from === undefined && to === undefined) return { pair: undefined, yes };
  if (all || from === undefined || to === undefined) {
    throw new UserError(`Say --from and --to for one pair of numbers, or --all for everybody.\n\n${USAGE}`);
  }
  return { pair: readPair({ from, to }), yes };
}

/** What the documents of these names hold. */
function count(names: readonly string[]): string {
  const pairs = names.filter((name) => name.startsWith(LEDGER_PREFIX)).length;
  const conversations = names.length - pairs;
  const parts = [
    conversations > 0 && counted(conversations, 'conversation'),
    pairs > 0 && `the opening keys of ${counted(pairs, 'pair')}`,
  ];
  return parts.filter(Boolean).join(', and ');
}

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
