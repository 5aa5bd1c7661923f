import { createInterface } from 'node:readline/promises';
import {
  InvalidAddress,
  InvalidMove,
  NothingSent,
  type Carrier,
  type Exchange,
  type Phone,
} from '../../local-twilio';
import { readDuration, writeDuration } from './duration';
import { paint } from './print';
import { UnusableState } from './state-file';

const COMMANDS = `  /forward 4h    move the clock: 2d, 90m, 1h30m
  /now           set it back, and lose all cookies
  /forget        lose the cookie
  /repeat        deliver the last text again, with the same MessageSid
  /from +1…      text as somebody else
  /media <url>   send a picture
  /help  /quit
  //…            a text that begins with a slash`;

export interface Chat {
  readonly carrier: Carrier;
  /** Who texts at first. */
  readonly phone: Phone;
  /** Prints what came of a message, and keeps it. */
  readonly done: (exchange: Exchange) => Promise<void>;
  readonly save: () => Promise<void>;
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}

/** What is told in the chat, which goes on. */
const MENDABLE = [InvalidAddress, InvalidMove, NothingSent, UnusableState];

/**
 * A chat on a terminal, with the history that the arrow keys bring back, until Ctrl-D or /quit. Ctrl-C
 * ends it at once: an answer that is still on its way then comes after the end.
 */
export async function chat({
  carrier,
  phone: first,
  done,
  save,
  input = process.stdin,
  output = process.stdout,
}: Chat): Promise<void> {
  let phone = first;
  console.log(`${phone.from} texts ${phone.to} at ${carrier.url}. /help lists what else there is.`);
  const { ahead } = carrier.clock;
  if (ahead > 0) console.log(`The clock is ${writeDuration(ahead)} ahead. /now sets it back.`);
  const lines = createInterface({ input, output });
  lines.setPrompt(paint('› ', 'dim', process.stdout));
  // It can be closed while a text is on its way, and a prompt after that would open the input again.
  const session = { open: true, over: false };
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
  lines.prompt();
  for await (const line of lines) {
    await Promise.race([obey(line).catch(tell), interrupted]);
    if (session.over) break;
    if (session.open) lines.prompt();
  }
  lines.close();
  console.log();

  function tell(error: unknown): void {
    if (!MENDABLE.some((kind) => error instanceof kind)) throw error;
    console.error((error as Error).message);
  }

  async function obey(line: string): Promise<void> {
    const [, command, argument = ''] = /^\s*\/([a-z]+)(?:\s+(.*\S))?\s*$/i.exec(line) ?? [];
    switch (command?.toLowerCase()) {
      case undefined:
        if (line.trim() !== '') await done(await phone.send(line.replace(/^\s*\/\//, '/')));
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
        carrier.clock.forward(milliseconds);
        return save();
      }
      case 'now':
        carrier.backToNow();
        return save();
      case 'forget':
        phone.forget();
        return save();
      case 'repeat':
        return done(await phone.repeat());
      case 'from':
        phone = carrier.pair({ from: argument, to: phone.to });
        return;
      case 'media':
        if (argument === '') console.error('Which? /media https://example.com/cat.png');
        else await done(await phone.send('', { media: [argument] }));
        return;
      case 'help':
        console.log(COMMANDS);
        return;
      default:
        console.error(`There is no /${command}. /help lists what there is; //${command} sends it as a text.`);
    }
  }
}
