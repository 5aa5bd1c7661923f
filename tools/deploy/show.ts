import { tagOf } from '../../src/conversation';
import type { Session } from '../../src/session/session';
import { BUDGET_PERIOD } from '../../src/session/budget';
import { COOKIE_NAME } from '../../src/session/cookie';
import { cookieStore } from '../../src/session/cookie-store';
import { documentNames } from '../../src/session/ids';
import { readSealed } from '../../src/session/seal';
import { openSession, pairOf } from '../../src/session/sealed-state';
import { readKeys } from '../../src/session/secrets';
import { storeFor } from '../../src/session/stores';
import { FUNCTIONS } from '../build/bundle';
import { parseOptions, type Command } from '../cli/command-line';
import { UserError } from '../cli/user-error';
import { readPair, readWebhook, type Pair } from '../local-twilio';
import { heldCookie } from '../phone/held-cookie';
import { phoneAt } from '../phone/phone-at';
import { connect } from './account/account';
import { reachTwilio } from './account/reach';
import { loadConversation } from './opening/conversation';
import { readOwnEnv } from './store/own-env';
import { openServerStore } from './store/server-store';

const USAGE = `Usage: npm run show -- --from <number> --to <number> [--cookie <value>]

Prints what is remembered about one pair of numbers, as JSON. npm run forget deletes it. It reads where
SESSION_STORE says.

  --from <number>    who texts
  --to <number>      the number of ours that they text; whatsapp:+1… on both for WhatsApp
  --cookie <value>   with SESSION_STORE=cookie: what came as Cookie: session=… (docs/stores.md)
                     Without it, the cookie that the phone on this machine holds: that of npm start, or
                     of npm run text
  --help

What the conversation of CONVERSATION remembers is shown as that conversation tells it: a dialogue's
questions and answers. Anything else is shown as it is kept.

Away from the usual ports, name them as for npm start: PORT=4000 PHONE_PORT=4001 npm run show -- …

It uses the secrets and the account in .env; without an account, the stand-in of Sync that npm start has
started. What it prints is private.
`;

/** Something sealed, and where it was found. */
interface Found {
  readonly where: string;
  readonly sealed: string | undefined;
}

/** Prints what is remembered about one pair. */
export const showCommand: Command = {
  usage: USAGE,
  async run(args) {
    const { pair, cookie } = readOptions(args);
    const env = await readOwnEnv();
    const isCookie = storeFor(env) === cookieStore;
    if (!isCookie && cookie !== undefined) {
      throw new UserError(`--cookie is for SESSION_STORE=cookie, and yours is ${env.SESSION_STORE ?? ''}.`);
    }
    const { where, sealed } = isCookie ? await findCookie(pair, cookie) : await findDocument(pair, env);
    if (sealed === undefined) {
      console.log(`Nothing is remembered in ${where}.`);
      return true;
    }
    const session = openSession(sealed, pairOf(pair), readKeys(env.SESSION_SECRET), undefined);
    if (typeof session !== 'string') {
      const told = await toldBy(session, pair, env);
      console.log(JSON.stringify(shown(session, told), undefined, 2));
      return true;
    }
    // Only the Function can open that format, which was bound to the conversation as well.
    const isEarlier = readSealed(sealed)?.format === 1;
    console.error(
      isEarlier
        ? `What is in ${where} has the format of an earlier version. It may open with the next text of ${pair.from}.`
        : `What is in ${where} cannot be opened: it is ${session}.`,
    );
    return false;
  },
};

function readOptions(args: readonly string[]): { pair: Pair; cookie: string | undefined } {
  const { values } = parseOptions('show', {
    args: [...args],
    options: { from: { type: 'string' }, to: { type: 'string' }, cookie: { type: 'string' } },
  });
  const { from, to, cookie } = values;
  if (from === undefined || to === undefined) {
    throw new UserError(`Say --from and --to: what is remembered is about a pair of numbers.\n\n${USAGE}`);
  }
  return { pair: readPair({ from, to }), cookie };
}

async function findDocument(pair: Pair, env: Readonly<Record<string, string>>): Promise<Found> {
  const names = documentNames(pair, env);
  const store = await openServerStore(env);
  try {
    for (const name of names) {
      const sealed = await store.read(name);
      if (sealed !== undefined) return { where: store.where, sealed };
    }
    return { where: store.where, sealed: undefined };
  } finally {
    store.close();
  }
}

/** The cookie that was given, or that a phone on this machine holds. */
async function findCookie(pair: Pair, given: string | undefined): Promise<Found> {
  if (given !== undefined) return { where: 'that cookie', sealed: valueOf(given) };
  const { PORT = '3000', PHONE_PORT = '3001' } = process.env;
  const webhook = readWebhook(`http://localhost:${PORT}/sms`);
  const held = await heldCookie(FUNCTIONS.project, webhook, `http://localhost:${PHONE_PORT}`, pair);
  return { where: `the phone's cookie of ${webhook}`, sealed: held && valueOf(held) };
}

/** The value of a cookie. It may be copied from a request: `session=…;`. */
function valueOf(cookie: string): string {
  return cookie.trim().replace(`${COOKIE_NAME}=`, '').replace(/;.*$/s, '');
}

/**
 * What the conversation itself tells of its state; `undefined` if it tells nothing, or the state is not that of the
 * chosen conversation.
 */
async function toldBy({ of, state }: Session, pair: Pair, env: Readonly<Record<string, string>>) {
  try {
    const { access, standIns } = reachTwilio(env);
    // npm start may have been told of a conversation in its own shell.
    const phone = standIns === undefined ? undefined : await phoneAt(`http://localhost:${standIns}`);
    const conversation = await loadConversation({ ...env, ...phone?.chosenBy }, connect(access));
    const message = { ...pair, sid: undefined, body: '', media: [], params: {} };
    return of === tagOf(conversation) ? conversation.shown?.(message, state) : undefined;
  } catch {
    // The conversation does not compile, or its script throws. What is remembered can be shown all the same.
    return undefined;
  }
}

/** A session in full words. @param told what the conversation tells of its state */
function shown({ of, state, spent, out, due, ring }: Session, told: unknown): object {
  const began = spent && spent[0] * 60_000;
  return {
    conversation: of,
    ...(told === undefined ? { state } : { remembered: told }),
    ...(began !== undefined && {
      budget: {
        began: new Date(began).toISOString(),
        ends: new Date(began + BUDGET_PERIOD * 1000).toISOString(),
        turns: spent?.[1],
        segments: spent?.[2],
      },
    }),
    ...(out && { optedOut: true }),
    ...(due !== undefined &&
      due.later.length > 0 && {
        reminders: due.later.map(({ at, sid, say }) => ({ at: new Date(at).toISOString(), sid, say })),
      }),
    ...(ring && { deliveries: ring.map(([id, replies]) => ({ id, replies })) }),
  };
}
