import { FUNCTIONS } from '../build/bundle';
import { UsageError, commandLine, takeOwn, type Command } from '../cli/command-line';
import { AccountError, connect, type Access } from './account/account';
import { NotDeployed, findWebhook, nameOfEnvironment } from './account/deployed';
import { ForgetsEverybody } from './account/session-secret';
import { UnknownPath } from './account/webhook-path';
import { ServiceExists, deploy, whatNext } from './deployment/deployment';
import { StillSet } from './deployment/emptied';
import { goBack } from './deployment/go-back';
import { placeAgain } from './deployment/place';
import { smoke } from './deployment/smoke';
import { rehearseAndCheckTypes } from './rehearsal/rehearsal';
import { TwilioRunRefused, readPlan } from './twilio-run/twilio-run';

const USAGE = `Usage: npm run deploy [-- <options of twilio-run deploy>]

Builds, checks the types, rehearses, and deploys to Twilio where nothing was found. It takes ACCOUNT_SID
and AUTH_TOKEN, from .env or the environment, or an API key: TWILIO_API_KEY and TWILIO_API_SECRET from
the environment, with ACCOUNT_SID.

  npm run deploy
  npm run deploy -- --environment=prod      to an environment of its own, with a URL of its own
  npm run deploy -- --override-existing-project    where the service exists already

  --path <path>      the Function that Twilio texts (/sms, or the only one)
  --smoke            afterwards texts HELP to it, which nobody answers; takes AUTH_TOKEN
  --unset            unsets at Twilio the variables that are empty in .env
  --replace-secret   replaces the SESSION_SECRET that is there; whoever is in a conversation is forgotten
  --back-to <ZB…>    deploys nothing, and lets the environment run this earlier build again
  --help

npx twilio-run deploy --help lists the options that are handed on.
`;

/** Sends nothing to Twilio that the rehearsal finds fault with. */
export const deployCommand: Command = {
  usage: USAGE,
  mendable: [
    AccountError,
    ForgetsEverybody,
    NotDeployed,
    ServiceExists,
    StillSet,
    TwilioRunRefused,
    UnknownPath,
  ],
  async run(typed) {
    const { own, handedOn: args } = takeOwn(typed, {
      '--path': 'value',
      '--smoke': 'flag',
      '--unset': 'flag',
      '--replace-secret': 'flag',
      '--back-to': 'value',
    });
    const { '--path': path, '--back-to': buildSid, '--smoke': isSmoked = false } = own;
    const { project } = FUNCTIONS;
    if (buildSid !== undefined) return back(buildSid);
    const deployment = await deploy({
      project,
      args,
      path,
      replaceSecret: own['--replace-secret'] ?? false,
      unset: own['--unset'] ?? false,
      isPrivate: process.stdout.isTTY && process.stderr.isTTY && !process.env.CI,
      rehearse: rehearseAndCheckTypes,
      connect: (access) => {
        if (isSmoked) tokenOf(access);
        return connect(access);
      },
      say: console.log,
    });
    if (deployment === undefined) return false;
    const { plan, url } = deployment;
    console.log(whatNext(deployment, placeAgain(plan, args, path)));
    return !isSmoked || smokes(url, plan);

    async function back(build: string): Promise<boolean> {
      if (!/^ZB[0-9a-f]{32}$/i.test(build)) {
        throw new UsageError(`${build} is no build: it is ZB and 32 digits or letters from a to f.`);
      }
      const plan = await readPlan(project, args);
      if (isSmoked) tokenOf(plan);
      const client = connect(plan);
      const again = placeAgain(plan, args, path);
      const previous = await goBack(client, plan, build);
      const where = nameOfEnvironment(plan.environment);
      console.log(
        previous === build
          ? `The build ${build} runs in ${where} already.`
          : `Now ${where} runs the build ${build}, with the variables that are set there.`,
      );
      if (previous !== undefined && previous !== build) {
        console.log(`To undo that:\n\n  ${commandLine('deploy', [`--back-to=${previous}`, ...again])}\n`);
      }
      return !isSmoked || smokes(await findWebhook(client, plan, path, again), plan);
    }
  },
};

/** @throws {UsageError} */
function tokenOf({ authToken }: Access): string {
  if (authToken !== '') return authToken;
  throw new UsageError(
    '--smoke takes AUTH_TOKEN, also beside an API key: it signs as Twilio does, and a key signs nothing.',
  );
}

async function smokes(url: string, access: Access): Promise<boolean> {
  const problems = await smoke({ url, accountSid: access.accountSid, authToken: tokenOf(access) });
  if (problems.length === 0) {
    console.log('✓ It has been texted HELP, and took it as Twilio would.');
    return true;
  }
  for (const { code, title, meaning, remedy } of problems) {
    console.error(`✗ To HELP Twilio would log ${code}, ${title}. ${meaning}\n    ${remedy}`);
  }
  return false;
}
