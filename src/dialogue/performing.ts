import type { Given } from '../conversation';
import { Failed } from './effects';
import { asJson } from './json';
import { effectKey } from './keys';
import type { Language } from './languages/language';
import { outside, type Outside } from './outside';
import { Wrong, wrong } from './readers';
import { recordOf, type LogRecord } from './record';
import type { Course } from './state';
import { stepName, type Effect, type Reading } from './step';
import type { Understood } from './understood';

/** Performs an effect, and gives its record. @throws what it throws; {@link LoggableError} for a result that JSON cannot hold */
export async function perform(step: Effect, given: Given, { id, log }: Course): Promise<LogRecord> {
  const what = stepName(step);
  const key = effectKey(id, log, step);
  // An effect that has failed may be tried again in the same turn, with the same key.
  const { failed, value } = await outcome(given, what, [key, log.length], async () => {
    const result = await step.run(key, given);
    return result instanceof Failed
      ? JSON.stringify({ failed: result.reason })
      : valueAsJson(result ?? null, what);
  });
  return failed === undefined ? recordOf('effect', step, value) : recordOf('failed', step, failed);
}

/** Looks up, and gives the record. @throws as {@link perform} does */
export async function look(step: Reading, given: Given, { id, log }: Course): Promise<LogRecord> {
  const what = stepName(step);
  const { value } = await outcome(given, what, [id, log], async () =>
    valueAsJson((await step.run(given)) ?? null, what),
  );
  return recordOf('reading', step, value);
}

/** The value of an answer that is read once, or what is wrong with it. @throws as {@link perform} does */
export async function understand(
  { name, read }: Understood<unknown>,
  text: string,
  given: Given,
  { id, log }: Course,
  language: Language,
): Promise<unknown> {
  const what = `understood('${name}')`;
  const { wrong: reason, value } = await outcome(given, what, [id, log, text], async () => {
    const result = await read(text, { now: given.now, signal: given.signal, language });
    if (result instanceof Wrong) return JSON.stringify({ wrong: result.reason });
    return valueAsJson(result, what);
  });
  return reason === undefined ? value : wrong(reason);
}

/** What the dialogue says to a text that is no answer, if anything. @throws as {@link perform} does */
export async function answerAside(
  aside: Aside,
  text: string,
  given: Given,
  { id, log }: Course,
): Promise<string | undefined> {
  const { value } = await outcome(given, 'aside()', [id, log, text], async () =>
    valueAsJson(await aside(text, given), 'aside()'),
  );
  return value as string | undefined;
}

/** See {@link DialogueOptions.aside}. */
export type Aside = (text: string, outside: Outside) => string | undefined | Promise<string | undefined>;

interface Performed {
  readonly value?: unknown;
  readonly failed?: string;
  readonly wrong?: string;
}

/** Runs it, or takes the result of an earlier turn of this delivery. Each call gives a copy of its own. */
async function outcome(...call: Parameters<typeof outside>): Promise<Performed> {
  return JSON.parse(await outside(...call)) as Performed;
}

function valueAsJson(value: unknown, what: string): string {
  return value === undefined ? '{}' : `{"value":${asJson(value, what)}}`;
}
