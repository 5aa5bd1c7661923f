import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { parseEnv } from 'node:util';
import { Carrier, InvalidAddress, InvalidWebhook, type Exchange } from '../../local-twilio';
import { chat } from './chat';
import { USAGE, UsageError, readOptions } from './options';
import { printExchange } from './print';
import { UnusableState, loadState, saveState } from './state-file';

/** `npm run text`: a phone in the terminal. */
async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { ...(await dotEnv()), ...process.env });
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const { message, media, from, to, url, method, authToken, json, state: file } = options;
  const state = await loadState(file);
  const carrier = new Carrier({ url, method, authToken, ...(state && { state }) });
  const phone = carrier.pair({ from, to });
  const save = () => saveState(file, carrier.save());
  const done = async (exchange: Exchange) => {
    if (json) console.log(JSON.stringify(exchange));
    else printExchange(exchange, carrier.clock);
    if (exchange.problems.length > 0) process.exitCode = 1;
    await save();
  };

  if (message !== undefined) {
    await done(await phone.send(message, { media }));
  } else if (process.stdin.isTTY) {
    await chat({ carrier, phone, done, save });
    // Not by the exit code alone: after Ctrl-C an answer may still be on its way.
    process.exit(0);
  } else {
    for await (const line of createInterface({ input: process.stdin })) await done(await phone.send(line));
  }
}

/** What `.env` says, for the token that the Function knows. */
async function dotEnv(): Promise<NodeJS.Dict<string>> {
  try {
    return parseEnv(await readFile('.env', 'utf8'));
  } catch {
    return {};
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const mendable = [UsageError, InvalidAddress, InvalidWebhook, UnusableState];
  if (!mendable.some((kind) => error instanceof kind)) throw error;
  console.error((error as Error).message);
  process.exitCode = 2;
});
