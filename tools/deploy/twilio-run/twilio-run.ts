import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { endTogether } from '../../cli/child';
import { UserError } from '../../cli/user-error';
import type { Upload } from '../../local-twilio';
import type { Access } from '../account/account';

/** What `twilio-run deploy` itself reads from its arguments, its configuration and `.env`. */
export interface Plan extends Access {
  /** `''` if the service is named by its SID. */
  readonly serviceName: string;
  readonly serviceSid: string | undefined;
  /** Whether it may deploy to a service that exists already under that name. */
  readonly mayOverride: boolean;
  /** The suffix of the environment's domain, `''` in production; or its SID. */
  readonly environment: string;
  /** The variables of `.env` that are uploaded. */
  readonly variables: Readonly<Record<string, string>>;
  /** The absolute path of `.env`, whether or not it exists. */
  readonly envFile: string;
  /** Every name in `.env`, also of variables that are empty or are not uploaded. */
  readonly envNames: readonly string[];
  /** As configured; `undefined` if twilio-run looks for its usual folders. */
  readonly functionsFolder: string | undefined;
  readonly assetsFolder: string | undefined;
}

/** What we ask of the process of twilio-run: to read, to deploy to a stand-in, or to deploy to Twilio. */
export type Task =
  | { readonly kind: 'plan'; readonly args: readonly string[] }
  | { readonly kind: 'rehearse'; readonly args: readonly string[] }
  | { readonly kind: 'deploy'; readonly args: readonly string[]; readonly access: Access };

/** twilio-run refused. The message is what twilio-run printed. */
export class TwilioRunRefused extends UserError {
  override readonly name = 'TwilioRunRefused';
}

/**
 * twilio-run in a process of its own, because it keeps its configuration in its modules, and ends the process
 * when it refuses. Tasks go through an IPC channel. A list of processes would show arguments, but not these.
 */
export class TwilioRun {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = '';

  /**
   * @param project the folder to be deployed
   * @param output whether to show its output, or keep it for the error
   */
  constructor(project: string, output: 'shown' | 'kept' = 'kept') {
    this.#child = fork(path.join(__dirname, 'process.ts'), {
      cwd: project,
      env: process.env,
      // --import tsx would start a thread, which takes longer.
      execArgv: ['--require', require.resolve('tsx/cjs')],
      serialization: 'advanced',
      stdio: output === 'shown' ? 'inherit' : ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    endTogether(this.#child);
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
  }

  /**
   * Reads what a deploy with these arguments would do, without doing it.
   *
   * @throws {TwilioRunRefused}
   */
  async plan(args: readonly string[]): Promise<Plan> {
    return (await this.#ask({ kind: 'plan', args })) as Plan;
  }

  /**
   * Runs the real `twilio-run deploy`, and records what it would send instead of sending it. It leaves no file
   * behind. After that, the process of twilio-run can reach only this machine.
   *
   * @throws {TwilioRunRefused}
   */
  async recordUpload(args: readonly string[]): Promise<Upload> {
    return (await this.#ask({ kind: 'rehearse', args })) as Upload;
  }

  /**
   * Runs the real `twilio-run deploy`.
   *
   * @throws {TwilioRunRefused}
   */
  async deploy(args: readonly string[], access: Access): Promise<void> {
    await this.#ask({ kind: 'deploy', args, access });
  }

  close(): void {
    this.#child.kill();
  }

  #ask(task: Task): Promise<unknown> {
    this.#said = '';
    return Promise.race([
      new Promise((resolve, reject) => {
        this.#child.once('message', resolve);
        this.#child.once('error', reject);
        // If the process has ended, `#ended` says why.
        this.#child.send(task, () => undefined);
      }),
      this.#ended.then(() => {
        throw new TwilioRunRefused(readable(this.#said) || 'twilio-run refused. It says why above.');
      }),
    ]);
  }
}

/** Starts twilio-run for {@link TwilioRun.plan} alone. */
export async function readPlan(project: string, args: readonly string[]): Promise<Plan> {
  const twilioRun = new TwilioRun(project);
  try {
    return await twilioRun.plan(args);
  } finally {
    twilioRun.close();
  }
}

/** The text without colours, bars and the spinner. */
function readable(text: string): string {
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/^[│\s]+/, '').trimEnd())
    .filter((line) => line !== '' && !/^([-✖✔⠋] |Deploying functions)/.test(line))
    .join('\n');
}
