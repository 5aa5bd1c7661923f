import type { Variables } from '../choose-by-variable';
import { LoggableError, codeOf, quoted } from '../log';
import { withTimeout } from '../time-limits';
import { isRefused, type ApiFailure } from '../twilio/api-failure';
import { MAX_SYNC_DATA } from '../twilio/limits';
import { documentStore } from './document-store';
import { NotDone, type Documents } from './documents';

/** `{"sealed":""}` takes 13 of the bytes. */
const MAX_SEALED = MAX_SYNC_DATA - 13;

/**
 * Statuses that say that nothing was written, and that another attempt may succeed. Another message came first
 * (412, 54103; 409, 54301), the document has gone since it was read (404), or there were too many calls
 * (429, 54009).
 */
const LATER: readonly unknown[] = [404, 409, 412, 429];

/**
 * Keeps a session in Twilio Sync, in the service that `SYNC_SERVICE_SID` names, or the account's default
 * one.
 *
 * What it costs: a read and a write for each message, some 100 ms each, at Sync's prices. A state of
 * 11 KB at most. One pair can write 20 times a second up to 1 KiB, and 2 times a second from 10 KiB.
 */
export function syncDocuments(variables: Variables): Documents {
  const { documents } = Runtime.getSync({ serviceName: syncService(variables) });
  return {
    limit: MAX_SEALED,

    async read(name, within) {
      try {
        const found = await withTimeout(within, documents(name).fetch());
        const { sealed = '' } = Object(found.data) as { sealed?: unknown };
        return { text: String(sealed), revision: revisionOf(found) };
      } catch (error) {
        if (isMissing(error as ApiFailure)) return undefined;
        throw notDone('read', error as ApiFailure);
      }
    },

    async write(name, text, seconds, on, within) {
      const data = { sealed: text };
      const ttl = seconds === Infinity ? 0 : seconds; // 0: it never expires
      // We update by sid: a document that was deleted and created again could have the same revision.
      const [sid = '', ifMatch = ''] = on?.revision.split(' ') ?? [];
      try {
        return revisionOf(
          await withTimeout(
            within,
            on
              ? documents(sid).update({ ifMatch, data, ttl })
              : documents.create({ uniqueName: name, data, ttl }),
          ),
        );
      } catch (error) {
        throw notDone('write', error as ApiFailure);
      }
    },

    async remove(name, within) {
      try {
        await withTimeout(within, documents(name).remove());
      } catch (error) {
        if (!isMissing(error as ApiFailure)) throw notDone('remove', error as ApiFailure);
      }
    },
  };
}

/** Keeps a session there. */
export const syncStore = documentStore(syncDocuments);

function revisionOf({ sid, revision }: { readonly sid: string; readonly revision: string }): string {
  return `${sid} ${revision}`;
}

function isMissing(failure: ApiFailure): boolean {
  return failure.status === 404 && isRefused(failure);
}

function notDone(what: 'read' | 'write' | 'remove', failure: ApiFailure): NotDone {
  const { status } = failure;
  const reason = `${status === undefined ? 'no answer' : `HTTP ${status}`}${codeOf(failure)}`;
  const outcome = LATER.includes(Number(status)) ? 'later' : 'never';
  return new NotDone('Sync', what, reason, isRefused(failure) ? outcome : 'unsure');
}

/**
 * The Sync service that holds the documents, as Twilio's API names it.
 *
 * @throws {LoggableError}
 */
export function syncService({ SYNC_SERVICE_SID: sid = '' }: Variables): string {
  if (typeof sid === 'string' && /^(IS[0-9a-f]{32})?$/i.test(sid)) return sid || 'default';
  throw new LoggableError(
    `SYNC_SERVICE_SID=${quoted(sid)} is no SID of a Sync service: IS and 32 of 0-9, a-f.`,
  );
}
