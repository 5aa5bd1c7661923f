import { execSync } from 'node:child_process';
import { UnusableSecret, readIdKey, readKeys } from '../../../src/session/secrets';

const a = 'a'.repeat(32);
const b = 'b'.repeat(32);

describe('readKeys', () => {
  test('makes an AES-256 key of each secret, in their order', () => {
    const keys = readKeys(` ${a} , ${b},`);
    expect(keys).toHaveLength(2);
    expect(keys.map((key) => key.symmetricKeySize)).toStrictEqual([32, 32]);
    expect(keys[0].equals(readKeys(a)[0])).toBe(true);
    expect(keys[1]?.equals(readKeys(b)[0])).toBe(true);
    expect(keys[0].equals(readKeys(b)[0])).toBe(false);
  });

  test('derives the keys of the same secrets once', () => {
    expect(readKeys(`${b},${a}`)).toBe(readKeys(`${b},${a}`));
    expect(readKeys(a, 'document')).toBe(readKeys(a, 'document'));
  });

  test('has other keys for another use', () => {
    expect(readKeys(a)[0].equals(readKeys(a, 'document')[0])).toBe(false);
  });

  test.each([undefined, null, '', ' , ,', 7, [a]])('%j is no secret', (secrets) => {
    expect(() => readKeys(secrets)).toThrow(UnusableSecret);
    expect(() => readKeys(secrets)).toThrow(
      /^SESSION_SECRET is not set\. Make one with: node -p .*\nPut it into \.env as SESSION_SECRET=/,
    );
  });

  test.each(['short', 'x'.repeat(31), `${a},short`, `short,${a}`])(
    '%j is too short, and is not quoted',
    (secrets) => {
      expect(() => readKeys(secrets)).toThrow(UnusableSecret);
      expect(() => readKeys(secrets)).toThrow(/has (5|31) characters; it takes 32 or more\. Make one with/);
      expect(() => readKeys(secrets)).not.toThrow(/short|xxx/);
    },
  );

  test('the command that it tells people to run makes a usable one', () => {
    let command = '';
    try {
      readKeys('');
    } catch (error) {
      command = /node -p .*/.exec(String(error))?.[0] ?? '';
    }
    const secret = execSync(command, { encoding: 'utf8' }).trim();
    expect(readKeys(secret)).toHaveLength(1);
  });
});

describe('readIdKey', () => {
  test('makes a key of ID_SECRET, whatever SESSION_SECRET is', () => {
    const key = readIdKey({ ID_SECRET: ` ${a} `, SESSION_SECRET: b }, 'document');
    expect(key.equals(readIdKey({ ID_SECRET: a }, 'document'))).toBe(true);
    expect(key.equals(readIdKey({ ID_SECRET: a }, 'message'))).toBe(false);
  });

  test.each([undefined, '', ' ', 7])('without one (%j) takes the last of SESSION_SECRET', (ID_SECRET) => {
    const key = readIdKey({ ID_SECRET, SESSION_SECRET: `${b},${a}` }, 'document');
    expect(key.equals(readIdKey({ ID_SECRET: a }, 'document'))).toBe(true);
  });

  test.each([
    ['x'.repeat(31), /^A secret in ID_SECRET has 31 characters; .*\nPut it into \.env as ID_SECRET=/],
    [`${a},${b}`, /^ID_SECRET has a comma\. It is one secret/],
  ])('refuses %s', (ID_SECRET, reason) => {
    expect(() => readIdKey({ ID_SECRET, SESSION_SECRET: a }, 'document')).toThrow(UnusableSecret);
    expect(() => readIdKey({ ID_SECRET, SESSION_SECRET: a }, 'document')).toThrow(reason);
  });
});
