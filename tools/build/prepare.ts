import { FUNCTIONS } from './bundle';
import { ensureEnv } from '../cli/env';

/** Runs after `npm ci`, so that `twilio serverless:start` and `:deploy` work straight after it. */
async function main(): Promise<void> {
  if (await ensureEnv(FUNCTIONS.project)) console.log('Wrote .env with a new SESSION_SECRET.');
  await import('./build');
}

void main();
