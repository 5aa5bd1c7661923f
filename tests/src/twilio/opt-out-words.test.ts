import { carrierKeyword, defaultKeyword } from '../../../src/twilio/opt-out-words';
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
    ['', undefined],
    ['constructor', undefined],
    ['ſtop', undefined],
  ])('%j is %s', (text, keyword) => {
    expect(defaultKeyword(text)).toBe(keyword);
  });
});

describe('carrierKeyword', () => {
  test('believes Twilio where Advanced Opt-Out is on, whatever the text and the channel', () => {
    const params = { OptOutType: 'STOP' };
    expect(carrierKeyword(message('arrêt', { params }))).toBe('STOP');
    expect(carrierKeyword(message('arrêt', { params, from: 'whatsapp:+14158675308' }))).toBe('STOP');
    expect(carrierKeyword(message('aide', { params: { OptOutType: 'HELP' } }))).toBe('HELP');
    expect(carrierKeyword(message('oui', { params: { OptOutType: 'START' } }))).toBe('START');
    expect(carrierKeyword(message('hello', { params: { OptOutType: 'constructor' } }))).toBeUndefined();
  });

  test('knows the default words on SMS only', () => {
    expect(carrierKeyword(message('stop'))).toBe('STOP');
    expect(carrierKeyword(message('stop', { from: 'whatsapp:+14158675308' }))).toBeUndefined();
  });
});
