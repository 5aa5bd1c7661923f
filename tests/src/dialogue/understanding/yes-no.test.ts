import { fc } from '../../../fuzz';
import { english } from '../../../../src/dialogue/languages/english';
import { readYesNo } from '../../../../src/dialogue/understanding/yes-no';

const YES = [
  ...[
    'yes',
    'Yes.',
    'YES!!!',
    'y',
    'yep',
    'yeah sure',
    'ok',
    'okay thanks',
    'Sure, thank you',
    'yes please',
    'please',
    'of course',
    'correct',
    "that's right",
    'yes, that’s correct',
    'alright',
    'sounds great',
    'perfect!',
    'go for it',
    'please do',
    'I do',
    'yes it does',
    "yes I'm sure",
    'confirmed',
    'that works',
    'yes sir',
  ],
  ...[
    'yes :)',
    'yes :-)',
    'yes :D',
    'yes ;p',
    'yes <3',
    'yes xD',
    'yes xDD',
    'yes :DD',
    'yes <33',
    'yes:) thanks',
    'yes ^^',
    'yes 😊',
    '"yes"',
    '“Yes”',
    '«yes»',
    '*yes*',
    '_yes_',
    '> yes',
    'yesss',
    'yeees',
    'suuure',
    'agreeed',
    'yepp',
    'okk',
  ],
  ...[
    '\u200eyes\u200f',
    'y\u200bes',
    '\ufeffyes',
    'yes\u2069',
    'ｙｅｓ',
    '👍',
    '👍🏽',
    '👍👍',
    '✅',
    'yes 👍',
    'ok.thanks',
    'ok...thanks',
    'of course, thanks',
    'Yes\nThanks',
    'k',
  ],
];
const NO = [
  ...[
    'no',
    'No.',
    'n',
    'nope',
    'no thanks',
    'no, thank you',
    'nah',
    'no way',
    'not now',
    'not correct',
    'that is wrong',
    "no, that's wrong",
    'not yet',
    'absolutely not',
    'of course not',
    "please don't",
    "no I don't",
    'no it doesn’t',
    'I do not',
  ],
  ...[
    'no :(',
    'no:(',
    'no...thanks',
    'no way, thanks',
    'no 😊',
    'nooo',
    'nopeee',
    '👎',
    '👎🏿',
    '"no"',
    '\u200eno',
  ],
];

test.each(YES)('%j is yes', (text) => {
  expect(readYesNo(text, english)).toBe(true);
});

test.each(NO)('%j is no', (text) => {
  expect(readYesNo(text, english)).toBe(false);
});

test.each([
  ...[
    '',
    '.',
    ':)',
    '😊',
    'thanks',
    'maybe',
    'yes no',
    'yes/no',
    'yes, no wait',
    'yeah no',
    'yes, of course not',
    'yes xpress',
    '👍👎',
    'yes 👎',
    'no problem',
    'yes but later',
    'not sure',
    'I do, I don’t',
    'why not now',
    'not yes',
    'a greed',
    'to be confirmed',
    'no, confirmed',
    "I can't confirm",
    'confirm what',
    'not agreed',
    'I do not know',
  ],
  ...['yesterday', 'nothing', 'noon', 'eyes', '1'],
])('%j is neither', (text) => {
  expect(readYesNo(text, english)).toBeUndefined();
});

test('a text of more than 300 characters is neither', () => {
  expect(readYesNo('no'.padEnd(300, '!'), english)).toBe(false);
  expect(readYesNo('no'.padEnd(301, '!'), english)).toBeUndefined();
});

test('whatever is said with it, a yes is never taken for a no', () => {
  const beside = fc.array(fc.oneof(fc.constantFrom(...YES, ...NO, 'please', '?', ':)', '🙄'), fc.string()), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(
      beside,
      fc.constantFrom(...YES.filter((text) => text !== 'please')),
      beside,
      (before, yes, behind) => {
        const text = [...before, yes, ...behind].join(' ');
        expect(readYesNo(text, english)).not.toBe(false);
      },
    ),
  );
});
