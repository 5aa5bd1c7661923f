import '../local-twilio/sync/reroute.cjs';
import { startSync, type ServedSync, type SyncOptions } from '../local-twilio';

export { OFFLINE_ACCOUNT as ACCOUNT } from '../local-twilio';

/** A stand-in of Sync, which the `twilio` package of this process is led to. */
export async function installSync(options: Omit<SyncOptions, 'port'> = {}): Promise<ServedSync> {
  const sync = await startSync({ port: 0, ...options });
  process.env.SYNC_URL = sync.url;
  return sync;
}
