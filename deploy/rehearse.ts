import { FUNCTIONS } from '../scripts/bundle';
import { ensureEnv } from '../scripts/env';
import { UsageError, asksForHelp, takeOwn } from './arguments';
import { rehearse } from './rehearsal';
import { report } from './report';
import { TwilioRunRefused } from './twilio-run';

const USAGE = `Usage: npm run rehearse [-- <options of the deploy>]

Builds, runs the real deploy without sending anything to Twilio, boots what it would have uploaded as
the cloud has it, and holds a conversation through it. It takes no account.

  npm run rehearse
  npm run rehearse -- --environment=prod     as npm run deploy -- --environment=prod would

  --path <path>   the Function that Twilio texts (/sms, or the only one)
  --help

The conversation runs with the variables of .env: what it calls is called.
Exits with 1 where something stands against the deploy, with 2 where there was nothing to rehearse.
`;

/** `npm run rehearse`: shows that what a deploy would upload works. */
async function main(args: readonly string[]): Promise<void> {
  if (asksForHelp(args)) {
    console.log(USAGE);
    return;
  }
  const { own, handedOn } = takeOwn(args, { '--path': 'value' });
  await ensureEnv(FUNCTIONS.project);
  const rehearsal = await rehearse({ project: FUNCTIONS.project, args: handedOn, path: own['--path'] });
  console.log(report(rehearsal));
  if (rehearsal.findings.length > 0) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const mendable = [UsageError, TwilioRunRefused];
  if (!mendable.some((kind) => error instanceof kind)) throw error;
  console.error((error as Error).message);
  process.exitCode = 2;
});
