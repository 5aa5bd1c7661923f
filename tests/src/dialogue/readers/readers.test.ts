import { english } from '../../../../src/dialogue/languages/english';
import { german } from '../../../../src/dialogue/languages/german';
import { email, matching, optional, phoneNumber, wholeNumber, wrong } from '../../../../src/dialogue/readers';

describe('wholeNumber', () => {
  test('has bounds, and words for them', () => {
    expect(wholeNumber({ min: 1, max: 12 })('1', english)).toBe(1);
    expect(wholeNumber({ min: 1, max: 12 })('twelve people', english)).toBe(12);
    for (const text of ['0', '13', 'x', '']) {
      expect(wholeNumber({ min: 1, max: 12 })(text, english)).toStrictEqual(
        wrong('Please answer with a whole number from 1 to 12.'),
      );
    }
    expect(wholeNumber({ min: 1 })('0', english)).toStrictEqual(
      wrong('Please answer with a whole number, 1 or more.'),
    );
    expect(wholeNumber({ max: 1 })('2', english)).toStrictEqual(
      wrong('Please answer with a whole number, 1 or less.'),
    );
    expect(wholeNumber()('x', german)).toStrictEqual(wrong('Bitte mit einer ganzen Zahl antworten.'));
    expect(wholeNumber({ wrong: 'Digits!' })('x', english)).toStrictEqual(wrong('Digits!'));
    expect(wholeNumber({ units: ['nights'] })('2 nights', english)).toBe(2);
  });
});

describe('matching', () => {
  test('gives the text that matches', () => {
    expect(matching(/^\d{5}$/)('12345', english)).toBe('12345');
    expect(matching(/^\d{5}$/)('1234', english)).toStrictEqual(wrong('Sorry, that does not look right.'));
    expect(matching(/^\d{5}$/, 'Five digits.')('1234', english)).toStrictEqual(wrong('Five digits.'));
  });

  test('gives the same each time, even if the pattern would not', () => {
    const reader = matching(/a/gy);
    expect([1, 2, 3].map(() => reader('a', english))).toStrictEqual(['a', 'a', 'a']);
  });
});

describe('optional', () => {
  test('gives nothing for SKIP, in the language of the dialogue', () => {
    const reader = optional(wholeNumber());
    expect(reader('Skip, please', english)).toBeUndefined();
    expect(reader('weiter', german)).toBeUndefined();
    expect(reader('5', english)).toBe(5);
    expect(reader('weiter', english)).toStrictEqual(
      wrong('Please answer with a whole number. Or text SKIP.'),
    );
    expect(reader('x', german)).toStrictEqual(
      wrong('Bitte mit einer ganzen Zahl antworten. Oder WEITER senden.'),
    );
  });
});

describe('email', () => {
  test.each([
    ['Rey@Example.com', 'Rey@example.com'],
    [' rey@example.com. ', 'rey@example.com'],
    ['<rey@example.com>', 'rey@example.com'],
    ['“rey@example.com”', 'rey@example.com'],
    ['mailto:rey@example.com', 'rey@example.com'],
    ['rey+tag@ex-ample.co.uk!', 'rey+tag@ex-ample.co.uk'],
    ['ｒｅｙ@example.com', 'rey@example.com'],
    ['rey@müller.example', 'rey@müller.example'],
    ['rey@a.b.example', 'rey@a.b.example'],
    ["o'neil@example.com", "o'neil@example.com"],
    ['<mailto:rey@example.com>.', 'rey@example.com'],
    [`${'x'.repeat(244)}@x.example`, `${'x'.repeat(244)}@x.example`],
  ])('reads %j', (text, address) => {
    expect(email()(text, english)).toBe(address);
  });

  test.each([
    ...[
      '',
      'no',
      'rey',
      'rey@',
      '@example.com',
      'rey@example',
      'rey@example,com',
      'rey @example.com',
      'my rey@example.com',
    ],
    ...['a@b@c.example', 'a@b.example c@d.example', 'rey@x..example', 'rey@-x.example', 'rey@x_y.example'],
    ...[`${'x'.repeat(245)}@x.example`, `${'x@'.repeat(100_000)}x.example`],
  ])('does not read %j', (text) => {
    expect(email()(text, english)).toStrictEqual(
      wrong('Please answer with an e-mail address, such as name@example.com.'),
    );
  });
});

describe('phoneNumber', () => {
  test.each([
    ['030 901820', 'DE', '+4930901820'],
    ['(030) 90-18-20', 'DE', '+4930901820'],
    ['+49 (0)30 901820', 'DE', '+4930901820'],
    ['0049 30 901820', 'US', undefined],
    ['0049 30 901820', 'ES', '+4930901820'],
    ['+1 415 867 5308', 'DE', '+14158675308'],
    ['(415) 867-5308, thanks', 'US', '+14158675308'],
    ['４１５８６７５３０８', 'US', '+14158675308'],
    ['\u202a+34 612 34 56 78\u202c', 'ES', '+34612345678'],
    ['+34612345678', undefined, '+34612345678'],
    ['612345678', undefined, undefined],
    ['555-1234', 'US', undefined],
    ['911', 'US', undefined],
    ['no', 'US', undefined],
    ['415-867-5308 or 415-867-5309', 'US', undefined],
    ['415-867-5308 ext 12', 'US', undefined],
  ] as const)('%j in %s is %s', (text, country, number) => {
    const read = phoneNumber(country && { country })(text, english);
    if (number === undefined)
      expect(read).toStrictEqual(
        wrong(expect.stringMatching(/^Please answer with a phone number/) as string),
      );
    else expect(read).toBe(number);
  });

  test('shows how a number of the country looks', () => {
    expect(phoneNumber({ country: 'US' })('no', english)).toStrictEqual(
      wrong('Please answer with a phone number, such as (201) 555-0123.'),
    );
    expect(phoneNumber()('no', english)).toStrictEqual(wrong('Please answer with a phone number.'));
  });

  test('names a country that there is not', () => {
    expect(() => phoneNumber({ country: 'XX' as 'DE' })('1', english)).toThrow(
      'phoneNumber() knows no country "XX"',
    );
  });
});
