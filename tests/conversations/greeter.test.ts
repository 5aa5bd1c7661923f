import { greeter } from '../../conversations/greeter';
import { given } from '../../tools/testing/given';
import { message } from '../../tools/testing/messages';

const rey = greeter((address) => (address.endsWith('+14158675308') ? 'Rey' : undefined));

test('thanks a new sender', () => {
  expect(rey.turn(message('hi'), undefined, given(message('hi')))).toStrictEqual({
    replies: ['Thanks for the new message, Rey.'],
    state: { messages: 1 },
  });
});

test('counts for a returning one', () => {
  expect(rey.turn(message('hi'), { messages: 1 }, given(message('hi')))).toStrictEqual({
    replies: ['Rey has messaged +14155550100 2 times.'],
    state: { messages: 2 },
  });
});

test('calls everybody else Friend', () => {
  expect(
    rey.turn(message('hi', { from: '+1' }), { messages: 41 }, given(message('hi', { from: '+1' }))),
  ).toMatchObject({
    replies: ['Friend has messaged +14155550100 42 times.'],
  });
});

test('names the number that was texted, not its channel', () => {
  const whatsapp = message('hi', { from: 'whatsapp:+14158675308', to: 'whatsapp:+14155550100' });
  expect(rey.turn(whatsapp, { messages: 1 }, given(whatsapp))).toMatchObject({
    replies: ['Rey has messaged +14155550100 2 times.'],
  });
});
