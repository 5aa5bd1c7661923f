import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { MAKE_A_SECRET } from '../src/secrets';
import type { Finding } from './finding';
import type { Plan } from './twilio-run';
import { weaknessOf } from './weak-secret';

/** They stay here, and Twilio adds them itself. */
const NOT_UPLOADED = new Set(['ACCOUNT_SID', 'AUTH_TOKEN']);

/**
 * Holds `.env`, all of which is uploaded, against `.env.example`, which says what there is.
 *
 * @param project where `.env.example` is
 */
export async function inspectVariables(
  { variables, envNames, envFile }: Plan,
  project: string,
): Promise<Finding[]> {
  const file = path.relative(project, envFile);
  const example = await readFile(path.join(project, '.env.example'), 'utf8').catch(() => '');
  const known = Object.keys(parseEnv(example));
  const unnamed = envNames.filter((name) => !known.includes(name));
  const missing = known.filter(
    (name) => name !== 'SESSION_SECRET' && !NOT_UPLOADED.has(name) && !envNames.includes(name),
  );
  return [
    ...missing.map((name) =>
      missingVariable(name, file, `Write ${name}= into it; leave it empty if it is not needed.`),
    ),
    ...unnamed.map((name): Finding => ({
      name: 'unnamed-variable',
      what: `${file} holds ${name}, which .env.example does not name: it would be uploaded, too.`,
      remedy: `Take it out, or name it in .env.example so that everybody who deploys has it.`,
    })),
    ...inspectSecret(variables.SESSION_SECRET, file),
  ];
}

function inspectSecret(secret: string | undefined, file: string): Finding[] {
  const remedy = `Make one with: ${MAKE_A_SECRET}`;
  if (secret === undefined) return [missingVariable('SESSION_SECRET', file, remedy)];
  const weakness = weaknessOf(secret);
  return weakness === undefined ? [] : [{ name: 'weak-secret', what: weakness, remedy }];
}

function missingVariable(variable: string, file: string, remedy: string): Finding {
  return { name: 'missing-variable', what: `${variable} is missing in ${file}.`, remedy };
}
