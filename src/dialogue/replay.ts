import type { Reply } from '../conversation';
import { LoggableError } from '../log';
import { Wrong } from './readers';
import type { Answer, Question, Step, Talk } from './step';

/** What was recorded at each question and each `once`, in their order: answers, and results as JSON has them. */
export type Log = readonly unknown[];

/** A script that a replay has brought to the question that is open. */
export interface Replayed {
  readonly talk: Talk<Ending>;
  readonly open: Question;
  /** Everything that was asked and done on the way, the open question included. */
  readonly trail: string;
  /** Whether the record before the open question is a result, which nobody can take back. */
  readonly afterEffect: boolean;
}

/** What a script may return. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a script may end without a word
export type Ending = Reply | undefined | void;

/** Ten messages go out at most, so a script that takes many more steps without a question goes in a circle. */
const MAX_STEPS = 50;

/** Counts the steps between two questions. @throws {LoggableError} where there are too many */
export function stepCounter(): () => void {
  let steps = 0;
  return () => {
    if (++steps > MAX_STEPS) {
      throw new LoggableError(`${MAX_STEPS} steps without a question: a loop of say() or once() needs one`);
    }
  };
}

/** What a step leaves in the trail that the digest is made of. `say` leaves none: its words may be mended at any time. */
export function trace(step: Step): string {
  if (step.kind === 'say') return '';
  if (step.kind === 'once') return '\0!';
  // Most prompts are texts, and JSON takes longer than all the rest of a replay.
  return `\0?${typeof step.prompt === 'string' ? step.prompt : JSON.stringify(step.prompt)}`;
}

/**
 * Runs a script again from what was recorded, without saying or doing anything, up to the question
 * that is open. Synchronous: nothing in it can wait.
 *
 * @throws where the script does not fit what was recorded: it was changed meanwhile
 */
export function replay(talk: Talk<Ending>, log: Log): Replayed {
  let trail = '';
  let at = 0;
  let afterEffect = false;
  let count = stepCounter();
  let next = talk.next();
  while (!next.done) {
    const step = next.value;
    trail += trace(step);
    if (step.kind === 'say') {
      count();
      next = talk.next();
    } else if (at === log.length) {
      if (step.kind === 'question') return { talk, open: step, trail, afterEffect };
      break;
    } else if (step.kind === 'once') {
      count();
      afterEffect = true;
      next = talk.next(log[at++]);
    } else {
      count = stepCounter();
      afterEffect = false;
      const value = step.read(log[at++] as Answer);
      if (value instanceof Wrong) break;
      next = talk.next(value);
    }
  }
  throw new LoggableError('the script does not fit what was recorded');
}
