import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { endTogether } from '../../cli/child';
import type { Upload } from '../../local-twilio';
import type { Access } from '../account/account';

/** What `twilio-run deploy` makes of its arguments, its configuration and `.env`, by its own reading. */
export interface Plan extends Access {
  /** `''` where a service is named by its SID. */
  readonly serviceName: string;
  readonly serviceSid: string | undefined;
  /** Whether it may deploy to a service that has that name already. */
  readonly mayOverride: boolean;
  /** The suffix of its domain, `''` in production; or its SID. */
  readonly environment: string;
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
  | { readonly kind: 'rehearse'; readonly args: readonly string[] }
  | { readonly kind: 'deploy'; readonly args: readonly string[]; readonly access: Access };

/** twilio-run would not go on. Its message is what twilio-run says. */
export class TwilioRunRefused extends Error {
  override readonly name = 'TwilioRunRefused';
}

/**
 * twilio-run in a process of its own, since it keeps its configuration in its modules and ends the process
 * where it refuses. What it is asked for goes through a channel that no list of processes shows.
 */
export class TwilioRun {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = '';

  /**
   * @param project the folder to be deployed
   * @param output whether its output is shown, or kept for the error
   */
  constructor(project: string, output: 'shown' | 'kept' = 'kept') {
    this.#child = fork(path.join(__dirname, 'process.ts'), {
      cwd: project,
      env: process.env,
      // Not --import tsx: a thread of its own, which takes longer to start.
      execArgv: ['--require', require.resolve('tsx/cjs')],
      serialization: 'advanced',
      stdio: output === 'shown' ? 'inherit' : ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    endTogether(this.#child);
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
  }

  /**
   * Reads what a deploy with these arguments would do, and does nothing.
   *
   * @throws {TwilioRunRefused}
   */
  async plan(args: readonly string[]): Promise<Plan> {
    return (await this.#ask({ kind: 'plan', args })) as Plan;
  }

  /**
   * Runs the real `twilio-run deploy` with everything it would send taken down, and nothing sent. It
   * leaves no file behind. From then on this process reaches nothing outside of it.
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
        // Where there is no longer anything to send it to, its end says why.
        this.#child.send(task, () => undefined);
      }),
      this.#ended.then(() => {
        throw new TwilioRunRefused(readable(this.#said) || 'twilio-run did not go on. It says why above.');
      }),
    ]);
  }
}

/** {@link TwilioRun.plan}, and nothing more. */
export async function readPlan(project: string, args: readonly string[]): Promise<Plan> {
  const twilioRun = new TwilioRun(project);
  try {
    return await twilioRun.plan(args);
  } finally {
    twilioRun.close();
  }
}

/** Without colours, bars and the spinner. */
function readable(text: string): string {
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/^[│\s]+/, '').trimEnd())
    .filter((line) => line !== '' && !/^([-✖✔⠋] |Deploying functions)/.test(line))
    .join('\n');
}
