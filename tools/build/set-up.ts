import { ensureEnv } from '../cli/env';
import { build } from './build';
import { FUNCTIONS } from './bundle';

/** After `npm ci`: a build and a `.env`, so that `twilio serverless:start` and `:deploy` work at once. */
async function main(): Promise<void> {
  const isBuilt = await build();
  // Without it twilio-run deploys nothing. So it comes last.
  if (isBuilt && (await ensureEnv(FUNCTIONS.project)))
    console.log('Wrote .env with a new SESSION_SECRET and ID_SECRET.');
}

void main();
