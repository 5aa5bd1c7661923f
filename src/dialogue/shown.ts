import type { Language } from './languages/language';
import { isKind, valueOf, type LogRecord } from './record';
import { replay } from './replay';
import type { Run } from './run';
import type { Going } from './state';
import type { Question, Saying, Step } from './step';
import { stepsPassed } from './watching';

/** What a dialogue remembers, as people read it. */
export interface Shown {
  /** What became of each step of the script so far. */
  readonly steps: readonly ShownStep[];
  /** The question that is open. */
  readonly open?: string;
  /** Where each message is passed on to, and the word that ends it. */
  readonly away?: { readonly url: string; readonly until: string };
  /** Wrong answers to it so far. */
  readonly wrongAnswers?: number;
  /** Records that no longer fit the script: it was changed since. */
  readonly outdated?: number;
  /** What the script kept when it ended the last time. */
  readonly kept?: unknown;
}

export type ShownStep =
  | { readonly asked: string; readonly answer: unknown }
  | { readonly asked: string; readonly gaveUp: true }
  | { readonly lookedUp: string; readonly result: unknown }
  | { readonly done: string; readonly result: unknown }
  | { readonly notDone: string; readonly reason: unknown }
  | { readonly began: unknown }
  | { readonly handedOver: true };

/** Replays the dialogue, to tell what each of its records is about. @throws what the script throws */
export function shownOf(
  run: Run<unknown>,
  { log, open, wrong, lasting, away }: Going,
  language: Language,
): Shown {
  let at = 0;
  const passed = stepsPassed(() => {
    ({ at } = replay(run, log, open, language));
  }).steps.filter((step): step is Recorded => step.kind !== 'say');
  const last = passed[at];
  return {
    steps: log
      .slice(0, at)
      .flatMap((record, n) => passed.slice(n, n + 1).map((step) => shownStep(step, record))),
    ...(last?.kind === 'question' && { open: wordingOf(last) }),
    ...(away && { away }),
    ...(wrong !== undefined && { wrongAnswers: wrong }),
    ...(at < log.length && { outdated: log.length - at }),
    ...(lasting !== undefined && { kept: lasting }),
  };
}

/** A step that leaves a record. */
type Recorded = Exclude<Step, Saying>;

function shownStep(step: Recorded, record: LogRecord): ShownStep {
  const value = valueOf(record);
  switch (step.kind) {
    case 'question': {
      const asked = wordingOf(step);
      return isKind(record, 'gaveUp') ? { asked, gaveUp: true } : { asked, answer: answerOf(step, value) };
    }
    case 'reading':
      return { lookedUp: step.name, result: value };
    case 'effect':
      return isKind(record, 'failed')
        ? { notDone: step.name, reason: value }
        : { done: step.name, result: value };
    case 'firstText':
      return { began: value };
    case 'handOver':
      return { handedOver: true };
  }
}

/** `choose` records the number of the option. */
function answerOf({ options }: Question, recorded: unknown): unknown {
  return options?.[Number(recorded)] ?? recorded;
}

function wordingOf({ prompt }: Question): string {
  return typeof prompt === 'string' ? prompt : (prompt.body ?? prompt.media.join(' '));
}
