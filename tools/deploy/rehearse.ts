import { FUNCTIONS } from '../build/bundle';
import { runCommand, takeOwn } from '../cli/command-line';
import { rehearse } from './rehearsal/rehearsal';
import { report } from './rehearsal/report';
import { TwilioRunRefused } from './twilio-run/twilio-run';

const USAGE = `Usage: npm run rehearse [-- <options of the deploy>]

Builds, runs the real deploy without sending anything to Twilio, boots what it would have uploaded as
the cloud has it, and holds a conversation through it. It takes no account.

  npm run rehearse
  npm run rehearse -- --environment=prod     as npm run deploy -- --environment=prod would

  --path <path>   the Function that Twilio texts (/sms, or the only one)
  --help

The conversation runs with the variables of .env: what it calls is called.
Exits with 1 where something stands against the deploy.
`;

// Shows that what a deploy would upload works.
void runCommand({
  usage: USAGE,
  mendable: [TwilioRunRefused],
  async run(args) {
    const { own, handedOn } = takeOwn(args, { '--path': 'value' });
    const { project } = FUNCTIONS;
    const rehearsal = await rehearse({ project, args: handedOn, path: own['--path'] });
    console.log(report(rehearsal));
    return rehearsal.findings.length === 0;
  },
});
