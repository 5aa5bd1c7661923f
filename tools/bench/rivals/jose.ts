import { EncryptJWT, jwtDecrypt } from 'jose';

const key = Buffer.alloc(32, 7);

/**
 * Counts in an encrypted JWT: JWE, `dir`, A256GCM.
 * https://github.com/panva/jose/blob/main/docs/jwt/encrypt/classes/EncryptJWT.md
 */
export async function count(jar: Map<string, string>): Promise<number> {
  const token = jar.get('session');
  const before = token === undefined ? 0 : Number((await jwtDecrypt(token, key)).payload.messages);
  const messages = before + 1;
  const next = await new EncryptJWT({ messages })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime('4h')
    .encrypt(key);
  jar.set('session', next);
  return messages;
}
