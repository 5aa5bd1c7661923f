import type { Message } from '../../../src/conversation';
import { defaultKeyword, heardKeyword } from '../../../src/twilio/opt-out-words';
import { message } from '../../../tools/testing/messages';

describe('defaultKeyword', () => {
  test.each<[string, string | undefined]>([
    ...['STOP', 'stop', ' Stop\n', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'REVOKE', 'OPTOUT', 'CANCEL'].map(
      (word): [string, string] => [word, 'STOP'],
    ),
    ['START', 'START'],
    ['unstop', 'START'],
    ['Help', 'HELP'],
    ['INFO', 'HELP'],
    ['yes', undefined],
    ['stop it', undefined],
    ['please stop', undefined],
    ['non-stop', undefined],
    ['', undefined],
    ['constructor', undefined],
    ['ſtop', undefined],
  ])('%j is %s', (text, keyword) => {
    expect(defaultKeyword(text)).toBe(keyword);
  });
});

describe('heardKeyword', () => {
  test('believes Twilio if Advanced Opt-Out is on, whatever the text and the channel', () => {
    const heard = (keyword: string) => ({ keyword, answers: 'twilio' });
    const params = { OptOutType: 'STOP' };
    expect(heardKeyword(message('arrêt', { params }))).toStrictEqual(heard('STOP'));
    expect(heardKeyword(message('arrêt', { params, from: 'whatsapp:+14158675308' }))).toStrictEqual(
      heard('STOP'),
    );
    expect(heardKeyword(message('arrêt', { params, to: '12345' }))).toStrictEqual(heard('STOP'));
    expect(heardKeyword(message('aide', { params: { OptOutType: 'HELP' } }))).toStrictEqual(heard('HELP'));
    expect(heardKeyword(message('oui', { params: { OptOutType: 'START' } }))).toStrictEqual(heard('START'));
    expect(heardKeyword(message('hello', { params: { OptOutType: 'constructor' } }))).toBeUndefined();
  });

  test.each<[string, Partial<Message>, string | undefined]>([
    ['SMS', {}, 'twilio'],
    ['RCS', { from: 'rcs:+14158675308', to: 'rcs:brand' }, 'twilio'],
    ['a toll-free number', { to: '+18335550100' }, 'twilio'],
    ['a short code', { to: '12345' }, 'us with a list'],
    [
      'a short code in a Messaging Service',
      { to: '12345', params: { MessagingServiceSid: 'MG1' } },
      'twilio',
    ],
    ['WhatsApp', { from: 'whatsapp:+14158675308' }, 'us'],
    ['Messenger', { from: 'messenger:1234' }, undefined],
    ['a channel that Twilio does not have', { from: 'evil:+14158675308' }, undefined],
  ])('on %s', (_, rest, answers) => {
    const keyword = answers && { keyword: 'STOP', answers };
    expect(heardKeyword(message(' stop\n', rest))).toStrictEqual(keyword);
    // On WhatsApp the others may be answers.
    const other = answers === 'us' ? undefined : answers && { keyword: 'STOP', answers };
    expect(heardKeyword(message('Cancel', rest))).toStrictEqual(other);
    expect(heardKeyword(message('stop it', rest))).toBeUndefined();
    expect(heardKeyword(message('please stop', rest))).toBeUndefined();
  });
});
