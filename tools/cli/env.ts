import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * twilio-run reads `.env` with this parser, at a start and at a deploy. Other parsers, such as Node's own, read
 * another value if there is a `#`, a backtick, `export` or a byte order mark.
 */
const { parse } = createRequire(require.resolve('twilio-run/package.json'))('dotenv') as {
  parse: (text: string) => Record<string, string>;
};

/**
 * Reads the variables of a `.env` file, as Twilio would get them. Every command uses this function.
 *
 * @throws if the file cannot be read
 */
export async function readEnvFile(file: string): Promise<Record<string, string>> {
  return parse(await readFile(file, 'utf8'));
}

/**
 * If there is no `.env`, writes one like `.env.example`, with a random `SESSION_SECRET` and `ID_SECRET`. It
 * never changes a `.env` that exists: with new secrets, all conversations would be forgotten.
 *
 * @returns whether it wrote one
 */
export async function ensureEnv(project: string): Promise<boolean> {
  const example = await readFile(path.join(project, '.env.example'), 'utf8');
  try {
    await writeFile(
      path.join(project, '.env'),
      example.replace(/^(SESSION_SECRET|ID_SECRET)=$/gm, (line) => line + newSecret()),
      {
        flag: 'wx',
        mode: 0o600,
      },
    );
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The variables of `.env`. Shell variables named in `.env.example` override `.env`. (twilio-run hands either
 * all shell variables to Functions, or none.)
 *
 * @returns with `missing`: what `.env.example` names, and neither of them has
 */
export async function readEnv(
  project: string,
  shell: NodeJS.ProcessEnv,
): Promise<{ env: Record<string, string>; fromShell: boolean; missing: string[] }> {
  const [own, example] = await Promise.all([
    readEnvFile(path.join(project, '.env')),
    readEnvFile(path.join(project, '.env.example')),
  ]);
  const named = Object.keys(example).flatMap((name) => {
    const value = shell[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const env = { ...own, ...Object.fromEntries(named) };
  const missing = Object.keys(example).filter((name) => !(name in env));
  return { env, fromShell: named.length > 0, missing };
}

/**
 * Writes variables where twilio-run can be pointed at them, and gives the file. It is never deployed. As it
 * may hold the account's token, it goes with this process, however that ends by itself.
 */
export async function writeEnv(project: string, env: Readonly<Record<string, string>>): Promise<string> {
  const file = writtenEnv(project);
  const lines = Object.entries(env).map(([name, value]) => `${name}=${quotedValue(value)}\n`);
  if (!writtenIn.has(project)) {
    process.once('exit', () => removeWrittenEnv(project));
  }
  writtenIn.add(project);
  removeWrittenEnv(project);
  // `wx` makes a new file, and follows no link that somebody may have put there.
  await writeFile(file, lines.join(''), { mode: 0o600, flag: 'wx' });
  return file;
}

/** The projects that this process has written for. */
const writtenIn = new Set<string>();

/** Removes what {@link writeEnv} wrote, also if an earlier process was killed and left it. */
export function removeWrittenEnv(project: string): void {
  rmSync(writtenEnv(project), { force: true });
}

function writtenEnv(project: string): string {
  return path.join(project, 'dist/.env');
}

/** What to do if other users of this machine can read `.env`, which holds secrets. */
export async function openToOthers(project: string): Promise<string | undefined> {
  const { mode } = await stat(path.join(project, '.env'));
  const isOpen = process.platform !== 'win32' && (mode & 0o044) !== 0;
  return isOpen ? '.env can be read by other users of this machine. Close it: chmod 600 .env' : undefined;
}

/**
 * Quotes a value for the parser, which removes one quote at either end and leaves all others. It reads `\n` as a
 * new line only between double quotes.
 */
function quotedValue(value: string): string {
  return value.includes('\n') ? `"${value.replaceAll('\n', '\\n')}"` : `'${value}'`;
}
