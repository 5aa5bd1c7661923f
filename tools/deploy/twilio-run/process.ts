import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as ServerlessApi from '@twilio-labs/serverless-api';
import type Yargs from 'yargs';
import * as deployCommand from 'twilio-run/dist/commands/deploy';
import { getConfigFromFlags, type DeployCliFlags } from 'twilio-run/dist/config/deploy';
import { readLocalEnvFile } from 'twilio-run/dist/config/utils/env';
import { OFFLINE_AUTH_TOKEN, OFFLINE_KEY_SID, standIn } from '../../local-twilio';
import { loginOf, readCredentials, type Credentials } from '../account/credentials';
import { completePlace, type Place } from '../account/region';
import type { Plan, Task } from './twilio-run';

const fromTwilioRun = createRequire(require.resolve('twilio-run/package.json'));
// twilio-run parses its own command line with this yargs.
const yargs = fromTwilioRun('yargs') as typeof Yargs;
type Deploy = ServerlessApi.TwilioServerlessApiClient['deployLocalProject'];
const { TwilioServerlessApiClient } = fromTwilioRun('@twilio-labs/serverless-api') as typeof ServerlessApi;

process.on('message', (task) => {
  perform(task as Task).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error instanceof Error ? messageOf(error) : error);
      process.exit(1);
    },
  );
});

/** Adds the name of a configuration file that cannot be read. Its parser says only the line. */
function messageOf(error: Error & { filepath?: string }): string {
  return error.filepath === undefined
    ? error.message
    : `${path.relative(process.cwd(), error.filepath)} cannot be read. ${error.message}`;
}

async function perform(task: Task): Promise<object> {
  const flags = await readFlags(task.args);
  switch (task.kind) {
    case 'plan':
      return plan(flags);
    case 'rehearse': {
      const received = await standIn();
      // With an API key, twilio-run neither writes nor reads .twiliodeployinfo.
      await deployCommand.handler(flags, { username: OFFLINE_KEY_SID, password: OFFLINE_AUTH_TOKEN });
      return received.upload();
    }
    case 'deploy':
      explainFailures();
      await deployCommand.handler({ ...flags, ...placeOf(task.access) }, optionsOf(task.access));
      return {};
  }
}

async function plan(flags: DeployCliFlags): Promise<Plan> {
  if (flags.username !== undefined || flags.password !== undefined) {
    throw new Error(
      'Leave out --username and --password: every user of this machine can read a command line. Set TWILIO_API_KEY and TWILIO_API_SECRET, or ACCOUNT_SID and AUTH_TOKEN, in the environment.',
    );
  }
  // A copy, because getConfigFromFlags writes to it.
  const config = await getConfigFromFlags({ ...flags });
  if (flags.cwd !== undefined || config.cwd !== process.cwd()) {
    throw new Error('The folder is always this project’s: leave out --cwd, or cwd in .twilioserverlessrc.');
  }
  const envFile = config.envPath;
  const { localEnv } = await readLocalEnvFile({
    cwd: config.cwd,
    ...(existsSync(envFile) && { env: envFile }),
  });
  const credentials = readCredentials(localEnv, process.env);
  const { TWILIO_REGION, TWILIO_EDGE } = process.env;
  const place = completePlace({ region: config.region ?? TWILIO_REGION, edge: config.edge ?? TWILIO_EDGE });
  // Which service it is depends on the account and the region.
  const { serviceName, serviceSid } = await getConfigFromFlags(
    { ...flags, ...placeOf(place) },
    optionsOf(credentials),
  );
  return {
    ...credentials,
    ...place,
    serviceName,
    serviceSid,
    mayOverride: Boolean(config.overrideExistingService) || Boolean(config.force),
    environment: config.functionsEnv,
    variables: config.env as Record<string, string>,
    envFile,
    envNames: Object.keys(localEnv),
    functionsFolder: config.functionsFolderName,
    assetsFolder: config.assetsFolderName,
  };
}

/** The credentials in the form that the plugin of the `twilio` CLI hands to twilio-run. */
function optionsOf(credentials: Credentials) {
  return { ...loginOf(credentials), accountSid: credentials.accountSid };
}

function placeOf({ region, edge }: Place) {
  return { ...(region !== undefined && { region }), ...(edge !== undefined && { edge }) };
}

/** If Twilio's build fails, serverless-api throws a word, and twilio-run prints "undefined". We throw an error. */
function explainFailures(): void {
  const { prototype } = TwilioServerlessApiClient;
  const deploy = Object.getOwnPropertyDescriptor(prototype, 'deployLocalProject')?.value as Deploy;
  prototype.deployLocalProject = function (config) {
    return deploy.call(this, config).catch((error: unknown) => {
      throw error instanceof Error
        ? error
        : new Error(`Twilio could not build what was uploaded: its build ${String(error)}.`);
    });
  };
}

function readFlags(args: readonly string[]): Promise<DeployCliFlags> {
  return new Promise((resolve, reject) => {
    const { command, describe, builder } = deployCommand;
    const handler = (flags: DeployCliFlags) => resolve(flags);
    const parsed = yargs(['deploy', ...args])
      .command({ command, describe, builder, handler })
      // twilio-run ignores options that it does not know: --enviroment=prod would deploy to dev.
      .strict()
      .help(false)
      .version(false)
      .fail((message, error) =>
        reject(
          (error as Error | undefined) ??
            new Error(`${message}.\nnpx twilio-run deploy --help lists the options.`),
        ),
      )
      .parse();
    Promise.resolve(parsed).catch(reject);
  });
}
