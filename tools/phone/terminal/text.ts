import { createInterface } from 'node:readline/promises';
import { printUserError } from '../../cli/command-line';
import { readEnvFile } from '../../cli/env';
import { readWebhook } from '../../local-twilio';
import { fileFor } from '../switchboard/saved-file';
import { chat } from './chat';
import { lineOfOurOwn, lineThrough, type Line } from './line';
import { USAGE, readOptions, type Options } from './options';
import { jsonOf, printEntry } from './print';
import { Typing, type Print } from './typing';

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
  const print: Print = (entry, clock) => {
    if (json) console.log(jsonOf(entry));
    else printEntry(entry, clock);
    if (entry.exchange.problems.length > 0 || entry.insight?.failure) process.exitCode = 1;
  };
  const pair = { from, to };
  if (message === undefined && process.stdin.isTTY) {
    await chat({ line, pair, print });
    // Not by the exit code alone: after Ctrl-C an answer may still be on its way.
    process.exit(0);
  }
  const typing = new Typing(line, message === undefined ? await line.ask('/open', pair) : pair, print);
  if (message === undefined) {
    for await (const typed of createInterface({ input: process.stdin })) {
      if (await typing.type(typed)) break;
    }
  } else if (message.trim() === '' || media.length > 0) {
    await typing.send(message, media);
  } else {
    await typing.type(message);
  }
}

/** Uses the phone in the browser, if that texts the same webhook in the same way. */
async function lineFor({ url, phone, method, authToken, file, ownWay }: Options): Promise<Line> {
  const webhook = readWebhook(url);
  const through = ownWay ? undefined : await lineThrough(phone, webhook);
  return through ?? lineOfOurOwn(file ?? fileFor(webhook), { url, method, authToken });
}

main(process.argv.slice(2)).catch((error: unknown) => printUserError(error, 2));
