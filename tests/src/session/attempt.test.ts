import { attempt } from '../../../src/session/document-store';
import { NotDone, type FailureKind } from '../../../src/session/documents';
import { TIME } from '../../../src/time-limits';

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** When each attempt begins, in milliseconds, if all of them fail, and so much is left until the end. */
async function attempts(left: number, outcome: FailureKind = 'later'): Promise<number[]> {
  const start = performance.now();
  const begun: number[] = [];
  const failing = attempt(start + left, () => {
    begun.push(performance.now() - start);
    return Promise.reject(new NotDone('Sync', 'write', 'HTTP 429', outcome));
  });
  const failed = expect(failing).rejects.toThrow('Sync did not write the document: HTTP 429');
  await jest.advanceTimersByTimeAsync(60_000);
  await failed;
  return begun;
}

test('a pause is twice as long as the one before it, a second at most, and no attempt begins after four', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
  expect(await attempts(TIME.answer)).toStrictEqual([0, 100, 300, 700, 1500, 2500, 3500]);
});

test('the last attempt may begin at the last moment', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
  const after = TIME.answer - TIME.lastAttempt;
  expect(await attempts(after + 300)).toStrictEqual([0, 100, 300]);
  expect(await attempts(after + 299)).toStrictEqual([0, 100]);
});

test('there are ten attempts, and one if it would fail again', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
  expect(await attempts(TIME.answer)).toHaveLength(10);
  expect(await attempts(TIME.answer, 'unsure')).toHaveLength(10);
  expect(await attempts(TIME.answer, 'never')).toHaveLength(1);
});
