import '../local-twilio/sync/reroute.cjs';
import {
  OFFLINE_ACCOUNT_SID,
  OFFLINE_AUTH_TOKEN,
  startSync,
  type ServedSync,
  type SyncOptions,
} from '../local-twilio';

export const ACCOUNT = { ACCOUNT_SID: OFFLINE_ACCOUNT_SID, AUTH_TOKEN: OFFLINE_AUTH_TOKEN };

/** A stand-in of Sync, which the `twilio` package of this process is led to. */
export async function installSync(options: Omit<SyncOptions, 'port'> = {}): Promise<ServedSync> {
  const sync = await startSync({ port: 0, ...options });
  process.env.SYNC_URL = sync.url;
  return sync;
}
