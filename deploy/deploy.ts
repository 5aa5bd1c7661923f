import { FUNCTIONS } from '../scripts/bundle';
import { ensureEnv } from '../scripts/env';
import { AccountError, connect } from './account';
import { UsageError, asksForHelp, takeOwn } from './arguments';
import { NotDeployed, findWebhook } from './deployed';
import { rehearse } from './rehearsal';
import { report } from './report';
import { ForgetsEverybody, keepSessionSecret } from './session-secret';
import { TwilioRunRefused, deployToTwilio, readPlan, type Plan } from './twilio-run';
import { UnknownPath } from './webhook-path';

const USAGE = `Usage: npm run deploy [-- <options of twilio-run deploy>]

Builds, rehearses, and deploys to Twilio. It takes ACCOUNT_SID and AUTH_TOKEN, from .env or the
environment.

  npm run deploy
  npm run deploy -- --environment=prod      to an environment of its own, with a URL of its own
  npm run deploy -- --override-existing-project    where the service exists already

  --path <path>      the Function that Twilio texts (/sms, or the only one)
  --replace-secret   replaces the SESSION_SECRET that is there; whoever is in a conversation is forgotten
  --help

npx twilio-run deploy --help lists the options that are handed on.
`;

/** `npm run deploy`: nothing is sent to Twilio that the rehearsal finds fault with. */
async function main(args: readonly string[]): Promise<void> {
  if (asksForHelp(args)) {
    console.log(USAGE);
    return;
  }
  const { project } = FUNCTIONS;
  const { own, handedOn } = takeOwn(args, { '--path': 'value', '--replace-secret': 'flag' });
  const path = own['--path'];
  // Credentials come first: who has none yet should not wait to hear it.
  const client = connect(await readPlan(project, handedOn));
  await ensureEnv(project);
  const rehearsal = await rehearse({ project, args: handedOn, path });
  console.log(`${report(rehearsal)}\n`);
  if (rehearsal.findings.length > 0) {
    process.exitCode = 1;
    return;
  }
  if (!own['--replace-secret']) {
    const onlyTheOwnerReads = process.stdout.isTTY && process.stderr.isTTY && !process.env.CI;
    await keepSessionSecret(client, rehearsal.plan, onlyTheOwnerReads);
  }
  await deployToTwilio(project, handedOn);
  // Read again, because the deploy noted the service's SID.
  const plan = await readPlan(project, handedOn);
  console.log(whatNext(await findWebhook(client, plan, path), plan, path));
}

function whatNext(url: string, { environment }: Plan, path: string | undefined): string {
  const options = [
    ...(environment === 'dev' ? [] : [environment === '' ? '--production' : `--environment=${environment}`]),
    ...(path === undefined ? [] : [`--path=${path}`]),
  ];
  return `
Deployed. The webhook is ${url}
Let a number of yours call it:

  npm run attach -- ${['+1…', ...options].join(' ')}
`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const mendable = [UsageError, AccountError, ForgetsEverybody, TwilioRunRefused, NotDeployed, UnknownPath];
  if (!mendable.some((kind) => error instanceof kind)) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
});
