import { attempt } from '../session/document-store';
import { NotDone } from '../session/documents';
import type { Loaded } from '../session/pair-document';
import type { Reached } from '../session/reached';
import type { WithRing } from '../session/session';
import type { Due } from '../silence';
import { warn } from './warn';

/**
 * Writes what was scheduled on the revision that the turn has written.
 *
 * @returns whether a newer turn has written first. It does not know what was scheduled.
 */
export async function settle(
  due: Due,
  written: Loaded,
  { document, ttl, message, end }: Reached,
): Promise<boolean> {
  const [before, after] = [JSON.stringify(written.session.due), JSON.stringify(due)];
  let on = written;
  try {
    return await attempt(end, async () => {
      const now = JSON.stringify(on.session.due);
      // There is nothing to write, or a write that seemed to fail has succeeded.
      if (now === after) return false;
      if (now !== before) return true;
      try {
        // What a turn has written has a ring.
        await document.save({ ...(on.session as WithRing), due }, ttl, on);
        return false;
      } catch (error) {
        if (error instanceof NotDone && error.outcome !== 'never') on = await document.load();
        throw error;
      }
    });
  } catch (error) {
    // The next text looks for it.
    warn({ message }, 'what was scheduled could not be written down', error);
    return false;
  }
}
