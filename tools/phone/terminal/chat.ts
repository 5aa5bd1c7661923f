import { clearLine, cursorTo } from 'node:readline';
import { createInterface } from 'node:readline/promises';
import type { Pair } from '../../local-twilio';
import type { Accepted, Clock, Entry } from '../switchboard/protocol';
import { Refused } from '../switchboard/refused';
import { UnusableFile } from '../switchboard/saved-file';
import { readDuration, writeDuration } from './duration';
import type { Line } from './line';
import { paint, printedUnasked } from './print';

const COMMANDS = `  /forward 4h    move the clock: 2d, 90m, 1h30m
  /now           set it back, and lose all cookies
  /forget        lose the cookie
  /repeat        deliver the last text again, with the same MessageSid
  /from +1…      text as somebody else
  /media <url>   send a picture
  /help  /quit
  //…            a text that begins with a slash`;

export interface Chat {
  readonly line: Line;
  /** Who texts whom at first. */
  readonly pair: Pair;
  /** Prints what came of a text. */
  readonly print: (entry: Entry, clock: Clock) => void;
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}

/** What is told in the chat, which goes on. */
const MENDABLE = [Refused, UnusableFile];

/**
 * A chat on a terminal, with the history that the arrow keys bring back, until Ctrl-D or /quit. Ctrl-C
 * ends it at once: an answer that is still on its way then comes after the end.
 *
 * @throws {Refused} if the pair is none
 */
export async function chat({
  line,
  pair: first,
  print,
  input = process.stdin,
  output = process.stdout,
}: Chat): Promise<void> {
  const { ask, save, ahead, phone, listen } = line;
  let pair = await ask('/open', first);
  console.log(`${pair.from} texts ${pair.to} at ${line.webhook}. /help lists what else there is.`);
  if (phone !== undefined) console.log(`The phone at ${phone} shows it, too.`);
  if (ahead > 0) console.log(`The clock is ${writeDuration(ahead)} ahead. /now sets it back.`);
  const lines = createInterface({ input, output });
  lines.setPrompt(paint('› ', 'dim', process.stdout));
  // It can be closed while a text is on its way, and a prompt after that would open the input again.
  const session = { open: true, over: false, waits: false };
  lines.on('close', () => {
    session.open = false;
  });
  const interrupted = new Promise<void>((resolve) => {
    lines.on('SIGINT', () => {
      session.over = true;
      lines.close();
      resolve();
    });
  });
  const listening = new AbortController();
  void listen?.((whose, message) => {
    // What is typed so far is written again below it.
    if (process.stdout.isTTY) {
      cursorTo(output, 0);
      clearLine(output, 0);
    }
    console.log(printedUnasked(whose, message, pair.from));
    if (session.waits) lines.prompt(true);
  }, listening.signal).catch(() => undefined);
  const prompt = () => {
    session.waits = true;
    lines.prompt();
  };
  prompt();
  for await (const typed of lines) {
    session.waits = false;
    await Promise.race([obey(typed).catch(tell), interrupted]);
    if (session.over) break;
    if (session.open) prompt();
  }
  listening.abort();
  lines.close();
  console.log();

  function tell(error: unknown): void {
    if (!MENDABLE.some((kind) => error instanceof kind)) throw error;
    console.error((error as Error).message);
  }

  async function obey(typed: string): Promise<void> {
    const [, command, argument = ''] = /^\s*\/([a-z]+)(?:\s+(.*\S))?\s*$/i.exec(typed) ?? [];
    switch (command?.toLowerCase()) {
      case undefined:
        if (typed.trim() !== '') await send(typed.replace(/^\s*\/\//, '/'));
        return;
      case 'quit':
        session.over = true;
        return;
      case 'forward': {
        const milliseconds = readDuration(argument);
        if (milliseconds === undefined) {
          console.error('By how much? /forward 4h');
          return;
        }
        await ask('/forward', { milliseconds });
        return save();
      }
      case 'now':
        await ask('/back-to-now', {});
        return save();
      case 'forget':
        await ask('/forget', pair);
        return save();
      case 'repeat':
        return done(await ask('/repeat', pair));
      case 'from':
        pair = await ask('/open', { from: argument, to: pair.to });
        return;
      case 'media':
        if (argument === '') console.error('Which? /media https://example.com/cat.png');
        else await send('', [argument]);
        return;
      case 'help':
        console.log(COMMANDS);
        return;
      default:
        console.error(`There is no /${command}. /help lists what there is; //${command} sends it as a text.`);
    }
  }

  async function send(body: string, media: readonly string[] = []): Promise<void> {
    await done(await ask('/send', { ...pair, body, media, params: {} }));
  }

  async function done(accepted: Accepted): Promise<void> {
    const { entry, clock } = await ask('/await', accepted);
    print(entry, clock);
    await save();
  }
}
