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
    const heard = (keyword: string) => ({ keyword, byTwilio: true });
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

  test.each<[string, Partial<Message>, boolean | undefined]>([
    ['SMS', {}, true],
    ['RCS', { from: 'rcs:+14158675308', to: 'rcs:brand' }, true],
    ['a toll-free number', { to: '+18335550100' }, true],
    ['a short code', { to: '12345' }, false],
    ['a short code in a Messaging Service', { to: '12345', params: { MessagingServiceSid: 'MG1' } }, true],
    ['WhatsApp', { from: 'whatsapp:+14158675308' }, false],
    ['Messenger', { from: 'messenger:1234' }, undefined],
    ['a channel that Twilio does not have', { from: 'evil:+14158675308' }, undefined],
  ])('on %s', (where, rest, byTwilio) => {
    const keyword = byTwilio === undefined ? undefined : { keyword: 'STOP', byTwilio };
    expect(heardKeyword(message(' stop\n', rest))).toStrictEqual(keyword);
    expect(heardKeyword(message('Cancel', rest))).toStrictEqual(where === 'WhatsApp' ? undefined : keyword);
    expect(heardKeyword(message('stop it', rest))).toBeUndefined();
    expect(heardKeyword(message('please stop', rest))).toBeUndefined();
  });
});
