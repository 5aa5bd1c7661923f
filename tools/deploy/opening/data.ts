import { UserError } from '../../cli/user-error';

/**
 * What a dialogue is handed, from the option `--data`.
 *
 * @throws {UserError} if it is no JSON
 */
export function readData(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UserError(
      `--data is no JSON: ${(error as Error).message}. In quotes, so that the shell leaves it alone: --data '{"visit":"Friday 3 pm"}'`,
    );
  }
}
