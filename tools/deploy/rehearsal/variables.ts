import path from 'node:path';
import { describe } from '../../../src/log';
import {
  MAKE_A_SECRET,
  UnusableSecret,
  readIdKey,
  readKeys,
  splitSecrets,
} from '../../../src/session/secrets';
import { readEnvFile } from '../../cli/env';
import { LIMITS } from '../../local-twilio';
import type { CheckedVariables } from '../../cli/variables';
import type { Finding } from './finding';
import type { Plan } from '../twilio-run/twilio-run';

/** Variables that are not uploaded, because Twilio adds them itself. */
const NOT_UPLOADED = new Set(['ACCOUNT_SID', 'AUTH_TOKEN']);

/** Words that people write instead of a secret. A random secret holds one of them once in a hundred thousand times. */
const PLACEHOLDER = /secret|change|example|password|replace|random|insert|dummy|123456|abcdef/i;

/**
 * A secret with fewer different characters was typed, or consists of zeros. Of 32 random hexadecimal digits, fewer
 * than eight are different once in a million times.
 */
const MIN_DIFFERENT = 8;

/**
 * Compares `.env`, all of which is uploaded, with `.env.example`, which lists the variables that exist.
 *
 * @param project the folder of `.env.example`
 * @param checked the variables that cannot be used
 */
export async function inspectVariables(
  { variables, envNames, envFile }: Plan,
  project: string,
  { unusable }: Pick<CheckedVariables, 'unusable'>,
): Promise<Finding[]> {
  const file = path.relative(project, envFile);
  const example = await readEnvFile(path.join(project, '.env.example')).catch(unlessMissing);
  const ofValues = [
    ...inspectSecrets(variables, file),
    ...invalidVariables(unusable, file),
    ...Object.entries(variables).flatMap(([name, value]) => overlong(name, value)),
  ];
  if (example === undefined) return [noExample(file), ...ofValues];
  const known = Object.keys(example);
  const unnamed = envNames.filter((name) => !known.includes(name));
  const missing = known.filter(
    (name) => name !== 'SESSION_SECRET' && !NOT_UPLOADED.has(name) && !envNames.includes(name),
  );
  return [
    ...missing.map((name) =>
      missingVariable(
        name,
        file,
        name === 'ID_SECRET'
          ? `Make one with: ${MAKE_A_SECRET}\nIf a deploy went without, make it the last of SESSION_SECRET instead. Left empty, SESSION_SECRET cannot be rotated.`
          : `Write ${name}= into it; leave it empty if it is not needed.`,
      ),
    ),
    ...unnamed.map((name): Finding => ({
      name: 'unnamed-variable',
      what: `${file} holds ${name}, which .env.example does not name: it would be uploaded, too.`,
      remedy: name.startsWith('TWILIO_API_')
        ? 'Remove it, and set it in the environment of the deploy.'
        : 'Remove it, or name it in .env.example, so that everybody who deploys has it.',
    })),
    ...ofValues,
  ];
}

/** Says once what would otherwise be said of each variable: that the file holds none. */
export function emptyFile({ envFile, envNames }: Plan, project: string): Finding | undefined {
  if (envNames.length > 0) return undefined;
  const file = path.relative(project, envFile);
  return {
    name: 'missing-variable',
    what: `${file} holds no variable. Nothing else was rehearsed.`,
    remedy:
      'In a CI, the secret DOTENV that it is written from may not be set: docs/deploying.md. Elsewhere, put back the variables of those who deploy. If nobody has deployed yet, remove the file: npm run prepare writes .env.',
  };
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function noExample(file: string): Finding {
  return {
    name: 'no-example',
    what: `There is no .env.example, which says what ${file} has to hold: all of it would be uploaded, unseen.`,
    remedy: 'Bring it back: git checkout .env.example',
  };
}

function invalidVariables(unusable: readonly string[], file: string): Finding[] {
  return unusable.map((what) => ({
    name: 'invalid-variable',
    what,
    remedy: `Correct it in ${file}.`,
  }));
}

function overlong(name: string, value: string): Finding[] {
  const bytes = Buffer.byteLength(value);
  const limit = LIMITS.variable.value;
  if (bytes <= limit) return [];
  return [
    {
      name: 'too-large',
      what: `${name} has ${bytes} bytes, and ${limit} are allowed.`,
      remedy:
        'Shorten it. You can remove the oldest of several secrets, once nothing is sealed with it any more.',
    },
  ];
}

function inspectSecrets({ SESSION_SECRET, ID_SECRET }: Plan['variables'], file: string): Finding[] {
  const remedy = `Make one with: ${MAKE_A_SECRET}`;
  if (SESSION_SECRET === undefined) return [missingVariable('SESSION_SECRET', file, remedy)];
  // Without an ID_SECRET, SESSION_SECRET takes its place.
  const weaknesses = [weaknessOf('SESSION_SECRET', SESSION_SECRET), weaknessOf('ID_SECRET', ID_SECRET)];
  return weaknesses
    .filter((weakness) => weakness !== undefined)
    .map((what) => ({ name: 'weak-secret', what, remedy }));
}

function missingVariable(variable: string, file: string, remedy: string): Finding {
  return { name: 'missing-variable', what: `${variable} is missing in ${file}.`, remedy };
}

/** Why a secret should not be used, if so. It never says what the secret is. */
function weaknessOf(variable: 'SESSION_SECRET' | 'ID_SECRET', value = ''): string | undefined {
  try {
    if (variable === 'SESSION_SECRET') readKeys(value);
    else if (value.trim() !== '') readIdKey({ ID_SECRET: value }, 'document');
  } catch (error) {
    if (!(error instanceof UnusableSecret)) throw error;
    return describe(error).split('\n')[0];
  }
  return splitSecrets(value).some(looksTyped)
    ? `A secret in ${variable} looks typed, so it can be guessed.`
    : undefined;
}

function looksTyped(secret: string): boolean {
  return PLACEHOLDER.test(secret) || /\s/.test(secret) || new Set(secret).size < MIN_DIFFERENT;
}
