import { createHash } from 'node:crypto';
import { messageId } from '../../../src/session/message-id';
import { message } from '../../../tools/testing';

const OLD = 'o'.repeat(32);
const NEW = 'n'.repeat(32);
const heard = message('hi', { sid: `SM${'a'.repeat(32)}` });

test('is the same when a message is delivered again, whatever it says', () => {
  expect(messageId(heard, OLD)).toBe(messageId({ ...heard, body: 'x' }, OLD));
  expect(messageId(heard, OLD)).toMatch(/^[\w-]{43}$/);
});

test('is another one for another message, pair of numbers or secret', () => {
  const others = [
    messageId(heard, OLD),
    messageId(heard, NEW),
    messageId({ ...heard, sid: `SM${'b'.repeat(32)}` }, OLD),
    messageId({ ...heard, from: heard.to, to: heard.from }, OLD),
    messageId({ ...heard, from: `whatsapp:${heard.from}` }, OLD),
    messageId({ ...heard, sid: undefined }, OLD),
    messageId({ ...heard, sid: undefined }, OLD),
  ];
  expect(new Set(others).size).toBe(7);
});

test('is not what an outsider makes of the numbers and the sid', () => {
  const { from, to, sid } = heard;
  for (const guess of [`${sid}`, JSON.stringify([from, to, sid])]) {
    expect(messageId(heard, OLD)).not.toBe(createHash('sha256').update(guess).digest('base64url'));
  }
});

test('stays the same while a newer secret is put in front', () => {
  expect(messageId(heard, `${NEW},${OLD}`)).toBe(messageId(heard, OLD));
});

test('takes a secret', () => {
  expect(() => messageId(heard, undefined)).toThrow('SESSION_SECRET is not set');
});
