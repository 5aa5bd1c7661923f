import { clearLine, cursorTo } from 'node:readline';
import { createInterface } from 'node:readline/promises';
import type { Pair } from '../../local-twilio';
import { Refused } from '../switchboard/refused';
import { UnusableFile } from '../switchboard/saved-file';
import { writeDuration } from './duration';
import type { Line } from './line';
import { paint, printedUnasked } from './print';
import { Typing, type Print } from './typing';

export interface Chat {
  readonly line: Line;
  /** Who texts whom at first. */
  readonly pair: Pair;
  /** Prints what came of a text. */
  readonly print: Print;
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
  const { ahead, phone, listen } = line;
  const typing = new Typing(line, await line.ask('/open', first), print);
  const { pair } = typing;
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
    console.log(printedUnasked(whose, message, typing.pair.from));
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

  async function obey(typed: string): Promise<void> {
    if (await typing.type(typed)) session.over = true;
  }

  function tell(error: unknown): void {
    if (!MENDABLE.some((kind) => error instanceof kind)) throw error;
    console.error((error as Error).message);
  }
}
