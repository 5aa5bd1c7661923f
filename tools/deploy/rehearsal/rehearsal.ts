import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Exchange, Upload } from '../../local-twilio';
import { BundleError, FUNCTIONS, bundle } from '../../build/bundle';
import { ensureEnv } from '../../cli/env';
import { TwilioRunRefused, readPlan, recordUpload, type Plan } from '../twilio-run/twilio-run';
import { inspectFiles } from './files';
import type { Finding } from './finding';
import { redact, secretValues, type SecretValue } from './secret-values';
import { stage } from './stage';
import { inCopyOf } from './temporary-folder';
import { inspectVariables } from './variables';

/** What a deploy would do, and how it went. */
export interface Rehearsal {
  readonly plan: Plan;
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
}

/**
 * Writes a `.env` where there is none, builds, runs the real deploy without sending anything, boots
 * what it would have uploaded as the cloud has it, and holds a conversation through it. It goes on as
 * far as it can, to find as much as there is.
 *
 * Nothing is sent to Twilio. What the conversation itself calls, with the variables of `.env`, is called.
 *
 * @throws {TwilioRunRefused} where the arguments or the configuration cannot be read
 */
export async function rehearse({ project, args, path: asked }: RehearsalOptions): Promise<Rehearsal> {
  if (existsSync(path.join(project, '.env.example'))) await ensureEnv(project);
  const plan = await readPlan(project, args);
  const secrets = secretValues(plan);
  const findings = [
    ...(await build(project)),
    ...(await inspectFolders(plan, project)),
    ...(await inspectVariables(plan, project)),
  ];
  const upload = await inCopyOf(project, assetFolders(plan), (copy) =>
    recordUpload(copy, args, plan.envFile),
  ).catch(refusal);
  if ('name' in upload) {
    return { plan, upload: undefined, exchanges: [], findings: presentable([...findings, upload], secrets) };
  }
  const inspected = await inspectFiles(upload, secrets);
  const staged = await stage(upload, project, asked);
  return {
    plan,
    upload,
    exchanges: staged.exchanges,
    findings: presentable([...findings, ...inspected, ...staged.findings], secrets),
  };
}

async function build(project: string): Promise<Finding[]> {
  try {
    await bundle({ ...FUNCTIONS, project });
    return [];
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return [
      { name: 'build', what: error.message, remedy: 'What is rehearsed below is the last good build.' },
    ];
  }
}

/** twilio-run takes a folder that is not there for an empty one. */
async function inspectFolders({ functionsFolder, assetsFolder }: Plan, project: string): Promise<Finding[]> {
  const folders = [functionsFolder, assetsFolder].filter((folder) => folder !== undefined);
  const there = await Promise.all(folders.map((folder) => isFolder(path.join(project, folder))));
  return folders
    .filter((_, at) => !there[at])
    .map((folder) => ({
      name: 'missing-folder',
      what: `${folder} is no folder: nothing in it would be uploaded.`,
      remedy: 'See functionsFolder and assetsFolder in .twilioserverlessrc.',
    }));
}

/** Where none is configured, twilio-run takes the first of these that is there. */
function assetFolders({ assetsFolder }: Plan): string[] {
  return assetsFolder === undefined ? ['assets', 'static'] : [assetsFolder];
}

async function isFolder(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
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
