import { createHmac } from 'node:crypto';
import type { Conversation, Given, Message, Reply } from '../conversation';
import { LoggableError } from '../log';
import { COOKIE_MAX_AGE, EXECUTION_LIMIT, MAX_SYNC_DATA, MAX_SYNC_TTL } from '../twilio/limits';
import { readKeys } from './secrets';
import { openState, placeOf, sealState, toJson } from './sealed-state';
import type { OpenStore, Taken } from './store';
import { SyncError, call } from './sync-call';

/** Tells our documents from others in the same Sync service. */
export const NAME_PREFIX = 'sms-conversation-';

/** How long what is sealed may be. `{"sealed":""}` takes 13 bytes. */
const MAX_SEALED = MAX_SYNC_DATA - 13;

/** How often a turn is begun at most, and after how many milliseconds not again: the sender waits. */
const MAX_ATTEMPTS = 8;
const LAST_ATTEMPT = 4000;

/** When the last call has to be over: a second before Twilio ends the Function. */
const LAST_CALL = EXECUTION_LIMIT - 1000;

/**
 * Another message came first (412, 54103; 409, 54301), the document has gone since it was read (404),
 * or it was texted about too fast (429, 54009): nothing was written.
 */
const AGAIN = [404, 409, 412, 429];

/** What a document holds, sealed. */
interface Kept<State> {
  /** `undefined` where the conversation is over. */
  readonly state: State | undefined;
  /** The latest message, and what was said to it, for when it is delivered again: where that fits. */
  readonly latest?: { readonly sid: string; readonly replies?: readonly Reply[] };
}

/** A write that may have been heeded or not. */
interface Unsure {
  /** What it was made on. */
  readonly on: string;
  readonly replies: readonly Reply[];
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
    async take<State>(message: Message, conversation: Conversation<State>, given: Given): Promise<Taken> {
      const ttl = readTtl(SESSION_TTL);
      const keys = readKeys(SESSION_SECRET);
      const names = documentNames(message, SESSION_SECRET);
      const place = placeOf(message, conversation);
      // What is made from the sid is the same in every attempt, even where a hand-made request has none.
      const sid = message.sid ?? crypto.randomUUID();
      let unsure: Unsure | undefined;
      return { replies: await again(takeOnce) };

      async function takeOnce(): Promise<readonly Reply[]> {
        const found = await find(names);
        const { sealed } = Object(found?.data) as { sealed?: unknown };
        const kept = openState(String(sealed), place, keys) as Kept<State> | undefined;
        if (kept?.latest?.sid === sid) {
          const said = kept.latest.replies ?? unsure?.replies;
          if (said) return said;
        }
        const on = `${found?.sid} ${found?.revision}`;
        if (unsure && unsure.on !== on) {
          // What we wrote came before it or not at all, and nobody can tell.
          throw new LoggableError('Sync did not say if it wrote; another message came since');
        }
        const { replies, state } = await conversation.turn({ ...message, sid }, kept?.state, given);
        const data = { sealed: seal(state, replies) };
        try {
          if (found?.uniqueName === names[0]) {
            // By its sid: of one that was deleted and created anew meanwhile the revision could be the same.
            await asked('update', documents(found.sid).update({ ifMatch: found.revision, data, ttl }));
          } else {
            await asked('create', documents.create({ uniqueName: names[0], data, ttl }));
          }
        } catch (error) {
          // Where it was heeded all the same, a further write on the same revision is not.
          if (error instanceof SyncError && error.isUnsure) unsure = { on, replies };
          throw error;
        }
        // What an older secret named has moved. One that cannot be deleted is not read again, and expires.
        if (found && found.uniqueName !== names[0]) await remove(found.sid).catch(() => undefined);
        return replies;
      }

      function seal(state: State | undefined, replies: readonly Reply[]): string {
        if (state !== undefined) toJson(state); // throws, where an object would go without it in silence
        const sealed = (latest: Kept<State>['latest']) =>
          sealState({ state, latest }, ttl, place, keys, MAX_SEALED);
        try {
          return sealed({ sid, replies });
        } catch {
          return sealed({ sid }); // throws the same, unless it was the replies that were too large
        }
      }
    },

    async forget(message) {
      await again(() => Promise.all(documentNames(message, SESSION_SECRET).map(remove)));
      return undefined;
    },
  };

  /** Attempts it until it is done, for a while: where Sync did not do it for a reason that passes. */
  async function again<Result>(attempt: () => Promise<Result>): Promise<Result> {
    for (let n = 1; ; n++) {
      try {
        return await attempt();
      } catch (error) {
        const late = n === MAX_ATTEMPTS || performance.now() > start + LAST_ATTEMPT;
        if (late || !(error instanceof SyncError) || !(error.isUnsure || AGAIN.includes(error.status)))
          throw error;
        // Those who met should not meet again: Twilio advises to back off at random at error 54009.
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 100 * n));
      }
    }
  }

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
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= MAX_SYNC_TTL) return seconds;
  throw new LoggableError(
    `SESSION_TTL=${String(text)} is no whole number of seconds from 1 to ${MAX_SYNC_TTL}.`,
  );
}
