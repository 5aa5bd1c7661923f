import path from 'node:path';
import { Carrier, type Pair } from '../local-twilio';
import type { Everything } from './switchboard/protocol';
import { FOLDER, fileFor, loadPhone } from './switchboard/saved-file';

/** How long a phone on this machine has to say that it is one, in milliseconds. */
const PATIENCE = 1000;

/**
 * The cookie that a phone on this machine holds for a pair of numbers, as in `session=AX8f…`: the one in
 * the browser if it is served, or else that of `npm run text`.
 *
 * @param phone the URL of the phone in the browser
 * @throws {UnusableFile}
 */
export async function heldCookie(
  project: string,
  webhook: string,
  phone: string,
  pair: Pair,
): Promise<string | undefined> {
  const everything = await fetch(`${phone}/phone`, { signal: AbortSignal.timeout(PATIENCE) })
    .then((response) => response.json() as Promise<Everything>)
    .catch(() => undefined);
  if (everything?.webhook === webhook) {
    const { from, to } = pair;
    return everything.conversations.find((each) => each.from === from && each.to === to)?.cookie?.text;
  }
  const saved = await loadPhone(fileFor(webhook, path.join(project, FOLDER)));
  return saved && new Carrier({ url: webhook, state: saved.carrier }).pair(pair).cookie?.text;
}
