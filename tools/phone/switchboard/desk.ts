import { randomUUID } from 'node:crypto';
import { InvalidWebhook, readWebhook, type CarrierOptions } from '../../local-twilio';
import type { Build, Done, Everything, Update } from './protocol';
import { Refused } from './refused';
import { UnusableFile, fileFor, loadPhone, savePhone } from './saved-file';
import { Switchboard } from './switchboard';

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

/** The place of a switchboard. Another webhook has another one. */
export interface Desk {
  /** The switchboard of the webhook that is texted at the moment. */
  readonly board: Switchboard;
  everything(): Omit<Everything, 'callers'>;
  /** Texts another webhook from now on, with what was kept of it. The clock goes on. @throws {Refused} */
  pointAt(url: string): Promise<Done>;
  /** The webhook is ready for texts. */
  readonly started: () => void;
  /** What is served was built, or was not. */
  readonly built: (build: Build) => void;
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
    get board() {
      return board;
    },
    everything() {
      const { clock, conversations, webhook: url } = board;
      return {
        ...{ run, webhook: url, conversations, clock, build },
        starting: starting && url === own,
        chosenBy: url === own ? (chosenBy ?? null) : null,
      };
    },
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
