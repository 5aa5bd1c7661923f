import { startAccount } from '../account/server';
import type { Upload } from './upload';

/** What a rehearsed deploy has sent so far. */
export interface Received {
  /** @throws if the deploy has not asked for a build */
  upload(): Upload;
}

/**
 * Leads every request of this process to a new and empty account on this machine, and cuts off all other
 * hosts.
 */
export async function standIn(): Promise<Received> {
  const { url, serverless } = await startAccount({ firstNumber: 0 });
  process.env.TWILIO_STAND_IN = url;
  await import('../account/offline.cjs');
  return { upload: () => serverless.lastUpload() };
}
