import { Delivery } from '../../src/delivery';
import { message } from '../../tools/testing';

const SECRET = 'a'.repeat(32);

afterEach(() => {
  jest.useRealTimers();
});

test('has one time, one id and one signal, however often they are asked for', () => {
  jest.useFakeTimers({ now: 1000 });
  const delivery = new Delivery(message('hi'), SECRET, 8000);
  jest.setSystemTime(5000);
  delivery.now.setFullYear(1999);
  expect(delivery.now).toStrictEqual(new Date(1000));
  expect(delivery.id).toBe(delivery.id);
  expect(delivery.signal).toBe(delivery.signal);
});

test('aborts when its time is over, counted from its beginning', () => {
  jest.useFakeTimers();
  const delivery = new Delivery(message('hi'), SECRET, 8000);
  jest.advanceTimersByTime(5000);
  const { signal } = delivery;
  jest.advanceTimersByTime(2999);
  expect(signal.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(String(signal.reason)).toBe('LoggableError: the conversation had no answer after 8 s');
});

test('leaves no timer behind', () => {
  jest.useFakeTimers();
  const delivery = new Delivery(message('hi'), SECRET, 8000);
  delivery.end();
  expect(delivery.signal.aborted).toBe(false);
  expect(jest.getTimerCount()).toBe(1);
  delivery.end();
  expect(jest.getTimerCount()).toBe(0);
});
