import type { Variables } from '../choose-by-variable';
import { tagOf, type Message, type Outgoing } from '../conversation';
import { LoggableError, quoted } from '../log';
import { TIME } from '../time-limits';
import { COOKIE_MAX_AGE, MAX_SYNC_TTL } from '../twilio/limits';
import { Delivery } from './delivery';
import { NotDone, type Documents } from './documents';
import { messageId } from './ids';
import { PairDocument, type Loaded } from './pair-document';
import { deliveredBefore, withDelivery, withoutReplies, wouldShow } from './ring';
import { earlierBinding, type EarlierFormat } from './sealed-state';
import type { OpenStore } from './store';
import { takeTurn } from './turn';

/** Give up after so many attempts. */
const MAX_ATTEMPTS = 10;

/** A write that may have succeeded or not. */
interface Unsure {
  readonly loaded: Loaded;
  readonly replies: readonly Outgoing[];
}

/**
 * Makes a store from a service that keeps documents, with one document for each pair of numbers. No text is lost
 * if several arrive together. A message that is delivered again counts once. It gets the same replies again, or
 * none if the document had no room for them.
 */
export function documentStore(open: (variables: Variables) => Documents): OpenStore {
  return (variables) => ({
    async take(message, conversation, options) {
      const ttl = readTtl(variables.SESSION_TTL);
      const document = new PairDocument(open(variables), message, variables, options);
      const id = messageId(message, variables);
      const delivery = new Delivery(options.now, options.end - TIME.call, () => id);
      const earlier = earlierDocument(message, conversation, variables);
      const reach = { ...options, message, variables, document, ttl };
      let unsure: Unsure | undefined;
      const replies = await attempt(options.end, async () => {
        const loaded = await document.load(earlier);
        const delivered = deliveredBefore(loaded.session, id);
        if (delivered) await conversation.reminds?.resume(loaded, delivered, reach);
        if (delivered) return delivered[1] ?? unsure?.replies ?? [];
        if (unsure) refuseUnknown(unsure, loaded);
        const turn = await takeTurn(loaded.session, message, conversation, options, delivery);
        if (turn.session === loaded.session) return turn.replies;
        const plan = conversation.reminds?.plan(conversation, loaded.session, turn.session, reach);
        const session = {
          ...turn.session,
          ...plan?.session,
          ring: withDelivery(loaded.session, id, turn.replies),
        };
        const written = await document.save(session, plan?.ttl ?? ttl, loaded).catch((error: unknown) => {
          // If the write succeeded after all, another write on the same revision will be refused.
          if (error instanceof NotDone && error.outcome === 'unsure') {
            unsure = { loaded, replies: turn.replies };
          }
          throw error;
        });
        await plan?.carryOut(written);
        return turn.replies;
      }).finally(() => delivery.close());
      return { replies };
    },

    async forget(message, { now, end, optsOut = false, cancel }) {
      const ttl = readTtl(variables.SESSION_TTL);
      const document = new PairDocument(open(variables), message, variables, { now, end });
      await attempt(end, async () => {
        const loaded = await document.load();
        // Forget also if the conversation that would cancel a reminder cannot be made.
        if (loaded.session.due) await cancel?.(loaded.session.due).catch(() => undefined);
        if (loaded.found || optsOut) {
          // The ring stays, so that a message that is delivered again after the opt-out starts nothing new.
          const ring = withDelivery(loaded.session, messageId(message, variables));
          const left = { ring: withoutReplies(ring, ring.length), ...(optsOut && { out: true as const }) };
          await document.save(left, optsOut ? Infinity : ttl, loaded);
        }
        await document.removeOlder();
      });
      return { replies: [] };
    },
  });
}

/**
 * Tries again as long as a call fails for a reason that passes.
 *
 * @param end when the answer has to be ready, by `performance.now()`
 */
export async function attempt<Result>(end: number, begin: () => Promise<Result>): Promise<Result> {
  const last = end - (TIME.answer - TIME.lastAttempt);
  for (let n = 1; ; n++) {
    try {
      return await begin();
    } catch (error) {
      if (!(error instanceof NotDone) || error.outcome === 'never') throw error;
      // Random backoff, so that colliding writers do not collide again (Twilio's advice for error 54009).
      const pause = Math.random() * Math.min(TIME.pause, 50 * 2 ** n);
      if (n === MAX_ATTEMPTS || performance.now() + pause > last) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** @throws {LoggableError} if we cannot know whether the message was counted */
function refuseUnknown({ loaded: before }: Unsure, after: Loaded): void {
  const nothingCame = before.found?.revision === after.found?.revision;
  if (nothingCame || wouldShow(before.session, after.session)) return;
  throw new LoggableError('the document changed after an uncertain write');
}

/** How to read what version 0.1.0 kept in a document. */
function earlierDocument(
  message: Message,
  conversation: { readonly name: string; readonly version: number },
  variables: Variables,
): EarlierFormat {
  return {
    binding: () => earlierBinding(message, conversation),
    read(content) {
      const { state, latest } = content as {
        state?: unknown;
        latest?: { sid: string; replies?: readonly Outgoing[] };
      };
      return {
        ...(state !== undefined && { of: tagOf(conversation), state }),
        ...(latest && {
          ring: withDelivery({}, messageId({ ...message, sid: latest.sid }, variables), latest.replies),
        }),
      };
    },
  };
}

/**
 * How long a conversation is remembered, in seconds: `SESSION_TTL`, or four hours.
 *
 * @throws {LoggableError}
 */
export function readTtl(text: unknown): number {
  const seconds = text ? Number(text) : COOKIE_MAX_AGE;
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= MAX_SYNC_TTL) return seconds;
  throw new LoggableError(
    `SESSION_TTL=${quoted(text)} is no whole number of seconds from 1 to ${MAX_SYNC_TTL}.`,
  );
}
