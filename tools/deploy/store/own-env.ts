import { FUNCTIONS } from '../../build/bundle';
import { readEnv } from '../../cli/env';
import { UserError } from '../../cli/user-error';

/**
 * The variables of those who deploy. A `.env` that is written now would hold a new secret, by which
 * nothing that is remembered can be found.
 *
 * @throws {UserError} if there is none
 */
export async function readOwnEnv(): Promise<Record<string, string>> {
  try {
    return (await readEnv(FUNCTIONS.project, process.env)).env;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw error;
    throw new UserError(
      `There is no ${String(path)}. It takes the SESSION_SECRET and the account of those who deploy, or for the stand-in of Sync what npm start has written.`,
    );
  }
}
