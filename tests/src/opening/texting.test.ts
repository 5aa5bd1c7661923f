import { NotSent, textingOf } from '../../../src';

const TEXT = { from: '+14155550100', to: '+14158675308', body: 'hi', media: [] };

/** What the `twilio` package does, told by a test. */
const clientThat = (does: () => Promise<unknown>) =>
  textingOf({ messages: { create: does, list: does } } as never);

afterEach(() => {
  jest.useRealTimers();
});

test.each<[string, object, number | undefined]>([
  ['a refusal without a code of Twilio’s', { status: 404 }, 404],
  ['a refusal', { status: 400, code: 21211 }, 21211],
  ['a failure of Twilio’s', { status: 503, code: 20503 }, undefined],
  ['an answer that broke off', { status: 400, isAxiosError: true }, undefined],
  ['no answer', { code: 'ECONNRESET' }, undefined],
])('knows what became of a message after %s', async (_, failure, code) => {
  const texting = clientThat(() => Promise.reject(Object.assign(new Error('x'), failure)));
  const refused = await texting.send(TEXT).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NotSent);
  expect(refused).toMatchObject({ code });
});

test('lists what was sent since then, and five seconds before, as the clocks may differ', async () => {
  const sent = [4_999, 5_000, 5_001].map((ago) => ({
    dateCreated: new Date(1_000_000 - ago),
    body: `${ago} ms before`,
  }));
  expect(await clientThat(() => Promise.resolve(sent)).sentSince(TEXT, 1_000_000)).toStrictEqual([
    '4999 ms before',
    '5000 ms before',
  ]);
});

test('waits for six seconds', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  const texting = clientThat(() => new Promise(() => undefined));
  const both = Promise.allSettled([texting.send(TEXT), texting.sentSince(TEXT, 0)]);
  await jest.advanceTimersByTimeAsync(5_900);
  expect(await Promise.race([both, Promise.resolve('waits')])).toBe('waits');
  await jest.advanceTimersByTimeAsync(200);
  expect(await both).toMatchObject([
    { reason: { message: 'Twilio did not answer, so the message may have been sent or not' } },
    { reason: { message: 'Twilio did not list the messages' } },
  ]);
});
