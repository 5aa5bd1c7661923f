import { channelOf, isShortCode, withoutChannel } from '../../../src/twilio/address';

test.each([
  ['+14158675308', 'sms', '+14158675308'],
  ['12345', 'sms', '12345'],
  ['whatsapp:+14158675308', 'whatsapp', '+14158675308'],
  ['RCS:+14158675308', 'rcs', '+14158675308'],
  ['messenger:1234', 'messenger', '1234'],
  ['evil:+14158675308', undefined, 'evil:+14158675308'],
  ['evil:whatsapp:+14158675308', undefined, 'evil:whatsapp:+14158675308'],
  ['+1 rcs:+14158675308', 'sms', '+1 rcs:+14158675308'],
])('%s comes by %s, from %s', (address, channel, number) => {
  expect(channelOf(address)).toBe(channel);
  expect(withoutChannel(address)).toBe(number);
});

test('a short code has three to eight digits and nothing else', () => {
  const codes = ['123', '12345', '12345678'];
  const others = ['12', '123456789', '+12345', '12345x', 'x12345', 'whatsapp:12345', ''];
  expect([...codes, ...others].filter((address) => isShortCode(address))).toStrictEqual(codes);
});
