import { createHash } from 'node:crypto';
import type { Language } from './languages/language';
import { Wrong } from './readers';
import { copyOf, recordOf, type LogRecord } from './record';
import { printOfOpen } from './replay';
import type { Run } from './run';
import type { Going } from './state';
import type { Answer, Step } from './step';

/** What version 0.1.0 remembered. Of the whole script it had one digest, and no record named its step. */
export interface Earlier {
  readonly id: string;
  /** Answers, and results of effects, in their order. */
  readonly log: readonly unknown[];
  readonly wrong?: number;
  /** Of everything that was asked and done up to the open question. */
  readonly digest: string;
}

/**
 * Replays what version 0.1.0 recorded, as it did itself, and gives the same in the format of today.
 *
 * @returns `undefined` where its digest says that the script was changed
 * @throws what the script throws
 */
export function fromEarlier(
  run: Run<unknown>,
  { log, digest }: Earlier,
  language: Language,
): Pick<Going, 'log' | 'open'> | undefined {
  const records: LogRecord[] = [];
  let trail = '';
  while (run.step) {
    const { step } = run;
    trail += traceOf(step);
    const recorded = log[records.length];
    if (step.kind === 'say') {
      run.give(undefined);
    } else if (records.length < log.length) {
      const value = step.kind === 'question' ? step.read(recorded as Answer, language) : recorded;
      if (value instanceof Wrong) return undefined;
      records.push(recordOf(KINDS[step.kind], step, recorded));
      run.give(step.kind === 'question' ? value : copyOf(value));
    } else {
      const isSame = step.kind === 'question' && digestOf(trail) === digest;
      return isSame ? { log: records, open: printOfOpen(step) } : undefined;
    }
  }
  return undefined;
}

/** What its records stand for. Of what was only looked up it knew nothing: that was an effect, too. */
const KINDS = { question: 'answer', effect: 'effect', reading: 'reading', opening: 'opening' } as const;

function traceOf(step: Step): string {
  if (step.kind === 'say') return '';
  if (step.kind !== 'question') return '\0!';
  const { prompt } = step;
  return `\0?${typeof prompt === 'string' ? prompt : JSON.stringify(prompt)}`;
}

function digestOf(trail: string): string {
  return createHash('sha256').update(trail).digest('base64url').slice(0, 6);
}
