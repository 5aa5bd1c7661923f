import { FUNCTIONS } from '../build/bundle';
import { takeOwn, type Command } from '../cli/command-line';
import { rehearseAndCheckTypes } from './rehearsal/rehearsal';
import { report } from './rehearsal/report';
import { TwilioRunRefused } from './twilio-run/twilio-run';

const USAGE = `Usage: npm run rehearse [-- <options of the deploy>]

Builds, checks the types, runs the real deploy without sending anything to Twilio, boots what it would
have uploaded as the cloud has it, and holds a conversation through it. It takes no account.

  npm run rehearse
  npm run rehearse -- --environment=prod     as npm run deploy -- --environment=prod would

  --path <path>   the Function that Twilio texts (/sms, or the only one)
  --help

The conversations run with the variables of .env: what they call is called. The one that CONVERSATION
chooses gets two texts, each other one gets one.
Exits with 1 where something stands against the deploy.
`;

/** Shows that what a deploy would upload works. */
export const rehearseCommand: Command = {
  usage: USAGE,
  mendable: [TwilioRunRefused],
  async run(args) {
    const { own, handedOn } = takeOwn(args, { '--path': 'value' });
    const { project } = FUNCTIONS;
    const rehearsal = await rehearseAndCheckTypes({ project, args: handedOn, path: own['--path'] });
    console.log(report(rehearsal));
    return rehearsal.findings.length === 0;
  },
};
