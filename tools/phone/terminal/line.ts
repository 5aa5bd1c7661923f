import type { CarrierOptions } from '../../local-twilio';
import { phoneAt } from '../phone-at';
import type { Refusal } from '../switchboard/protocol';
import { Refused } from '../switchboard/refused';
import { loadPhone, savePhone } from '../switchboard/saved-file';
import { Switchboard, type Ask } from '../switchboard/switchboard';
import { listenTo, type Listen } from './listen';

/** What the terminal texts through. */
export interface Line {
  readonly webhook: string;
  readonly ask: Ask;
  /** How far the clock is ahead, in milliseconds. */
  readonly ahead: number;
  /** Keeps what there is for the next run. @throws {UnusableFile} */
  readonly save: () => Promise<void>;
  /** The URL of the phone in the browser that shows the same, if there is one. */
  readonly phone?: string;
  /** Hears what that phone gets unasked. */
  readonly listen?: Listen;
}

/**
 * The phone in the browser, if one is served there that texts this webhook. What is texted through it
 * shows on its page.
 */
export async function lineThrough(phone: string, webhook: string): Promise<Line | undefined> {
  const everything = await phoneAt(phone);
  if (everything?.webhook !== webhook) return undefined;
  const ask = async (path: string, content: unknown): Promise<unknown> => {
    const response = await fetch(phone + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: phone },
      body: JSON.stringify(content),
    }).catch(() => {
      throw new Refused(`The phone at ${phone} has ended.`);
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Refused((answer as Refusal).error);
    return answer;
  };
  return {
    webhook,
    ask: ask as Ask,
    ahead: everything.clock.ahead,
    save: () => Promise.resolve(),
    phone,
    listen: listenTo(phone),
  };
}

/**
 * A carrier in this process, which remembers by a file.
 *
 * @throws {InvalidWebhook}
 * @throws {UnusableFile}
 */
export async function lineOfOurOwn(file: string, options: CarrierOptions): Promise<Line> {
  const board = new Switchboard({ ...options, saved: await loadPhone(file) });
  return {
    webhook: board.webhook,
    ask: board.ask,
    ahead: board.clock.ahead,
    save: () => savePhone(file, board.save()),
  };
}
