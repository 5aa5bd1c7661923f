import type { Pair } from '../../local-twilio';
import type { Accepted, Clock, Entry } from '../switchboard/protocol';
import { Refused } from '../switchboard/refused';
import { readDuration } from './duration';
import type { Line } from './line';

const COMMANDS = `  /forward 4h    move the clock: 2d, 90m, 1h30m
  /now           set it back, and lose all cookies
  /forget        lose the cookie
  /repeat        deliver the last text again, with the same MessageSid
  /from +1…      text as somebody else
  /media <url>   send a picture
  /help  /quit
  //…            a text that begins with a slash`;

/** Prints what came of a text. */
export type Print = (entry: Entry, clock: Clock) => void;

/** What somebody types, line by line: texts, and commands that begin with a slash. */
export class Typing {
  constructor(
    private readonly line: Pick<Line, 'ask' | 'save'>,
    /** Who texts whom now. */
    public pair: Pair,
    private readonly print: Print,
  ) {}

  /**
   * Does what a line says.
   *
   * @returns whether it ends the session
   * @throws {Refused} if it cannot be done
   * @throws {UnusableFile} if it cannot be kept
   */
  async type(typed: string): Promise<boolean> {
    const { ask, save } = this.line;
    const [, command, argument = ''] = /^\s*\/([a-z]+)(?:\s+(.*\S))?\s*$/i.exec(typed) ?? [];
    switch (command?.toLowerCase()) {
      case undefined:
        if (typed.trim() !== '') await this.send(typed.replace(/^\s*\/\//, '/'));
        return false;
      case 'quit':
        return true;
      case 'forward': {
        const milliseconds = readDuration(argument);
        if (milliseconds === undefined) throw new Refused('By how much? /forward 4h');
        await ask('/forward', { milliseconds });
        break;
      }
      case 'now':
        await ask('/back-to-now', {});
        break;
      case 'forget':
        await ask('/forget', this.pair);
        break;
      case 'repeat':
        await this.#done(await ask('/repeat', this.pair));
        return false;
      case 'from':
        this.pair = await ask('/open', { from: argument, to: this.pair.to });
        return false;
      case 'media':
        if (argument === '') throw new Refused('Which? /media https://example.com/cat.png');
        await this.send('', [argument]);
        return false;
      case 'help':
        console.log(COMMANDS);
        return false;
      default:
        throw new Refused(
          `There is no /${command}. /help lists what there is; //${command} sends it as a text.`,
        );
    }
    await save();
    return false;
  }

  /** @throws as {@link Typing.type} does */
  async send(body: string, media: readonly string[] = []): Promise<void> {
    await this.#done(await this.line.ask('/send', { ...this.pair, body, media, params: {} }));
  }

  async #done(accepted: Accepted): Promise<void> {
    const { entry, clock } = await this.line.ask('/await', accepted);
    this.print(entry, clock);
    await this.line.save();
  }
}
