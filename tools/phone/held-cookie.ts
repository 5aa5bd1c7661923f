import path from 'node:path';
import { Carrier, type Pair } from '../local-twilio';
import { phoneAt } from './phone-at';
import { FOLDER, fileFor, loadPhone } from './switchboard/saved-file';

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
  const everything = await phoneAt(phone);
  if (everything?.webhook === webhook) {
    const { from, to } = pair;
    return everything.conversations.find((each) => each.from === from && each.to === to)?.cookie?.text;
  }
  const saved = await loadPhone(fileFor(webhook, path.join(project, FOLDER)));
  return saved && new Carrier({ url: webhook, state: saved.carrier }).pair(pair).cookie?.text;
}
