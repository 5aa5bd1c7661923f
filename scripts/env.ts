import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a `.env` like `.env.example` with a random `SESSION_SECRET`, where there is none. One that
 * exists is never touched: whoever it seals cookies for would be forgotten.
 *
 * @returns whether it wrote one
 */
export async function ensureEnv(project: string): Promise<boolean> {
  const example = await readFile(path.join(project, '.env.example'), 'utf8');
  const secret = randomBytes(32).toString('base64url');
  try {
    await writeFile(
      path.join(project, '.env'),
      example.replace(/^SESSION_SECRET=$/m, `SESSION_SECRET=${secret}`),
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
