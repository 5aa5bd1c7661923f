import { carrierKeyword, defaultKeyword, heedKeywords } from '../../src/carrier-keywords';
import { message } from '../messages';

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

describe('heedKeywords', () => {
  const conversation = heedKeywords<number>({
    name: 'counter',
    version: 3,
    turn: (_, state = 0) => ({ replies: ['said'], state: state + 1 }),
  });

  test('is the same conversation', () => {
    expect(conversation).toMatchObject({ name: 'counter', version: 3 });
    expect(conversation.turn(message('hello'), 4)).toEqual({ replies: ['said'], state: 5 });
  });

  test('an opt-out is forgotten without a word', () => {
    expect(conversation.turn(message('STOP'), 4)).toEqual({ replies: [], state: undefined });
  });

  test.each(['HELP', 'START'])('after %s it goes on where it was', (word) => {
    expect(conversation.turn(message(word), 4)).toEqual({ replies: [], state: 4 });
    expect(conversation.turn(message(word), undefined)).toEqual({ replies: [], state: undefined });
  });
});
