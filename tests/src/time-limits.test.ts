import { TIME, timeLeft, withTimeout } from '../../src/time-limits';
import { EXECUTION_LIMIT } from '../../src/twilio/limits';

test('the limits of time fit into each other, and into what Twilio gives', () => {
  const [read, turn, write] = [TIME.call, TIME.call, TIME.call];
  expect(TIME.lastAttempt + read + turn + write).toBeLessThanOrEqual(TIME.answer);
  // A cold start, and the way back.
  expect(EXECUTION_LIMIT - TIME.answer).toBeGreaterThanOrEqual(1500);
});

test('withTimeout gives what comes in time, and throws if it comes too late', async () => {
  expect(await withTimeout(50, Promise.resolve(1))).toBe(1);
  await expect(withTimeout(50, Promise.reject(new Error('own')))).rejects.toThrow('own');
  await expect(withTimeout(5, new Promise(() => undefined))).rejects.toThrow('too late');
});

test('no time is left once it is over, and never less', () => {
  expect(timeLeft(performance.now() - 5)).toBe(0);
  const left = timeLeft(performance.now() + 5000);
  expect(left).toBeGreaterThan(4000);
  expect(left).toBeLessThanOrEqual(5000);
});
