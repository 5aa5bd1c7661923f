import { createHmac } from 'node:crypto';
import type { Conversation, Message, Reply } from './conversation';
import { COOKIE_MAX_AGE } from './cookie';
import { LoggableError } from './log';
import { readKeys } from './secrets';
import { openState, placeOf, sealState, toJson, type OpenStore, type Taken } from './session';
import { SyncError, call } from './sync-call';

/** Tells our documents from others in the same Sync service. */
export const NAME_PREFIX = 'sms-conversation-';

/** A year: the longest that Sync takes as a document's `ttl`. */
const MAX_TTL = 31_536_000;

/** Sync refuses more with error 54006: 16 KB on one of its pages, 16 KiB on another. `{"sealed":""}` takes 13. */
const MAX_SEALED = 16_000 - 13;

/** How often a turn is begun at most, and after how many milliseconds not again: the sender waits. */
const MAX_ATTEMPTS = 8;
const LAST_ATTEMPT = 4000;

/** When the last call has to be over: a second before Twilio ends the Function. */
const LAST_CALL = 9000;

/**
 * Another message came first (412, 54103; 409, 54301), the document has gone since it was read (404),
 * or it was texted about too fast (429, 54009): nothing was written, and the turn is taken again.
 */
const TAKE_AGAIN = [404, 409, 412, 429];

/** What a document holds, sealed. */
interface Kept<State> {
  /** `undefined` where the conversation is over. */
  readonly state: State | undefined;
  /** The latest message, and what was said to it, for when it is delivered again: where both fit. */
  readonly latest?: { readonly sid: string; readonly replies: readonly Reply[] };
}

/**
 * Keeps a session in Twilio Sync, in one document for each pair of numbers: for up to a year, 12 KB,
 * and of texts that arrive together none is lost. A message that is delivered again gets the same
 * replies, and counts once. (So a conversation that is over leaves a document without a state behind:
 * a goodbye that is delivered again would be a new beginning.)
 *
 * What it costs: a read and a write for each message.
 */
export const syncStore: OpenStore = ({ SESSION_SECRET, SESSION_TTL }) => {
  const start = performance.now();
  const { documents } = Runtime.getSync();
  const asked = <Result>(what: string, answer: Promise<Result>) => call(what, answer, start + LAST_CALL);

  return {
    async take<State>(message: Message, conversation: Conversation<State>): Promise<Taken> {
      const ttl = readTtl(SESSION_TTL);
      const keys = readKeys(SESSION_SECRET);
      const names = documentNames(message, SESSION_SECRET);
      const place = placeOf(message, conversation);
      // What is made from the sid is the same in every attempt, even where a hand-made request has none.
      const sid = message.sid ?? crypto.randomUUID();
      let failure: SyncError | undefined;

      for (let attempt = 1; ; attempt++) {
        try {
          return { replies: await takeOnce() };
        } catch (error) {
          const late = attempt === MAX_ATTEMPTS || performance.now() > start + LAST_ATTEMPT;
          if (late || failure || !(error instanceof SyncError)) throw error;
          // It may have been written all the same, which the next attempt reads.
          if (!TAKE_AGAIN.includes(error.status)) failure = error;
          // Those who met should not meet again: Twilio advises to back off at random at error 54009.
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 100 * attempt));
        }
      }

      async function takeOnce(): Promise<readonly Reply[]> {
        const found = await find(names);
        const { sealed } = Object(found?.data) as { sealed?: unknown };
        const kept = openState(String(sealed), place, keys) as Kept<State> | undefined;
        if (kept?.latest?.sid === sid) return kept.latest.replies;
        if (failure) throw failure;
        const { replies, state } = await conversation.turn({ ...message, sid }, kept?.state);
        const data = { sealed: seal(state, replies) };
        if (found?.uniqueName === names[0]) {
          // By its sid: of one that was deleted and created anew meanwhile the revision could be the same.
          await asked('update', documents(found.sid).update({ ifMatch: found.revision, data, ttl }));
        } else {
          await asked('create', documents.create({ uniqueName: names[0], data, ttl }));
          // What an older secret named has moved. One that cannot be deleted is not read again, and expires.
          if (found) await remove(found.sid).catch(() => undefined);
        }
        return replies;
      }

      function seal(state: State | undefined, replies: readonly Reply[]): string {
        if (state !== undefined) toJson(state); // throws, where an object would go without it in silence
        const kept: Kept<State> = { state, latest: { sid, replies } };
        try {
          return sealState(kept, ttl, place, keys, MAX_SEALED);
        } catch {
          return sealState({ state }, ttl, place, keys, MAX_SEALED);
        }
      }
    },

    async forget(message) {
      await Promise.all(documentNames(message, SESSION_SECRET).map(remove));
      return undefined;
    },
  };

  async function find(names: readonly string[]) {
    for (const name of names) {
      const found = await asked('read', documents(name).fetch()).catch(unlessMissing);
      if (found) return found;
    }
    return undefined;
  }

  async function remove(document: string): Promise<void> {
    await asked('delete', documents(document).remove()).catch(unlessMissing);
  }
};

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof SyncError && error.status === 404)) throw error;
}

/**
 * The unique names of a pair's document, one for each secret, the current one first. Only who has the
 * secret can tell whose it is.
 */
export function documentNames(
  { from, to }: Pick<Message, 'from' | 'to'>,
  secrets: unknown,
): [string, ...string[]] {
  const pair = JSON.stringify([from, to]);
  return readKeys(secrets, 'document').map(
    (key) => NAME_PREFIX + createHmac('sha256', key).update(pair).digest('base64url'),
  ) as [string, ...string[]];
}

/**
 * How long people are remembered, in seconds: `SESSION_TTL`, or four hours.
 *
 * @throws {LoggableError}
 */
export function readTtl(text: unknown): number {
  const seconds = text ? Number(text) : COOKIE_MAX_AGE;
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= MAX_TTL) return seconds;
  throw new LoggableError(`SESSION_TTL=${String(text)} is no whole number of seconds from 1 to ${MAX_TTL}.`);
}
