import type { Reply } from '../conversation';

/** The last word of a script, and what is remembered when it begins again. */
export class Kept<out Lasting> {
  constructor(
    readonly reply: Reply | undefined,
    readonly lasting: Lasting | undefined,
  ) {}
}

/**
 * Ends a script, and hands a value to it when it begins again with the same sender.
 *
 *     return keep('Booked.', { slot });
 *
 * The value is JSON, and the `lasting` option of the dialogue reads it. It stays when the script ends
 * without `keep`. It goes with STOP, with `npm run forget`, with a raised `version`, with
 * `keep(reply, undefined)`, and after four hours of silence if a cookie holds it.
 */
export function keep(reply: Reply | undefined, lasting: undefined): Kept<never>;
export function keep<Lasting>(reply: Reply | undefined, lasting: Lasting): Kept<Lasting>;
export function keep<Lasting>(reply: Reply | undefined, lasting: Lasting | undefined): Kept<Lasting> {
  return new Kept(reply, lasting);
}
