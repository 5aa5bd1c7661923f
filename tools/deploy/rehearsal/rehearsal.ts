import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Exchange, Upload } from '../../local-twilio';
import { BundleError, FUNCTIONS, bundle } from '../../build/bundle';
import { ensureEnv } from '../../cli/env';
import { checkVariables } from '../../cli/variables';
import { TwilioRun, TwilioRunRefused, type Plan } from '../twilio-run/twilio-run';
import { inspectFiles } from './files';
import type { Finding } from './finding';
import { inspectFolders } from './folders';
import { inspectRuntime } from './runtime';
import { redact, secretValues, type SecretValue } from './secret-values';
import type { Opened, ToRehearse } from './opening';
import { stage } from './stage';
import { checkTypes } from './types';
import { emptyFile, inspectVariables } from './variables';

/** What a deploy would do, and what blocks it. */
export interface Rehearsal {
  /** `undefined` if the code does not compile, so that there is nothing to deploy. */
  readonly plan: Plan | undefined;
  /** `undefined` if twilio-run refuses the deploy. */
  readonly upload: Upload | undefined;
  /** The conversation that was held; `[]` if no Function could be texted. */
  readonly exchanges: readonly Exchange[];
  /** What the conversation can open, and what came of that. */
  readonly opened: readonly Opened[];
  /** Everything that blocks the deploy; `[]` if all is well. */
  readonly findings: readonly Finding[];
}

export interface RehearsalOptions {
  /** The folder to be deployed, with its packages installed. */
  readonly project: string;
  /** The arguments of the deploy. */
  readonly args: readonly string[];
  /** The Function that Twilio texts; by default `/sms`, or the only one. */
  readonly path?: string | undefined;
  /** What is opened; by default what takes no data. */
  readonly open?: ToRehearse | undefined;
  /** Gets the plan before the rehearsal acts on it. If it throws, the rehearsal ends. */
  readonly hearPlan?: (plan: Plan) => void;
}

/**
 * Builds, and runs the real deploy without sending anything to Twilio. Then it boots what the deploy would
 * have uploaded, as the cloud does, and texts it. If there is no `.env`, it writes one. It goes on after a
 * finding, to find as much as possible in one run.
 *
 * The conversations run with the variables of `.env`, so they really call the services that they use.
 *
 * @throws {TwilioRunRefused} if the arguments or the configuration cannot be read
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const { project } = options;
  if (existsSync(path.join(project, '.env.example'))) await ensureEnv(project);
  const twilioRun = new TwilioRun(project);
  try {
    await bundle({ ...FUNCTIONS, project });
    return await rehearseBuilt(options, twilioRun);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return { plan: undefined, upload: undefined, exchanges: [], opened: [], findings: [uncompiled(error)] };
  } finally {
    twilioRun.close();
  }
}

/** @throws {BundleError} if the conversations do not compile */
async function rehearseBuilt(
  { project, args, path: asked, open, hearPlan }: RehearsalOptions,
  twilioRun: TwilioRun,
): Promise<Rehearsal> {
  const plan = await twilioRun.plan(args);
  hearPlan?.(plan);
  const empty = emptyFile(plan, project);
  if (empty) return { plan, upload: undefined, exchanges: [], opened: [], findings: [empty] };
  const secrets = secretValues(plan);
  const folders = await inspectFolders(plan, project);
  // There may be any amount of files outside of the project. twilio-run would read them all.
  const leadsOut = folders.find(({ name }) => name === 'outside-project');
  const [checked, upload] = await Promise.all([
    checkVariables(project, plan.variables),
    leadsOut ?? twilioRun.recordUpload(args).catch(refusal),
  ]);
  const findings = [...folders, ...(await inspectVariables(plan, project, checked))];
  if ('name' in upload) {
    const found = presentable([...findings, upload], secrets);
    return { plan, upload: undefined, exchanges: [], opened: [], findings: found };
  }
  const [inspected, staged] = await Promise.all([
    inspectFiles(upload, secrets),
    stage(upload, { project, path: asked, open, ...checked }),
  ]);
  findings.push(...inspectRuntime(upload.runtime), ...inspected, ...staged.findings);
  // This names the line that threw. By itself it is no finding: the conversations may need something that only
  // the cloud has.
  if (checked.failure !== undefined && staged.findings.some(({ name }) => name === 'function-fails')) {
    findings.push({ name: 'function-fails', what: checked.failure, remedy: 'Make sure that they load.' });
  }
  return { plan, upload, ...staged, findings: presentable(findings, secrets) };
}

/** Runs {@link rehearse} and {@link checkTypes} at the same time. */
export async function rehearseAndCheckTypes(options: RehearsalOptions): Promise<Rehearsal> {
  const given = new AbortController();
  let mistyped: Promise<Finding[]> = Promise.resolve([]);
  try {
    const rehearsal = await rehearse({
      ...options,
      hearPlan(plan) {
        options.hearPlan?.(plan);
        mistyped = checkTypes(options.project, given.signal);
      },
    });
    return { ...rehearsal, findings: [...rehearsal.findings, ...(await mistyped)] };
  } finally {
    given.abort();
  }
}

function uncompiled({ message }: BundleError): Finding {
  return { name: 'build', what: message, remedy: 'Fix it. Nothing else was rehearsed.' };
}

function refusal(error: unknown): Finding {
  if (!(error instanceof TwilioRunRefused)) throw error;
  return { name: 'deploy-refused', what: error.message, remedy: 'twilio-run refuses to deploy this.' };
}

/**
 * Removes duplicates, because a run finds again what was found in the code. Removes secrets, because an error
 * may quote one.
 */
function presentable(findings: readonly Finding[], secrets: readonly SecretValue[]): Finding[] {
  const shown = findings.map((finding) => ({ ...finding, what: redact(finding.what, secrets) }));
  return [...new Map(shown.map((finding) => [finding.name + finding.what, finding])).values()];
}
