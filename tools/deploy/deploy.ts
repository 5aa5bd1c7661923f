import { FUNCTIONS } from '../build/bundle';
import { commandLine, splitArgs, type Command } from '../cli/command-line';
import { UserError } from '../cli/user-error';
import { connect, type Access } from './account/account';
import { findWebhook, nameOfEnvironment } from './account/deployed';
import { deploy, whatNext } from './deployment/deployment';
import { goBack } from './deployment/go-back';
import { optionsAgain } from './deployment/options-again';
import { smoke } from './deployment/smoke';
import { rehearseAndCheckTypes } from './rehearsal/rehearsal';
import { readPlan } from './twilio-run/twilio-run';

const USAGE = `Usage: npm run deploy [-- <options of twilio-run deploy>]

Builds, checks the types and rehearses. If the rehearsal finds nothing wrong, it deploys to Twilio. It
takes ACCOUNT_SID and AUTH_TOKEN, from .env or the environment, or an API key: TWILIO_API_KEY and
TWILIO_API_SECRET from the environment, with ACCOUNT_SID.

  npm run deploy
  npm run deploy -- --environment=prod      to an environment of its own, with a URL of its own
  npm run deploy -- --override-existing-project    if the service exists already

  --path <path>      the Function that Twilio texts (/sms, or the only one)
  --smoke            afterwards texts HELP to it, and expects no reply; takes AUTH_TOKEN
  --unset            unsets at Twilio the variables that are empty in .env
  --replace-secret   replaces the deployed SESSION_SECRET; everybody in a conversation is forgotten
  --back-to <ZB…>    deploys nothing, and lets the environment run this earlier build again
  --help

npx twilio-run deploy --help lists the options that are handed on.
`;

/** Deploys only what the rehearsal finds nothing wrong with. */
export const deployCommand: Command = {
  usage: USAGE,
  async run(typed) {
    const { own, handedOn: args } = splitArgs(typed, {
      path: { type: 'string' },
      smoke: { type: 'boolean' },
      unset: { type: 'boolean' },
      'replace-secret': { type: 'boolean' },
      'back-to': { type: 'string' },
    });
    const { path, 'back-to': buildSid, smoke: isSmoked = false } = own;
    const { project } = FUNCTIONS;
    if (buildSid !== undefined) return back(buildSid);
    const deployment = await deploy({
      project,
      args,
      path,
      replaceSecret: own['replace-secret'] ?? false,
      unset: own.unset ?? false,
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
    console.log(whatNext(deployment, optionsAgain(plan, args, path)));
    return !isSmoked || smokes(url, plan);

    async function back(build: string): Promise<boolean> {
      if (!/^ZB[0-9a-f]{32}$/i.test(build)) {
        throw new UserError(`${build} is no build: it is ZB and 32 digits or letters from a to f.`);
      }
      const plan = await readPlan(project, args);
      if (isSmoked) tokenOf(plan);
      const client = connect(plan);
      const again = optionsAgain(plan, args, path);
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

/** @throws {UserError} */
function tokenOf({ authToken }: Access): string {
  if (authToken !== '') return authToken;
  throw new UserError(
    '--smoke takes AUTH_TOKEN, also if you have an API key: Twilio signs requests with the token alone.',
  );
}

async function smokes(url: string, access: Access): Promise<boolean> {
  const problems = await smoke({ url, accountSid: access.accountSid, authToken: tokenOf(access) });
  if (problems.length === 0) {
    console.log('✓ The Function was texted HELP, and it answered as Twilio expects.');
    return true;
  }
  for (const { code, title, meaning, remedy } of problems) {
    console.error(`✗ To HELP Twilio would log ${code}, ${title}. ${meaning}\n    ${remedy}`);
  }
  return false;
}
