import type { Twilio } from 'twilio';
import { reminding } from '../../../src';
import { documentNames } from '../../../src/session/ids';
import { openSession, pairOf } from '../../../src/session/sealed-state';
import { readKeys } from '../../../src/session/secrets';
import { SCHEDULE_LATEST } from '../../../src/twilio/limits';
import { keyOf, type Pair } from '../../local-twilio';
import { ask, connect } from '../account/account';
import { reachTwilio } from '../account/reach';
import type { ServerStore } from './server-store';

/** How long canceling may take for one pair, in milliseconds. */
const LIMIT = 15_000;

/**
 * Cancels what is scheduled for a pair, as its documents say. What cannot be canceled is a warning.
 *
 * @returns whether something was scheduled
 */
export async function cancelReminders(
  store: ServerStore,
  pair: Pair,
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  let found = false;
  for (const name of documentNames(pair, env)) {
    const sealed = await store.read(name);
    const session = sealed && openSession(sealed, pairOf(pair), readKeys(env.SESSION_SECRET), undefined);
    if (typeof session !== 'object' || session.due === undefined) continue;
    const client = connect(reachTwilio(env).access);
    const message = { ...pair, sid: undefined, body: '', media: [], params: {} };
    const variables = { ...env, getTwilioClient: () => client };
    await reminding().cancel(session.due, { message, variables, end: performance.now() + LIMIT });
    found = true;
  }
  return found;
}

/**
 * The pairs of these documents for which something is scheduled. A document does not say whose it is, so they are
 * looked for among the scheduled messages of the Messaging Service.
 *
 * @throws {UserError} if Twilio refuses, fails or cannot be reached
 */
export async function pairsWithReminders(
  names: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Pair[]> {
  const { MESSAGING_SERVICE_SID } = env;
  if (!MESSAGING_SERVICE_SID) return [];
  const client = connect(reachTwilio(env).access);
  const pairs = await ask('look for reminders', scheduledPairs(client, MESSAGING_SERVICE_SID));
  return pairs.filter((pair) => documentNames(pair, env).some((name) => names.includes(name)));
}

type NextPage = NonNullable<Awaited<ReturnType<Awaited<ReturnType<Twilio['messages']['page']>>['nextPage']>>>;

async function scheduledPairs({ messages }: Twilio, service: string): Promise<Pair[]> {
  const pairs = new Map<string, Pair>();
  let page: NextPage = await messages.page({ pageSize: 1000 });
  for (;;) {
    for (const { status, messagingServiceSid, from: ours, to: theirs } of page.instances) {
      if (status !== 'scheduled' || messagingServiceSid !== service) continue;
      const pair = { from: theirs, to: ours };
      pairs.set(keyOf(pair), pair);
    }
    // The newest come first.
    const last = page.instances.at(-1);
    const isOld = last === undefined || Date.now() - last.dateCreated.getTime() > SCHEDULE_LATEST;
    const next = isOld ? undefined : await page.nextPage();
    if (next === undefined) return [...pairs.values()];
    page = next;
  }
}
