import { createInterface } from 'node:readline/promises';
import { printUserError } from '../../cli/command-line';
import { readEnvFile } from '../../cli/env';
import { readWebhook } from '../../local-twilio';
import type { Clock, Entry } from '../switchboard/protocol';
import { fileFor } from '../switchboard/saved-file';
import { chat } from './chat';
import { lineOfOurOwn, lineThrough, type Line } from './line';
import { USAGE, readOptions, type Options } from './options';
import { jsonOf, printEntry } from './print';

/** `npm run text`: a phone in the terminal. */
async function main(args: readonly string[]): Promise<void> {
  // For the token that the Function knows.
  const dotEnv = await readEnvFile('.env').catch(() => ({}));
  const options = readOptions(args, { ...dotEnv, ...process.env });
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const { message, media, from, to, json } = options;
  const line = await lineFor(options);
  const print = (entry: Entry, clock: Clock) => {
    if (json) console.log(jsonOf(entry));
    else printEntry(entry, clock);
    if (entry.exchange.problems.length > 0 || entry.insight?.failure) process.exitCode = 1;
  };
  const send = async (body: string) => {
    const accepted = await line.ask('/send', { from, to, body, media, params: {} });
    const { entry, clock } = await line.ask('/await', accepted);
    print(entry, clock);
    await line.save();
  };

  if (message !== undefined) {
    await send(message);
  } else if (process.stdin.isTTY) {
    await chat({ line, pair: { from, to }, print });
    // Not by the exit code alone: after Ctrl-C an answer may still be on its way.
    process.exit(0);
  } else {
    for await (const typed of createInterface({ input: process.stdin })) await send(typed);
  }
}

/** Uses the phone in the browser, if that texts the same webhook in the same way. */
async function lineFor({ url, phone, method, authToken, file, ownWay }: Options): Promise<Line> {
  const webhook = readWebhook(url);
  const through = ownWay ? undefined : await lineThrough(phone, webhook);
  return through ?? lineOfOurOwn(file ?? fileFor(webhook), { url, method, authToken });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  printUserError(error, 2);
});
