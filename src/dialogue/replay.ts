import { fingerprint } from './fingerprint';
import { isKind, isOf, resultOf, valueOf, type Kind, type Log, type LogRecord } from './record';
import type { Language } from './languages/language';
import { Wrong } from './readers';
import type { Run } from './run';
import { isStop, type Step, type Stop } from './step';
import { tellStep } from './watching';

/** How many characters of its fingerprint the open question is known by. */
const OPEN_LENGTH = 6;

/** How far a replay came. */
export interface Replayed {
  /** How many records it kept: all up to the first whose step is another one now, or refuses its answer. */
  readonly at: number;
  /** The step that the dialogue has stopped at, if the replay has reached that one and no other. */
  readonly open: Stop | undefined;
}

/**
 * Runs a script again from what was recorded, without saying or doing anything: up to the question that is open, or
 * to the hand-over. If the script was changed meanwhile, up to the first step that is not the one recorded.
 * Synchronous: nothing in it can wait.
 *
 * @param open what {@link printOfOpen} gave when the dialogue stopped
 * @throws what the script throws
 */
export function replay(run: Run<unknown>, log: Log, open: string, language: Language): Replayed {
  for (let at = 0; ;) {
    const { step } = run;
    tellStep(step);
    if (step?.kind === 'say') {
      run.give(undefined);
      continue;
    }
    const record = log[at];
    if (record === undefined) {
      return { at, open: step && isStop(step) && printOfOpen(step) === open ? step : undefined };
    }
    if (step === undefined || !isKind(record, ...OUTCOMES[step.kind]) || !isOf(record, step)) {
      return { at, open: undefined };
    }
    if (isKind(record, 'gaveUp')) {
      run.giveUp();
    } else {
      const value = valueAt(step, record, language);
      if (value instanceof Wrong) return { at, open: undefined };
      run.give(value);
    }
    at++;
  }
}

export function printOfOpen(stop: Stop): string {
  return fingerprint(stop, OPEN_LENGTH);
}

/** The kinds of record that each kind of step may leave. */
const OUTCOMES = {
  question: ['answer', 'gaveUp'],
  reading: ['reading'],
  effect: ['effect', 'failed'],
  firstText: ['firstText'],
  // A hand-over cannot be taken back, as an effect cannot.
  handOver: ['effect'],
} as const satisfies Record<Exclude<Step['kind'], 'say'>, readonly Kind[]>;

/** What the script is given at this step; or what is wrong with the answer now. */
function valueAt(step: Step, record: LogRecord, language: Language): unknown {
  return step.kind === 'question' ? step.read(valueOf(record), language) : resultOf(record);
}
