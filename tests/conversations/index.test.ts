import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { chosenConversation } from '../../conversations';
import type { FunctionContext } from '../../src';
import { tagOf } from '../../src/conversation';
import { talk } from '../../tools/testing';
import { installRuntime } from '../../tools/testing/runtime';

test('a booking goes to BOOKINGS_URL, of a caller we know', async () => {
  installRuntime({ 'callers.private.json': '{ "+14158675308": "Rey" }' });
  const received: unknown[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      received.push(body);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = { CONVERSATION: 'booking', BOOKINGS_URL: url } as unknown as FunctionContext;
  const texts = ['hi', '2', 'friday', 'no', 'yes'];
  const replies = await talk(chosenConversation(context), texts, { from: '+14158675308' });
  expect(replies.at(-1)).toStrictEqual([expect.stringMatching(/^Booked\. Your reference is \w{6}\.$/)]);
  expect(received).toStrictEqual([{ name: 'Rey', party: 2, day: 'Friday', picture: null }]);
  server.close();
});

test('the greeter answers if CONVERSATION is empty', () => {
  expect(chosenConversation({} as FunctionContext).name).toBe('greeter');
});

test.each([
  ['greeter', 'greeter 1'],
  ['booking', 'booking 1'],
])('name and version of %s stay, or everybody begins anew', (name, tag) => {
  const variables = { CONVERSATION: name } as unknown as FunctionContext;
  expect(tagOf(chosenConversation(variables))).toBe(tag);
});
