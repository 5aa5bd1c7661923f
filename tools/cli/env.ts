import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';

/**
 * Writes a `.env` like `.env.example` with a random `SESSION_SECRET` and `ID_SECRET`, where there is none. One that
 * exists is never touched: whoever it seals cookies for would be forgotten.
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
 * The variables of `.env`, and over them those of the shell that `.env.example` names. twilio-run
 * hides the shell's variables from Functions, and would otherwise hand on all of them.
 */
export async function readEnv(
  project: string,
  shell: NodeJS.ProcessEnv,
): Promise<{ env: Record<string, string>; fromShell: boolean }> {
  const [own, example] = await Promise.all(['.env', '.env.example'].map((name) => parse(project, name)));
  const named = Object.keys(example ?? {}).flatMap((name) => {
    const value = shell[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { env: { ...own, ...Object.fromEntries(named) }, fromShell: named.length > 0 };
}

async function parse(project: string, name: string): Promise<Record<string, string>> {
  return parseEnv(await readFile(path.join(project, name), 'utf8')) as Record<string, string>;
}

/** Writes variables where twilio-run can be pointed at them, and gives the file. It is never deployed. */
export async function writeEnv(project: string, env: Readonly<Record<string, string>>): Promise<string> {
  const file = path.join(project, 'dist/.env');
  const lines = Object.entries(env).map(([name, value]) => {
    const quote = [`'`, '"', '`'].find((mark) => !value.includes(mark)) ?? '';
    return `${name}=${quote}${value}${quote}\n`;
  });
  await writeFile(file, lines.join(''), { mode: 0o600 });
  return file;
}
