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
import { stage } from './stage';
import { checkTypes } from './types';
import { inspectVariables } from './variables';

/** What a deploy would do, and how it went. */
export interface Rehearsal {
  /** `undefined` where the code does not compile, so that nothing could be deployed. */
  readonly plan: Plan | undefined;
  /** `undefined` where twilio-run would not deploy. */
  readonly upload: Upload | undefined;
  /** The conversation that was held; `[]` where there was nobody to hold it with. */
  readonly exchanges: readonly Exchange[];
  /** Everything that was wrong; `[]` when all is well. */
  readonly findings: readonly Finding[];
}

export interface RehearsalOptions {
  /** The folder to be deployed, with its packages installed. */
  readonly project: string;
  /** What the deploy would be given. */
  readonly args: readonly string[];
  /** The Function that Twilio texts; `/sms` or the only one, where it is not said. */
  readonly path?: string | undefined;
  /** Gets the plan before anything is done by it. What it throws ends the rehearsal. */
  readonly hearPlan?: (plan: Plan) => void;
}

/**
 * Writes a `.env` where there is none, builds, runs the real deploy without sending anything, boots
 * what it would have uploaded as the cloud has it, and holds a conversation through it. What compiles is
 * rehearsed as far as it goes, to find as much as there is.
 *
 * Nothing is sent to Twilio. What the conversations themselves call, with the variables of `.env`, is
 * called.
 *
 * @throws {TwilioRunRefused} where the arguments or the configuration cannot be read
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
    return { plan: undefined, upload: undefined, exchanges: [], findings: [uncompiled(error)] };
  } finally {
    twilioRun.close();
  }
}

/** @throws {BundleError} where the conversations do not compile */
async function rehearseBuilt(
  { project, args, path: asked, hearPlan }: RehearsalOptions,
  twilioRun: TwilioRun,
): Promise<Rehearsal> {
  const plan = await twilioRun.plan(args);
  hearPlan?.(plan);
  const secrets = secretValues(plan);
  const folders = await inspectFolders(plan, project);
  // Nobody knows how much there is outside, and it is not to be touched.
  const leadsOut = folders.find(({ name }) => name === 'outside-project');
  const [checked, upload] = await Promise.all([
    checkVariables(project, plan.variables),
    leadsOut ?? twilioRun.recordUpload(args).catch(refusal),
  ]);
  const findings = [...folders, ...(await inspectVariables(plan, project, checked))];
  if ('name' in upload) {
    return { plan, upload: undefined, exchanges: [], findings: presentable([...findings, upload], secrets) };
  }
  const [inspected, staged] = await Promise.all([
    inspectFiles(upload, secrets),
    stage(upload, { project, path: asked, otherConversations: checked.otherConversations }),
  ]);
  findings.push(...inspectRuntime(upload.runtime), ...inspected, ...staged.findings);
  // With its place. By itself it is no finding: they may need what only the cloud gives them.
  if (checked.failure !== undefined && staged.findings.some(({ name }) => name === 'function-fails')) {
    findings.push({ name: 'function-fails', what: checked.failure, remedy: 'See that they load.' });
  }
  return { plan, upload, exchanges: staged.exchanges, findings: presentable(findings, secrets) };
}

/** {@link rehearse}, and meanwhile {@link checkTypes}. */
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
  return { name: 'build', what: message, remedy: 'Correct it. Nothing else was rehearsed.' };
}

function refusal(error: unknown): Finding {
  if (!(error instanceof TwilioRunRefused)) throw error;
  return { name: 'deploy-refused', what: error.message, remedy: 'twilio-run would not deploy that.' };
}

/** Each once: what is seen in the code is seen again when it runs. An error may quote anything, also a secret. */
function presentable(findings: readonly Finding[], secrets: readonly SecretValue[]): Finding[] {
  const shown = findings.map((finding) => ({ ...finding, what: redact(finding.what, secrets) }));
  return [...new Map(shown.map((finding) => [finding.name + finding.what, finding])).values()];
}
