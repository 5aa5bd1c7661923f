import { support, type Desk } from '../../examples/support';
import { talk } from '../../tools/testing';

/** A Friday noon in New York, and a Saturday. */
const open = new Date('2026-10-23T16:00Z');
const closed = new Date('2026-10-24T16:00Z');

async function held(texts: readonly string[], now: Date) {
  const calls: { question: string; number: string }[] = [];
  const search = jest.fn<ReturnType<Desk['search']>, Parameters<Desk['search']>>((question) =>
    Promise.resolve(question.includes('password') ? 'Open Settings.' : null),
  );
  const desk: Desk = {
    search,
    callBack(_, call) {
      calls.push(call);
      return Promise.resolve();
    },
  };
  return { calls, search, replies: (await talk(support(desk), texts, { now })).flat() };
}

test('answers what it was opened with, and looks it up once', async () => {
  const { replies, search } = await held(['I forgot my password', 'maybe', 'yes'], open);
  expect(replies).toStrictEqual([
    'Hello, this is the support line.\nOpen Settings.\nDoes that help?',
    'Please answer yes or no.\nOpen Settings.\nDoes that help?',
    'Good. Text again any time.',
  ]);
  expect(search).toHaveBeenCalledTimes(1);
});

test('has somebody call while it is open', async () => {
  const { replies, calls } = await held(['password', 'no', 'yes', 'it is broken', 'yes', 'yes'], open);
  expect(replies.slice(1)).toStrictEqual([
    'Would you like to ask in other words?',
    'How would you put it?',
    'I have no answer to that. Shall somebody call you now?',
    'Under +14158675308?',
    'We will call +14158675308 in a few minutes.',
  ]);
  expect(calls).toStrictEqual([{ question: 'it is broken', number: '+14158675308' }]);
});

test('calls the next day while it is closed, and takes the number it has if it can read none', async () => {
  const { replies, calls } = await held(
    ['help me', 'yes', 'no', 'my landline', 'the old one', 'you know'],
    closed,
  );
  expect(replies[0]).toContain('Shall somebody call you tomorrow at nine?');
  expect(replies.at(-1)).toBe(
    'I cannot read that number, so we will call this one.\nWe will call +14158675308 tomorrow.',
  );
  expect(calls).toHaveLength(1);
  const other = await held(['help me', 'yes', 'no', '(415) 555-2671'], closed);
  expect(other.replies.at(-1)).toBe('We will call +14155552671 tomorrow.');
});

test('calls nobody who does not want it', async () => {
  const { replies, calls } = await held(['password', 'no', 'no', 'no'], open);
  expect(replies.at(-1)).toBe('All right. Text again any time.');
  expect(calls).toStrictEqual([]);
});
