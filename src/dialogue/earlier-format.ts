import { createHash } from 'node:crypto';
import type { Media, Message } from '../conversation';
import type { Language } from './languages/language';
import { Wrong } from './readers';
import { copyOf, recordOf, type LogRecord } from './record';
import { printOfOpen } from './replay';
import type { Run } from './run';
import type { Going } from './state';
import type { Step } from './step';

/** What version 0.1.0 remembered. It kept one digest of the whole script, and no record named its step. */
export interface Earlier {
  readonly id: string;
  /** Answers, and results of effects, in their order. */
  readonly log: readonly unknown[];
  readonly wrong?: number;
  /** The digest of everything that was asked and done up to the open question. */
  readonly digest: string;
}

/**
 * Replays what version 0.1.0 recorded, as it did itself, and gives the same in the format of today.
 *
 * @returns `undefined` if its digest says that the script was changed
 * @throws what the script throws
 */
export function fromEarlier(
  run: Run<unknown>,
  { log, digest }: Earlier,
  language: Language,
): Pick<Going, 'log' | 'open'> | undefined {
  const records: LogRecord[] = [];
  let history = '';
  while (run.step) {
    const { step } = run;
    history += traceOf(step);
    if (step.kind === 'say') {
      run.give(undefined);
    } else if (records.length < log.length && step.kind !== 'handOver') {
      const kept = log[records.length];
      const recorded = step.kind === 'question' ? step.hear(asMessage(kept), language) : kept;
      const value = step.kind === 'question' ? step.read(recorded, language) : copyOf(recorded);
      if (recorded instanceof Wrong || value instanceof Wrong) return undefined;
      records.push(recordOf(KINDS[step.kind], step, recorded));
      run.give(value);
    } else {
      const isSame = step.kind === 'question' && digestOf(history) === digest;
      return isSame ? { log: records, open: printOfOpen(step) } : undefined;
    }
  }
  return undefined;
}

/** What its records stand for. It did not know readings: they were effects, too. */
const KINDS = { question: 'answer', effect: 'effect', reading: 'reading', firstText: 'firstText' } as const;

/** An answer was recorded as its text or its pictures. */
function asMessage(answer: unknown): Pick<Message, 'body' | 'media'> {
  return typeof answer === 'string'
    ? { body: answer, media: [] }
    : { body: '', media: answer as readonly Media[] };
}

function traceOf(step: Step): string {
  if (step.kind === 'say') return '';
  if (step.kind !== 'question') return '\0!';
  const { prompt, options } = step;
  if (typeof prompt !== 'string') return `\0?${JSON.stringify(prompt)}`;
  const list = options?.map((option, n) => `\n${n + 1}. ${option}`).join('') ?? '';
  return `\0?${prompt}${list}`;
}

function digestOf(history: string): string {
  return createHash('sha256').update(history).digest('base64url').slice(0, 6);
}
