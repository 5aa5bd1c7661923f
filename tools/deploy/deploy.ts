import { FUNCTIONS } from '../build/bundle';
import { AccountError, connect } from './account/account';
import { NotDeployed, findWebhook } from './account/deployed';
import { ForgetsEverybody, keepSessionSecret } from './account/session-secret';
import { UnknownPath } from './account/webhook-path';
import { ACCOUNT_OPTIONS, SERVICE_OPTIONS, runCommand, takeOwn, typedAgain } from '../cli/command-line';
import { rehearse } from './rehearsal/rehearsal';
import { report } from './rehearsal/report';
import { TwilioRunRefused, deployToTwilio, readPlan, type Plan } from './twilio-run/twilio-run';

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

// Sends nothing to Twilio that the rehearsal finds fault with.
void runCommand({
  usage: USAGE,
  mendable: [AccountError, ForgetsEverybody, TwilioRunRefused, NotDeployed, UnknownPath],
  async run(args) {
    const { own, handedOn } = takeOwn(args, { '--path': 'value', '--replace-secret': 'flag' });
    const path = own['--path'];
    const { project } = FUNCTIONS;
    // Credentials come first: who has none yet should not wait to hear it.
    const client = connect(await readPlan(project, handedOn));
    const rehearsal = await rehearse({ project, args: handedOn, path });
    console.log(`${report(rehearsal)}\n`);
    if (rehearsal.findings.length > 0) return false;
    const { plan } = rehearsal;
    if (!own['--replace-secret']) {
      const onlyTheOwnerReads = process.stdout.isTTY && process.stderr.isTTY && !process.env.CI;
      await keepSessionSecret(client, plan, onlyTheOwnerReads);
    }
    await deployToTwilio(project, handedOn);
    console.log(
      whatNext(await findWebhook(client, plan, path), [
        ...environmentOption(plan),
        ...(path === undefined ? [] : [`--path=${path}`]),
        ...typedAgain(handedOn, [...ACCOUNT_OPTIONS, ...SERVICE_OPTIONS]),
      ]),
    );
    return true;
  },
});

function environmentOption({ environment }: Plan): string[] {
  if (environment === 'dev') return [];
  return [environment === '' ? '--production' : `--environment=${environment}`];
}

function whatNext(url: string, options: readonly string[]): string {
  return `
Deployed. The webhook is ${url}
Let a number of yours call it:

  npm run attach -- ${['+1…', ...options].join(' ')}
`;
}
