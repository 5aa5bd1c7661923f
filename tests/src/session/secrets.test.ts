import { execSync } from 'node:child_process';
import { UnusableSecret, readKeys } from '../../../src/session/secrets';

const a = 'a'.repeat(32);
const b = 'b'.repeat(32);

describe('readKeys', () => {
  test('makes an AES-256 key of each secret, in their order', () => {
    const keys = readKeys(` ${a} , ${b},`);
    expect(keys).toHaveLength(2);
    expect(keys.map((key) => key.symmetricKeySize)).toEqual([32, 32]);
    expect(keys[0].equals(readKeys(a)[0])).toBe(true);
    expect(keys[1]?.equals(readKeys(b)[0])).toBe(true);
    expect(keys[0].equals(readKeys(b)[0])).toBe(false);
  });

  test('derives the keys of the same secrets once', () => {
    expect(readKeys(a)).toBe(readKeys(a));
    expect(readKeys(a, 'document')).toBe(readKeys(a, 'document'));
  });

  test('has other keys for another use', () => {
    expect(readKeys(a)[0].equals(readKeys(a, 'document')[0])).toBe(false);
  });

  test.each([undefined, null, '', ' , ,', 7, [a]])('%j is no secret', (secrets) => {
    expect(() => readKeys(secrets)).toThrow(UnusableSecret);
    expect(() => readKeys(secrets)).toThrow(/^SESSION_SECRET is not set\. Make one with: node -p/);
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
