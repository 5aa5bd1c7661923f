import { visit } from '../../examples/visit';
import { given, message, turnOf } from '../../tools/testing';

const MARKED = { name: 'visit', replaces: false };

async function opened(data: unknown, called: string[] = []) {
  const conversation = visit((_, ...what) => {
    called.push(what.join(': '));
    return Promise.resolve();
  });
  const about = message('');
  const open = async (sent: boolean, state?: Parameters<typeof conversation.turn>[1]) => {
    const turn = await conversation.open?.({ ...MARKED, data, sent }, about, state, given(about));
    if (turn === undefined) throw new Error('It cannot be opened.');
    return turn;
  };
  const { replies, state } = await open(false);
  return { conversation, replies, sent: (await open(true, state)).state };
}

/** The question was sent a minute ago. */
const LATER = { now: new Date(Date.now() + 60_000) };

test('asks whether they come, and calls off the visit', async () => {
  const called: string[] = [];
  const { conversation, replies, sent } = await opened({ visit: 'Friday 3 pm' }, called);
  expect(replies).toStrictEqual(['Your visit is on Friday 3 pm. Do you come?\n1. Yes\n2. No']);
  expect((await turnOf(conversation, 'yes', sent, LATER)).replies).toStrictEqual(['See you then!']);
  const asked = await turnOf(conversation, 'no', sent, LATER);
  expect(asked.replies).toStrictEqual(['That is a pity. What has come up?']);
  const over = await turnOf(conversation, 'the flu', asked.state, LATER);
  expect(over.replies).toStrictEqual(['Your visit on Friday 3 pm is called off. Thank you for telling us.']);
  expect(called).toStrictEqual(['Friday 3 pm: the flu']);
});

test('takes no other data, and answers who texts first', async () => {
  await expect(opened({ visit: '' })).rejects.toThrow('does not take what it is handed');
  await expect(opened(undefined)).rejects.toThrow('does not take what it is handed');
  const { conversation } = await opened({ visit: 'Friday 3 pm' });
  expect((await turnOf(conversation, 'hi')).replies).toStrictEqual([
    'We text you the day before your visit.',
  ]);
});
