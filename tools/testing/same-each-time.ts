import type { Reply } from '../../src/conversation';
import { stepsPassed } from '../../src/dialogue/watching';
import { HANDED_OVER, describeStep } from './recording';

/** Another year, day of the week, half of the day, minute and second. */
const AHEAD = 400 * 86_400_000 + 12 * 3_600_000 + 7 * 60_000 + 13_017;

/**
 * Replays a conversation twice, the second time under another clock and with other dice, and says where
 * its scripts differ.
 *
 * @param again asks the open question again
 * @returns `undefined` if they do not differ
 */
export function differenceOfReplays(again: () => readonly Reply[]): string | undefined {
  let asked: readonly Reply[] = [];
  const first = withWorld(0, 0.001, () => stepsPassed(() => (asked = again()))).steps.map(describeStep);
  const second = withWorld(AHEAD, 0.999, () => stepsPassed(again)).steps.map(describeStep);
  const longest = first.length > second.length ? first : second;
  const at = longest.findIndex((_, n) => first[n] !== second[n]);
  if (at >= 0)
    return describe(`Step ${at + 1} was ${first[at] ?? 'missing'} and then ${second[at] ?? 'missing'}.`);
  if (first.length === 0 || asked.length > 0 || first.at(-1) === HANDED_OVER) return undefined;
  return describe(`A replay ended at ${first.at(-1) ?? ''}, which is not the question that was asked.`);
}

function describe(what: string): string {
  return `The script is not the same each time it runs. ${what} Read the clock, random numbers and whatever else may change within lookUp() or once().`;
}

/** @param ahead of the clock, in milliseconds */
function withWorld<Result>(ahead: number, dice: number, run: () => Result): Result {
  const { Date: RealDate } = globalThis;
  const { random } = Math;
  globalThis.Date = class extends RealDate {
    constructor(...parts: readonly unknown[]) {
      super(...((parts.length === 0 ? [RealDate.now() + ahead] : parts) as [number]));
    }
    static override now(): number {
      return RealDate.now() + ahead;
    }
  } as DateConstructor;
  Math.random = () => dice;
  try {
    return run();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
  }
}
