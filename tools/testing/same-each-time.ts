import type { Reply } from '../../src/conversation';
import type { Step } from '../../src/dialogue/step';
import { trailOf } from '../../src/dialogue/watching';

/** Long enough that a script which reads the clock, in whatever unit, reads something else. */
const AHEAD = 400 * 86_400_000 + 5 * 3_600_000 + 7 * 60_000 + 13_017;

/**
 * Replays a conversation twice, the second time under another clock and with other dice, and says where
 * its scripts differ.
 *
 * @param again asks the open question again
 * @returns `undefined` if they do not differ
 */
export function differenceOfReplays(again: () => readonly Reply[]): string | undefined {
  let asked: readonly Reply[] = [];
  const first = trailOf(() => (asked = again())).map(describeStep);
  const second = withOtherClock(() => trailOf(again)).map(describeStep);
  if (first.length > 0 && asked.length === 0) {
    return `The script is not the same each time it runs. Its replay ended at ${first.at(-1) ?? ''}, which is not the open question. ${ADVICE}`;
  }
  const at = first.findIndex((step, n) => step !== second[n]);
  if (at < 0 && first.length === second.length) return undefined;
  const place = at < 0 ? first.length : at;
  return `The script is not the same each time it runs. Step ${place + 1} was ${first[place] ?? 'missing'} and then ${second[place] ?? 'missing'}. ${ADVICE}`;
}

const ADVICE = 'Read the clock, random numbers and whatever else may change within lookUp() or once().';

function describeStep(step: Step): string {
  switch (step.kind) {
    case 'question':
      return `${step.verb}(${JSON.stringify(step.prompt)})`;
    case 'say':
      return `say(${JSON.stringify(step.reply)})`;
    case 'opening':
      return 'opening()';
    default:
      return `${step.kind} ${step.name}`;
  }
}

function withOtherClock<Result>(run: () => Result): Result {
  const { Date: RealDate } = globalThis;
  const { random } = Math;
  globalThis.Date = class extends RealDate {
    constructor(...parts: readonly unknown[]) {
      super(...((parts.length === 0 ? [RealDate.now() + AHEAD] : parts) as [number]));
    }
    static override now(): number {
      return RealDate.now() + AHEAD;
    }
  } as DateConstructor;
  Math.random = () => 1 - random();
  try {
    return run();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
  }
}
