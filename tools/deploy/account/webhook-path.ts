import { UserError } from '../../cli/user-error';
import type { Visibility } from '../../local-twilio';

/** We cannot tell which Function Twilio is to text. */
export class UnknownPath extends UserError {
  override readonly name = 'UnknownPath';
}

/**
 * The path of the Function that Twilio texts: the one asked for, else `/sms`, else the only one.
 *
 * @throws {UnknownPath} if there is no such Function, or there are several and none is `/sms`
 */
export function webhookPath(
  functions: readonly { readonly path: string; readonly visibility: Visibility }[],
  asked: string | undefined,
): string {
  const paths = functions.filter(({ visibility }) => visibility !== 'private').map(({ path }) => path);
  const path = asked ?? (paths.includes('/sms') || paths.length !== 1 ? '/sms' : paths[0]);
  if (path !== undefined && paths.includes(path)) return path;
  const there = paths.length === 0 ? 'none' : paths.join(', ');
  throw new UnknownPath(
    asked === undefined && paths.length > 1
      ? `Which Function does Twilio text? There are ${there}. Say it with --path.`
      : `There is no Function at ${path ?? '/sms'}. There are: ${there}.`,
  );
}
