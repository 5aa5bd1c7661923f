import { Delivery, unlessAborted } from '../../../src/session/delivery';

afterEach(() => {
  jest.useRealTimers();
});

function delivery(milliseconds: number, makeId = () => 'id'): Delivery {
  return new Delivery(new Date(1000), performance.now() + milliseconds, makeId);
}

test('has one time, one id and one signal, however often they are asked for', () => {
  let made = 0;
  const one = delivery(1, () => `${++made}`);
  one.now.setFullYear(1999);
  expect(one.now).toStrictEqual(new Date(1000));
  expect([one.id, one.id]).toStrictEqual(['1', '1']);
  expect(one.signal).toBe(one.signal);
  one.close();
});

test('aborts when its time is over, counted from its beginning', () => {
  jest.useFakeTimers();
  const one = delivery(8000);
  jest.advanceTimersByTime(5000);
  const { signal } = one;
  jest.advanceTimersByTime(2999);
  expect(signal.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(String(signal.reason)).toBe('LoggableError: the conversation had no answer after 8.00 s');
});

test('aborts at once if its time is over before it is asked for', () => {
  jest.useFakeTimers();
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const one = delivery(8000);
  jest.advanceTimersByTime(9000);
  const { signal } = one;
  // Node 24 warns of a negative number of milliseconds.
  expect(timers.mock.calls.map(([, milliseconds]) => milliseconds)).toStrictEqual([0]);
  jest.advanceTimersByTime(1);
  expect(signal.aborted).toBe(true);
});

test('makes a timer only if it is asked for its signal, and leaves none behind', () => {
  jest.useFakeTimers();
  const one = delivery(8000);
  expect(one.id).toBe('id');
  one.close();
  expect(jest.getTimerCount()).toBe(0);
  expect(one.signal.aborted).toBe(false);
  expect(jest.getTimerCount()).toBe(1);
  one.close();
  expect(jest.getTimerCount()).toBe(0);
});

test('a result counts unless the signal aborts first', async () => {
  const over = new AbortController();
  expect(await unlessAborted(Promise.resolve(1), over.signal)).toBe(1);
  const late = unlessAborted(new Promise(() => undefined), over.signal);
  over.abort(new Error('late'));
  await expect(late).rejects.toThrow('late');
  await expect(unlessAborted(new Promise(() => undefined), over.signal)).rejects.toThrow('late');
});
