import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type Yargs from 'yargs';
import * as deployCommand from 'twilio-run/dist/commands/deploy';
import { getConfigFromFlags, type DeployCliFlags } from 'twilio-run/dist/config/deploy';
import { readLocalEnvFile } from 'twilio-run/dist/config/utils/env';
import { OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN, standIn } from '../../local-twilio';
import type { Plan, Task } from './twilio-run';

// The one that twilio-run reads its own command line with.
const yargs = createRequire(require.resolve('twilio-run/package.json'))('yargs') as typeof Yargs;

process.once('message', (task) => {
  perform(task as Task).then(
    (result) => {
      process.send?.(result, () => {
        process.disconnect();
      });
    },
    (error: unknown) => {
      console.error(error instanceof Error ? messageOf(error) : error);
      process.exit(1);
    },
  );
});

/** Names the configuration that cannot be read: what parses it says the line only. */
function messageOf(error: Error & { filepath?: string }): string {
  return error.filepath === undefined
    ? error.message
    : `${path.relative(process.cwd(), error.filepath)} cannot be read. ${error.message}`;
}

async function perform(task: Task): Promise<object> {
  switch (task.kind) {
    case 'plan':
      return plan(task.args);
    case 'rehearse': {
      const received = await standIn();
      const flags = await readFlags(task.args);
      if (existsSync(task.envFile)) flags.env = task.envFile;
      await deployCommand.handler(
        await withCredentials(flags, { ACCOUNT_SID: OFFLINE_ACCOUNT_SID, AUTH_TOKEN: OFFLINE_AUTH_TOKEN }),
      );
      return received.upload();
    }
    case 'deploy':
      await deployCommand.handler(await withCredentials(await readFlags(task.args), process.env));
      return {};
  }
}

async function plan(args: readonly string[]): Promise<Plan> {
  const typed = await readFlags(args);
  const flags = await withCredentials(typed, process.env);
  const config = await getConfigFromFlags(flags);
  // A rehearsal runs in a copy: with another folder it would leave its traces in the real one.
  if (typed.cwd !== undefined || config.cwd !== process.cwd()) {
    throw new Error('The folder is always this project’s: leave out --cwd, or cwd in .twilioserverlessrc.');
  }
  const envFile = config.envPath;
  const { localEnv } = await readLocalEnvFile({
    cwd: config.cwd,
    ...(existsSync(envFile) && { env: envFile }),
  });
  const accountSids = [config.username, localEnv.ACCOUNT_SID, process.env.ACCOUNT_SID];
  return {
    username: config.username,
    password: config.password,
    accountSid: accountSids.find((sid) => sid?.startsWith('AC')),
    serviceName: config.serviceName,
    serviceSid: config.serviceSid,
    environment: config.functionsEnv,
    region: config.region,
    edge: config.edge,
    variables: config.env as Record<string, string>,
    envFile,
    envNames: Object.keys(localEnv),
    functionsFolder: config.functionsFolderName,
    assetsFolder: config.assetsFolderName,
  };
}

/** With these credentials, each where neither the flags nor `.env` hold it. */
async function withCredentials(
  flags: DeployCliFlags,
  { ACCOUNT_SID, AUTH_TOKEN }: NodeJS.Dict<string>,
): Promise<DeployCliFlags> {
  // A copy, because it is written to.
  const { username, password } = await getConfigFromFlags({ ...flags });
  return {
    ...flags,
    ...(!username && ACCOUNT_SID && { username: ACCOUNT_SID }),
    ...(!password && AUTH_TOKEN && { password: AUTH_TOKEN }),
  };
}

function readFlags(args: readonly string[]): Promise<DeployCliFlags> {
  return new Promise((resolve, reject) => {
    const { command, describe, builder } = deployCommand;
    const handler = (flags: DeployCliFlags) => {
      resolve(flags);
    };
    const parsed = yargs(['deploy', ...args])
      .command({ command, describe, builder, handler })
      // By itself it takes no notice of what it does not know: --enviroment=prod would go to dev.
      .strict()
      .help(false)
      .version(false)
      .fail((message, error) => {
        reject(
          (error as Error | undefined) ??
            new Error(`${message}.\nnpx twilio-run deploy --help lists what there is.`),
        );
      })
      .parse();
    Promise.resolve(parsed).catch(reject);
  });
}
