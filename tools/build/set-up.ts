import { ensureEnv } from '../cli/env';
import { build } from './build';
import { FUNCTIONS } from './bundle';

/** Builds and writes `.env` after `npm ci`, so that `twilio serverless:start` and `:deploy` work at once. */
async function main(): Promise<void> {
  const isBuilt = await build();
  // twilio-run deploys nothing without a .env. So a .env comes only after a successful build.
  if (isBuilt && (await ensureEnv(FUNCTIONS.project)))
    console.log('Wrote .env with a new SESSION_SECRET and ID_SECRET.');
}

void main();
