import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import twilio from 'twilio';
import { InvalidAddress, readPair, type Pair } from '../phone/carrier/pair';
import { OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN } from '../phone/carrier/sid';
import '../phone/sync/reroute.cjs';
import { LoggableError } from '../src/log';
import { NAME_PREFIX, documentNames } from '../src/sync-store';
import { FUNCTIONS } from './bundle';
import { readEnv } from './env';

const USAGE = `Usage: npm run forget -- --from <number> --to <number>
       npm run forget -- --all

Deletes what Twilio Sync remembers (SESSION_STORE=sync) about one pair of numbers, or about everybody,
for good. It asks first.

  --from <number>  who texts
  --to <number>    the number of ours that they text; whatsapp:+1… on both for WhatsApp
  --all            everybody; of what else there is in the Sync service, nothing
  --yes            does not ask
  --help

It uses the account and the SESSION_SECRET in .env; without an account, the stand-in of Sync that
\`npm start\` has started. A cookie (SESSION_STORE=cookie) is out of reach: Twilio drops it after four
hours, or when its sender texts STOP.
`;

/** Something the person who runs it can mend. */
class ForgetError extends Error {}

async function main(args: readonly string[]): Promise<void> {
  const { pair, yes, help } = readOptions(args);
  if (help) {
    console.log(USAGE);
    return;
  }
  const { env } = await readEnv(FUNCTIONS.project, process.env);
  const { documents, where } = openSync(env);
  const names = pair
    ? documentNames(pair, env.SESSION_SECRET)
    : (await documents.list()).map(({ uniqueName }) => uniqueName).filter(isOurs);
  const what = pair ? `what ${pair.from} and ${pair.to} have said` : `all of ${count(names.length)}`;
  if (names.length > 0 && !yes) await confirm(`Delete ${what}, in ${where}?`);
  let deleted = 0;
  for (const name of names) {
    try {
      await documents(name).remove();
      deleted++;
    } catch (error) {
      if ((error as { status?: number }).status !== 404) throw error;
    }
  }
  console.log(deleted === 0 ? `Nothing is remembered in ${where}.` : `Forgotten: ${count(deleted)}.`);
}

/** @param uniqueName null where a document has none, whatever the package's types say */
function isOurs(uniqueName: string | null): boolean {
  return uniqueName?.startsWith(NAME_PREFIX) === true;
}

function readOptions(args: readonly string[]): { pair: Pair | undefined; yes: boolean; help: boolean } {
  const { from, to, all = false, yes = false, help = false } = parse(args);
  if (help) return { pair: undefined, yes, help };
  if (all && from === undefined && to === undefined) return { pair: undefined, yes, help };
  if (all || from === undefined || to === undefined) {
    throw new ForgetError(`Say --from and --to for one pair of numbers, or --all for everybody.\n\n${USAGE}`);
  }
  return { pair: readPair({ from, to }), yes, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        all: { type: 'boolean' },
        yes: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ForgetError(`${error.message}\n\n${USAGE}`);
  }
}

/** The Sync service that the Function uses. */
function openSync({ ACCOUNT_SID, AUTH_TOKEN }: NodeJS.Dict<string>) {
  const account = Boolean(ACCOUNT_SID && AUTH_TOKEN);
  if (!account) process.env.SYNC_URL = `http://127.0.0.1:${process.env.SYNC_PORT ?? '3002'}`;
  const client = twilio(
    account ? ACCOUNT_SID : OFFLINE_ACCOUNT_SID,
    account ? AUTH_TOKEN : OFFLINE_AUTH_TOKEN,
    // Deleting many is soon too fast for Twilio, which then answers 429.
    { autoRetry: true, maxRetries: 8 },
  );
  return {
    documents: client.sync.v1.services('default').documents,
    where: account
      ? `the Twilio Sync of ${String(ACCOUNT_SID)}`
      : `the stand-in of Sync at ${String(process.env.SYNC_URL)}`,
  };
}

async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new ForgetError(`${question} There is nobody to ask, so nothing was deleted: say --yes.`);
  }
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(`${question} It cannot be undone. (yes/no) `);
  prompt.close();
  if (answer.trim().toLowerCase() !== 'yes') throw new ForgetError('Nothing was deleted.');
}

function count(conversations: number): string {
  return conversations === 1 ? '1 conversation' : `${conversations} conversations`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const mendable = [ForgetError, InvalidAddress, LoggableError];
  const { code, status } = error as { code?: unknown; status?: unknown };
  if (mendable.some((kind) => error instanceof kind)) console.error((error as Error).message);
  else if (code === 'ECONNREFUSED') {
    console.error(
      `No stand-in of Sync listens at ${String(process.env.SYNC_URL)}. Start it: SESSION_STORE=sync npm start`,
    );
  } else if (code !== undefined || status !== undefined) {
    console.error(
      `Sync did not do it (HTTP ${String(status)}, ${String(code)}): ${(error as Error).message}`,
    );
  } else throw error;
  process.exitCode = 1;
});
