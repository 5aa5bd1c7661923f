import { createInterface } from 'node:readline/promises';
import { NothingSent, type Carrier, type Exchange, type Phone } from '../carrier/carrier';
import { InvalidAddress } from '../carrier/pair';
import { readDuration } from './duration';
import { paint } from './print';

const COMMANDS = `  /forward 4h    move the clock: 2d, 90m, 1h30m
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

/** A chat on a terminal, with the history that the arrow keys bring back, until Ctrl-D, Ctrl-C or /quit. */
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
  const lines = createInterface({ input, output });
  lines.setPrompt(paint('› ', 'dim', process.stdout));
  lines.on('SIGINT', () => {
    lines.close();
  });
  lines.prompt();
  for await (const line of lines) {
    if (line === '/quit') break;
    try {
      await obey(line);
    } catch (error) {
      if (!(error instanceof InvalidAddress) && !(error instanceof NothingSent)) throw error;
      console.error(error.message);
    }
    lines.prompt();
  }
  lines.close();
  console.log();

  async function obey(line: string): Promise<void> {
    const [, command, argument = ''] = /^\/([a-z]+)(?:\s+(.*\S))?\s*$/.exec(line) ?? [];
    switch (command) {
      case undefined:
        if (line.trim() !== '') await done(await phone.send(line.replace(/^\/\//, '/')));
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
