import { fork } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { endTogether } from '../../cli/child';
import type { Upload } from '../../local-twilio';

/** What `twilio-run deploy` makes of its arguments, its configuration and `.env`, by its own reading. */
export interface Plan {
  /** An account's SID or an API key's; `''` where there is none. */
  readonly username: string;
  /** The auth token or the key's secret; `''` where there is none. */
  readonly password: string;
  /** `undefined` where only an API key is known. */
  readonly accountSid: string | undefined;
  /** `''` where a service is named by its SID. */
  readonly serviceName: string;
  readonly serviceSid: string | undefined;
  /** The suffix of its domain, `''` in production; or its SID. */
  readonly environment: string;
  readonly region: string | undefined;
  readonly edge: string | undefined;
  /** What is uploaded of `.env`. */
  readonly variables: Readonly<Record<string, string>>;
  /** The absolute path of `.env`, whether or not it exists. */
  readonly envFile: string;
  /** Every name in `.env`, also of what is empty or stays here. */
  readonly envNames: readonly string[];
  /** As configured; `undefined` where twilio-run looks for its usual ones. */
  readonly functionsFolder: string | undefined;
  readonly assetsFolder: string | undefined;
}

/** What the process of twilio-run is asked for: to read, to deploy to a stand-in, or to Twilio. */
export type Task =
  | { readonly kind: 'plan'; readonly args: readonly string[] }
  | { readonly kind: 'rehearse'; readonly args: readonly string[]; readonly envFile: string }
  | { readonly kind: 'deploy'; readonly args: readonly string[] };

/** twilio-run would not go on. Its message is what twilio-run says. */
export class TwilioRunRefused extends Error {
  override readonly name = 'TwilioRunRefused';
}

/**
 * Reads what a deploy with these arguments would do, and does nothing.
 *
 * @param project the folder to be deployed
 * @throws {TwilioRunRefused}
 */
export async function readPlan(project: string, args: readonly string[]): Promise<Plan> {
  return (await run(project, { kind: 'plan', args })) as Plan;
}

/**
 * Runs the real `twilio-run deploy` with everything it would send taken down and nothing sent.
 *
 * @param project a copy: a deploy leaves `.twiliodeployinfo` behind
 * @param envFile the variables to be uploaded, from outside of the copy
 * @throws {TwilioRunRefused}
 */
export async function recordUpload(
  project: string,
  args: readonly string[],
  envFile: string,
): Promise<Upload> {
  return (await run(project, { kind: 'rehearse', args, envFile })) as Upload;
}

/**
 * Runs the real `twilio-run deploy`, which prints as it goes.
 *
 * @throws {TwilioRunRefused}
 */
export async function deployToTwilio(project: string, args: readonly string[]): Promise<void> {
  await run(project, { kind: 'deploy', args });
}

/**
 * A process of its own, since twilio-run keeps its configuration in its modules and ends the process
 * where it refuses. What it is asked for goes through a channel that no list of processes shows.
 */
function run(project: string, task: Task): Promise<unknown> {
  const child = fork(path.join(__dirname, 'process.ts'), {
    cwd: project,
    // Not --import tsx: a thread of its own, which takes longer to start.
    execArgv: ['--require', require.resolve('tsx/cjs')],
    serialization: 'advanced',
    stdio: task.kind === 'deploy' ? 'inherit' : ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  endTogether(child);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.send(task);
  return new Promise((resolve, reject) => {
    let result: unknown;
    child.on('message', (message) => (result = message));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(result);
      else reject(new TwilioRunRefused(readable(said) || 'twilio-run did not go on. It says why above.'));
    });
  });
}

/** Without colours, bars and the spinner. */
function readable(text: string): string {
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/^[│\s]+/, '').trimEnd())
    .filter((line) => line !== '' && !/^([-✖✔⠋] |Deploying functions)/.test(line))
    .join('\n');
}
