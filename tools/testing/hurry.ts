import { setTimeout as sleep } from 'node:timers/promises';

/** How many milliseconds go by in each real one. */
const SPEED = 25;

/**
 * Lets time go by faster, for all that waits in this process, until it is done. The rest of a test runs
 * on the real clock.
 *
 * @param begin is called once time goes faster
 */
export async function hurry<Result>(begin: () => Promise<Result>): Promise<Result> {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  try {
    const done = new AbortController();
    const outcome = begin().finally(() => done.abort());
    outcome.catch(() => undefined); // it is awaited below
    while (!done.signal.aborted) {
      await sleep(2);
      jest.advanceTimersByTime(2 * SPEED);
    }
    return await outcome;
  } finally {
    jest.useRealTimers();
  }
}
