import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { anyCharacter, fc } from '../../fuzz';
import { unseal, readSealed, seal } from '../../../src/session/seal';
import { readKeys, type Keys } from '../../../src/session/secrets';

function open(text: string, where: string, by: Keys): Buffer | undefined {
  const sealed = readSealed(text);
  return sealed && unseal(sealed, where, by);
}

const secret = randomBytes(32).toString('base64url');
const keys = readKeys(secret);
const place = 'greeter, Rey to us';
const anyText = fc.string({
  unit: fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom('\ud800', '"', ',')),
});

describe('seal', () => {
  test('what is sealed opens to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.string(), (bytes, where) => {
        const content = Buffer.from(bytes);
        expect(open(seal(content, where, keys), where, keys)).toStrictEqual(content);
      }),
    );
  });

  test('is base64url, of the length that its comment says', () => {
    const sealed = seal(Buffer.alloc(0), place, keys);
    expect(sealed).toMatch(/^[\w-]{39}$/);
    expect(seal(Buffer.alloc(30), place, keys)).toMatch(/^[\w-]{79}$/);
  });

  test('never seals the same content to the same text', () => {
    const ivs = Array.from({ length: 1000 }, () => {
      const sealed = Buffer.from(seal(Buffer.from('x'), place, keys), 'base64url');
      return sealed.subarray(1, 13).toString('hex');
    });
    expect(new Set(ivs).size).toBe(1000);
    expect(ivs.every((iv) => /^[0-9a-f]{24}$/.test(iv))).toBe(true);
  });

  test('is AES-256-GCM under an HKDF key, as the comments say', () => {
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'sms-conversations: session', 32));
    const iv = Buffer.alloc(12, 7);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(`\u0002${place}`));
    const sealed = Buffer.concat([
      Buffer.of(2),
      iv,
      cipher.update('hello'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    expect(open(sealed.toString('base64url'), place, keys)?.toString()).toBe('hello');
  });
});

describe('open', () => {
  test.each([1, 2] as const)('reads what was sealed in format %d, and says which that is', (format) => {
    const sealed = seal(Buffer.from('hello'), place, keys, format);
    expect(readSealed(sealed)?.format).toBe(format);
    expect(open(sealed, place, keys)?.toString()).toBe('hello');
  });

  test('refuses every single-bit change', () => {
    const sealed = seal(Buffer.from('{"messages":7}'), place, keys);
    for (let at = 0; at < sealed.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = Buffer.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(open(changed.toString('latin1'), place, keys)).toBeUndefined();
      }
    }
  });

  test('refuses what is cut, lengthened or nothing of ours', () => {
    const sealed = seal(Buffer.from('hello'), place, keys);
    for (let length = 0; length < sealed.length; length++) {
      expect(open(sealed.slice(0, length), place, keys)).toBeUndefined();
    }
    for (const other of [`${sealed}A`, `${sealed}=`, ` ${sealed}`, '', 'hello', '💬', 'A'.repeat(5000)]) {
      expect(open(other, place, keys)).toBeUndefined();
    }
  });

  test('any text is refused, not thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.base64String()), (text) => {
        expect(open(text, place, keys)).toBeUndefined();
      }),
    );
  });

  test('refuses what was sealed for another place', () => {
    const sealed = seal(Buffer.from('hello'), place, keys);
    for (const other of ['greeter, Rey to u', 'greeter, Rey to uss', 'greeter, Rex to us', '']) {
      expect(open(sealed, other, keys)).toBeUndefined();
    }
  });

  test('opens with each secret, seals with the first', () => {
    const older = 'o'.repeat(32);
    const rotated = readKeys(`${secret},${older}`);
    expect(open(seal(Buffer.from('old'), place, readKeys(older)), place, rotated)?.toString()).toBe('old');
    expect(open(seal(Buffer.from('new'), place, rotated), place, keys)?.toString()).toBe('new');
    expect(open(seal(Buffer.from('new'), place, rotated), place, readKeys(older))).toBeUndefined();
  });
});
