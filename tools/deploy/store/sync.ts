import { RequestClient } from 'twilio';
import { NAME_PREFIX } from '../../../src/session/ids';
import { syncService } from '../../../src/session/sync-documents';
import { connect, failure, isNotFound } from '../account/account';
import { reachTwilio } from '../account/reach';
import type { ServerStore } from './server-store';
import { UserError } from '../../cli/user-error';

/**
 * The Sync service that the Function uses: of the account, or without one the stand-in of Sync.
 *
 * @throws {LoggableError} if `SYNC_SERVICE_SID` is none
 * @throws {UserError}
 * @throws {UserError}
 */
export function openSync(env: Readonly<Record<string, string>>): ServerStore {
  const { access, standIns } = reachTwilio(env);
  // Deleting many is soon too fast for Twilio, which then answers 429.
  const client = connect(access, new RequestClient({ autoRetry: true, maxRetries: 8 }));
  const { documents } = client.sync.v1.services(syncService(env));
  return {
    where:
      standIns === undefined
        ? `${nameOfService(env)} of the account AC…${access.accountSid.slice(-4)}`
        : `${nameOfService(env)} of the stand-in of Sync at ${String(process.env.SYNC_URL)}`,
    async list() {
      const all = await askSync('read what is remembered', documents.list());
      return all.map(({ uniqueName }) => uniqueName).filter(isOurs);
    },
    async read(name) {
      const found = await askSync('read what is remembered', documents(name).fetch().catch(unlessMissing));
      return found && String((found.data as { sealed?: unknown }).sealed);
    },
    async remove(name) {
      const removed = documents(name).remove().catch(unlessMissing);
      return (await askSync('delete a conversation', removed)) === true;
    },
    close() {
      // Each call has a connection of its own.
    },
  };
}

/** @param uniqueName null if a document has none, which the package's types leave out */
function isOurs(uniqueName: string | null): boolean {
  return uniqueName?.startsWith(NAME_PREFIX) === true;
}

function unlessMissing(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}

function nameOfService(env: Readonly<Record<string, string>>): string {
  const service = syncService(env);
  return service === 'default' ? 'the default Sync service' : `the Sync service ${service}`;
}

/**
 * @throws {UserError} if the stand-in does not run
 * @throws {UserError}
 */
async function askSync<Result>(doing: string, answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (error) {
    const { SYNC_URL } = process.env;
    if (SYNC_URL === undefined || (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') {
      throw failure(doing, error);
    }
    throw new UserError(
      `No stand-in of Sync listens at ${SYNC_URL}. Start it: SESSION_STORE=sync npm start. Or say where its phone is: PHONE_PORT=…`,
    );
  }
}
