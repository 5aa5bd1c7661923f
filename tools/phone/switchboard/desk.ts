import { randomUUID } from 'node:crypto';
import {
  InvalidWebhook,
  readWebhook,
  type CarrierOptions,
  type OutgoingMessage,
  type Pair,
} from '../../local-twilio';
import type { Report } from './insight';
import type { Build, Done, Everything, Update } from './protocol';
import { Refused } from './refused';
import { UnusableFile, fileFor, loadPhone, savePhone } from './saved-file';
import { Switchboard, type Ask } from './switchboard';

export interface DeskOptions extends Omit<CarrierOptions, 'url' | 'state'> {
  /** The URL to text. */
  readonly webhook: string;
  /** The folder that keeps conversations from one run to the next. Without it they are not kept. */
  readonly folder?: string;
  /** Whether the webhook is only being started. Texts wait until {@link Desk.started}. */
  readonly starting?: boolean;
  /** The variables that choose the conversation of the Function at the webhook. */
  readonly chosenBy?: Readonly<Record<string, string>>;
  /** Hears of everything that changes. */
  readonly onUpdate: (update: Update) => void;
}

/** The switchboard of the webhook that is texted at the moment. */
export interface Desk {
  everything(): Omit<Everything, 'callers'>;
  /** Does what is asked. @throws {Refused} */
  readonly ask: Ask;
  /** Texts another webhook from now on, with what was kept of it. The clock goes on. @throws {Refused} */
  pointAt(url: string): Promise<Done>;
  /** The webhook is ready for texts. */
  started(): void;
  /** What is served was built, or was not. */
  built(build: Build): void;
  /** A Function tells something of a delivery. */
  hear(report: Report): void;
  /** Shows a message that we send first. @throws {Refused} */
  receive(message: OutgoingMessage): void;
  /** Shows what is scheduled from our number to theirs. @throws {Refused} */
  expect(pair: Pair, messages: readonly OutgoingMessage[]): void;
  /** Whether somebody (`from`) has texted STOP to a number of ours (`to`). */
  optedOut(pair: Pair): boolean;
  /** See {@link Switchboard.heardAt}. */
  heardAt(pair: Pair): number | undefined;
  /** Keeps what there is to keep. */
  close(): Promise<void>;
}

/** How long after a change everything is kept, in milliseconds. Several changes are kept at once. */
const KEEP_DELAY = 200;

/**
 * @throws {InvalidWebhook}
 * @throws {UnusableFile}
 */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { webhook, folder, starting: isStarting = false, chosenBy, onUpdate, ...carrier } = options;
  const run = randomUUID();
  const own = readWebhook(webhook);
  let build: Build | null = null;
  let starting = isStarting;
  let start = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  let keeping: NodeJS.Timeout | undefined;
  let kept = Promise.resolve();
  let board = await connect(own);

  return {
    everything() {
      const { clock, conversations, webhook: url } = board;
      return {
        ...{ run, webhook: url, conversations, clock, build },
        starting: starting && url === own,
        chosenBy: url === own ? (chosenBy ?? null) : null,
      };
    },
    ask: (path, ask) => board.ask(path, ask),
    async pointAt(typed) {
      try {
        const url = readWebhook(typed);
        const other = url === board.webhook ? board : await connect(url, board.clock.ahead);
        await keep();
        board = other;
        return {};
      } catch (error) {
        const known = error instanceof InvalidWebhook || error instanceof UnusableFile;
        throw known ? new Refused(error.message) : error;
      }
    },
    started() {
      starting = false;
      start();
      onUpdate({ starting, build });
    },
    built(latest) {
      build = latest;
      onUpdate({ starting, build });
    },
    hear(report) {
      board.hear(report);
    },
    receive(message) {
      board.receive(message);
    },
    expect(pair, messages) {
      board.expect(pair, messages);
    },
    optedOut: (pair) => board.optedOut(pair),
    heardAt: (pair) => board.heardAt(pair),
    close: keep,
  };

  async function connect(url: string, ahead?: number): Promise<Switchboard> {
    const saved = folder === undefined ? undefined : await loadPhone(fileFor(url, folder));
    const connected: Switchboard = new Switchboard({
      ...carrier,
      url,
      saved,
      ...(ahead !== undefined && { ahead }),
      ...(url === own && starting && { started }),
      onUpdate(update) {
        // Answers that another webhook still gives are kept with it, and shown with it.
        if (connected === board) onUpdate(update);
        keeping ??= setTimeout(() => void keep(), KEEP_DELAY);
      },
    });
    return connected;
  }

  /** One after the other: two at once would write the same draft. */
  function keep(): Promise<void> {
    kept = kept.then(keepNow, keepNow);
    return kept;
  }

  async function keepNow(): Promise<void> {
    clearTimeout(keeping);
    keeping = undefined;
    if (folder === undefined) return;
    try {
      await savePhone(fileFor(board.webhook, folder), board.save());
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error;
      console.error(error.message);
    }
  }
}
