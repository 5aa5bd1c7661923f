import {
  ask,
  date,
  dateTime,
  dialogue,
  german,
  optional,
  time,
  understood,
  wholeNumber,
  wrong,
  type Script,
} from '../../../src/dialogue';
import { TestPhone, talk } from '../../../tools/testing';

const now = new Date('2026-10-23T10:00Z');
const zone = 'Europe/Berlin';

describe('a day or a time', () => {
  test('is understood on the day it was said, and stays that day', async () => {
    const d = dialogue('d', function* () {
      const when = yield* ask('When?', dateTime({ zone }));
      const day = yield* ask('Which day?', date({ zone }));
      const at = yield* ask('At what time?', time({ zone }));
      return `${when} ${day} ${at} ${yield* ask('So?')}`;
    });
    const texts = ['hi', 'tomorrow 3pm', 'tomorrow', 'noon', { after: '3d', body: 'x' }];
    expect((await talk(d, texts, { now })).at(-1)).toStrictEqual(['2026-10-24T15:00 2026-10-24 12:00 x']);
  });

  test('is heard in the language of the dialogue', async () => {
    const script: Script = function* () {
      return yield* ask('Wann?', dateTime({ zone }));
    };
    const d = dialogue('d', script, { language: german });
    expect((await talk(d, ['hi', 'morgen 15 Uhr'], { now })).at(-1)).toStrictEqual(['2026-10-24T15:00']);
  });

  test('needs a zone that exists, and says so when the reader is made', () => {
    for (const reader of [dateTime, date, time]) {
      expect(() => reader({ zone: 'Europe/Nowhere' })).toThrow('Europe/Nowhere');
    }
  });

  test('needs hours of one day, as a clock shows them, and says so when the reader is made', () => {
    for (const reader of [dateTime, time]) {
      for (const from of ['8:00', '08', '25:00', '108:00', '08:00:00', '20:01']) {
        for (const hours of [
          { from, to: '20:00' },
          { from: '08:00', to: from.replace('20:01', '07:59') },
        ]) {
          expect(() => reader({ zone, hours })).toThrow(`of one day, and not ${JSON.stringify(hours)}`);
        }
      }
      expect(() => reader({ zone, hours: { from: '08:00', to: '08:00' } })).not.toThrow();
    }
  });
});

describe('an optional answer', () => {
  const script: Script = function* () {
    const age = yield* ask('Age?', optional(wholeNumber()));
    const dish = yield* ask(
      'Dish?',
      optional(understood('dish', (text) => (text === 'x' ? wrong('No x.') : { text }))),
    );
    return `${age} ${dish?.text} ${yield* ask('So?')}`;
  };

  test('is undefined for SKIP, also at a replay', async () => {
    const phone = new TestPhone(dialogue('d', script));
    for (const text of ['hi', 'skip', 'Skip please']) await phone.text(text);
    expect(await phone.text('y')).toStrictEqual(['undefined undefined y']);
    for (const text of ['hi', '7', 'soup']) await phone.text(text);
    expect(await phone.text('y')).toStrictEqual(['7 soup y']);
  });

  test('tells of SKIP if it cannot be read', async () => {
    expect((await talk(dialogue('d', script), ['hi', 'a', '7', 'x'])).flat()).toStrictEqual([
      'Age?',
      'Please answer with a whole number. Or text SKIP.\nAge?',
      'Dish?',
      'No x. Or text SKIP.\nDish?',
    ]);
  });
});
