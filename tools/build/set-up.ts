import { ensureEnv } from '../cli/env';
import { build } from './build';
import { FUNCTIONS } from './bundle';

/** After `npm ci`: a `.env` and a build, so that `twilio serverless:start` and `:deploy` work at once. */
async function main(): Promise<void> {
  if (await ensureEnv(FUNCTIONS.project)) console.log('Wrote .env with a new SESSION_SECRET and ID_SECRET.');
  await build();
}

void main();
