import { RequestClient } from 'twilio';
import { NAME_PREFIX } from '../../../src/session/ids';
import { syncService } from '../../../src/session/sync-documents';
import '../../local-twilio/sync/reroute.cjs';
import { connect, failure, isNotFound } from '../account/account';
import { readCredentials, type Credentials } from '../account/credentials';
import { completePlace } from '../account/region';
import { readPort } from '../../start/ports';
import { OFFLINE_ACCOUNT, standInsAt } from '../../start/stand-ins';
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
  const credentials = readCredentials(env, process.env);
  const isAccount = credentials.apiKey !== undefined || (credentials.accountSid && credentials.authToken);
  if (!isAccount) {
    Object.assign(process.env, standInsAt(readPort('PHONE_PORT', process.env.PHONE_PORT ?? '3001')));
  }
  const { TWILIO_REGION, TWILIO_EDGE } = process.env;
  const client = connect(
    {
      ...(isAccount ? credentials : OFFLINE),
      ...completePlace({ region: TWILIO_REGION, edge: TWILIO_EDGE }),
    },
    // Deleting many is soon too fast for Twilio, which then answers 429.
    new RequestClient({ autoRetry: true, maxRetries: 8 }),
  );
  const { documents } = client.sync.v1.services(syncService(env));
  return {
    where: isAccount
      ? `${nameOfService(env)} of the account AC…${credentials.accountSid.slice(-4)}`
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

/** @param uniqueName null where a document has none, whatever the package's types say */
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

const OFFLINE: Credentials = {
  accountSid: OFFLINE_ACCOUNT.ACCOUNT_SID,
  authToken: OFFLINE_ACCOUNT.AUTH_TOKEN,
  apiKey: undefined,
};

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
