import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { saveTo } from '../../../conversations/booking/bookings-service';

const booking = { key: 'aB3_-x9-5', name: 'Ada', party: 4, day: 'Friday', picture: null } as const;

let server: Server;
let status = 201;
const received: { headers: IncomingMessage['headers']; body: unknown }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body: JSON.parse(body) as unknown });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

afterAll(() => server.close());

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/bookings`;

test('a booking is posted with its key, and has a reference', async () => {
  expect(await saveTo(url())(booking)).toBe('AB3X95');
  const { key, ...rest } = booking;
  expect(received).toMatchObject([
    { headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: rest },
  ]);
});

test('a service that does not accept it is an error that may be logged', async () => {
  status = 503;
  await expect(saveTo(url())(booking)).rejects.toThrow('the service at BOOKINGS_URL answered 503');
});

test.each([undefined, ''])('without a URL (%j) it is logged by its reference alone', async (none) => {
  const log = jest.spyOn(console, 'log').mockImplementation();
  expect(await saveTo(none)(booking)).toBe('AB3X95');
  expect(log.mock.calls).toEqual([['Booked AB3X95. Set BOOKINGS_URL to send it somewhere.']]);
  log.mockRestore();
});
