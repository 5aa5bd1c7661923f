import { NotAMessage, readMessage } from '../../../src/twilio/message';

const pair = { From: '+14158675308', To: '+14155550100' };

describe('readMessage', () => {
  test('reads what a conversation needs, and keeps every text parameter', () => {
    const event = { ...pair, MessageSid: 'SM1', Body: 'hi', ProfileName: 'Rey', NumMedia: '0', request: {} };
    const { params, ...rest } = readMessage(event);
    expect({ ...rest, params: { ...params } }).toStrictEqual({
      sid: 'SM1',
      from: '+14158675308',
      to: '+14155550100',
      body: 'hi',
      media: [],
      params: { ...pair, MessageSid: 'SM1', Body: 'hi', ProfileName: 'Rey', NumMedia: '0' },
    });
  });

  test('knows a message by each name that Twilio gives its id', () => {
    expect(readMessage({ ...pair, MessageSid: '', SmsSid: 'SM2', SmsMessageSid: 'SM3' }).sid).toBe('SM2');
    expect(readMessage({ ...pair, SmsMessageSid: 'SM3' }).sid).toBe('SM3');
    expect(readMessage(pair).sid).toBeUndefined();
  });

  test('reads pictures in their order, ten at most', () => {
    const event: Record<string, unknown> = { ...pair, MediaContentType0: 'image/png' };
    for (let n = 0; n < 12; n++) event[`MediaUrl${n}`] = `https://api.twilio.com/${n}`;
    const { body, media } = readMessage(event);
    expect(body).toBe('');
    expect(media).toHaveLength(10);
    expect(media[0]).toStrictEqual({ url: 'https://api.twilio.com/0', type: 'image/png' });
    expect(media[9]).toStrictEqual({ url: 'https://api.twilio.com/9', type: '' });
  });

  test.each([
    ['From', { To: '+1' }],
    ['To', { From: '+1' }],
    ['From', { ...pair, From: '' }],
    ['To', { ...pair, To: '  ' }],
    ['From', { ...pair, From: ['+1', '+2'] }],
    ['To', { ...pair, To: { number: '+1' } }],
    ['From', undefined],
    ['From', null],
    ['From', 7],
    ['From', 'From'],
  ])('refuses an event without a usable %s: %j', (parameter, event) => {
    expect(() => readMessage(event)).toThrow(NotAMessage);
    expect(() => readMessage(event)).toThrow(`The parameter ${parameter} is missing`);
  });

  test('an address is kept as it came, so that no two become one', () => {
    expect(readMessage({ ...pair, From: ' +14158675308' }).from).toBe(' +14158675308');
  });

  test('hears 4,096 units of a text, which is the most that a channel carries', () => {
    const text = 'x'.repeat(4096);
    for (const Body of [text, `${text}y`]) {
      const { body, params } = readMessage({ ...pair, Body });
      expect([body, params.Body]).toStrictEqual([text, text]);
    }
  });

  test('keeps no half of an emoji where it cuts', () => {
    const cut = 'x'.repeat(4095);
    expect(readMessage({ ...pair, Body: `${cut}😀` }).body).toBe(`${cut}\ufffd`);
    expect(readMessage({ ...pair, Body: `${cut.slice(1)}😀` }).body).toBe(`${cut.slice(1)}😀`);
  });

  test('a parameter that never came is none, whatever its name', () => {
    expect(readMessage(pair).params.constructor).toBeUndefined();
  });

  test('a Body that is no text counts as none', () => {
    expect(readMessage({ ...pair, Body: ['a', 'b'] }).body).toBe('');
  });
});
