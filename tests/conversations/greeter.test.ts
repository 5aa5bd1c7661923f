import { greeter } from '../../conversations/greeter';
import { turnOf } from '../../tools/testing';

const rey = greeter((address) => (address.endsWith('+14158675308') ? 'Rey' : undefined));

test('thanks a new sender', async () => {
  expect(await turnOf(rey, 'hi')).toStrictEqual({
    replies: ['Thanks for the new message, Rey.'],
    state: { messages: 1 },
  });
});

test('counts for a returning one', async () => {
  expect(await turnOf(rey, 'hi', { messages: 1 })).toStrictEqual({
    replies: ['Rey has messaged +14155550100 2 times.'],
    state: { messages: 2 },
  });
});

test('calls everybody else Friend', async () => {
  expect(await turnOf(rey, { body: 'hi', from: '+1' }, { messages: 41 })).toMatchObject({
    replies: ['Friend has messaged +14155550100 42 times.'],
  });
});

test('names the number that was texted, not its channel', async () => {
  const whatsapp = { body: 'hi', from: 'whatsapp:+14158675308', to: 'whatsapp:+14155550100' };
  expect(await turnOf(rey, whatsapp, { messages: 1 })).toMatchObject({
    replies: ['Rey has messaged +14155550100 2 times.'],
  });
});
