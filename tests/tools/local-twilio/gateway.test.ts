import type { RequestListener } from 'node:http';
import { Carrier, type CarrierOptions } from '../../../tools/local-twilio/carrier/carrier';
import { valuesOf } from '../../../tools/local-twilio/carrier/headers';
import { startGateway } from '../../../tools/local-twilio/gateway';
import type { Visibility } from '../../../tools/local-twilio/serverless/upload';
import { serving, twiml } from '../../../tools/testing/webhook';
import { bodies, codes, rey, sendHello } from './texting';

const DOMAIN = 'demo-0000-dev.twil.io';
const functions = new Map<string, Visibility>([
  ['/sms', 'protected'],
  ['/open', 'public'],
  ['/inner', 'private'],
]);

/** Texts the Function at a path, which this listener plays, through the gateway. */
function texting(path: string, listener: RequestListener, options: Partial<CarrierOptions> = {}) {
  return serving(listener, async (url) => {
    const authToken = 'the token of the account';
    const gateway = await startGateway({
      domain: DOMAIN,
      functions,
      port: Number(new URL(url).port),
      authToken,
    });
    try {
      const carrier = new Carrier({
        url: `https://${DOMAIN}${path}`,
        authToken,
        connect: gateway.connect,
        ...options,
      });
      return await sendHello(carrier.pair(rey));
    } finally {
      await gateway.close();
    }
  });
}

const saysHi = twiml('<Message>hi</Message>');

// https://www.twilio.com/docs/serverless/functions-assets/visibility
test.each([
  ['a protected Function', '/sms'],
  ['a public one', '/open'],
])('Twilio reaches %s', async (_, path) => {
  expect(bodies(await texting(path, saysHi))).toStrictEqual(['hi']);
});

test('a stranger reaches a public Function, and no protected one', async () => {
  const authToken = 'another token';
  expect(bodies(await texting('/open', saysHi, { authToken }))).toStrictEqual(['hi']);
  const refused = await texting('/sms', saysHi, { authToken });
  expect(codes(refused)).toStrictEqual([11200]);
  expect(refused.response?.status).toBe(400);
});

test.each(['/inner', '/nowhere'])('nobody reaches %s', async (path) => {
  const { response, problems } = await texting(path, saysHi);
  expect(response?.status).toBe(404);
  expect(problems).toMatchObject([{ code: 11200 }]);
});

// https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/limitations
test.each([
  ['a=1', `a=1; HttpOnly; Secure; Domain=${DOMAIN}`],
  ['a=1; Max-Age=60; Path=/', `a=1; Max-Age=60; Path=/; HttpOnly; Secure; Domain=${DOMAIN}`],
  ['a=1; secure; HTTPONLY', `a=1; secure; HTTPONLY; Domain=${DOMAIN}`],
  ['a=1; Domain=example.com', `a=1; HttpOnly; Secure; Domain=${DOMAIN}`],
])('the cookie %s goes out as %s', async (set, sent) => {
  const { response, cookie } = await texting('/sms', twiml('', { 'Set-Cookie': set }));
  expect(valuesOf(response?.headers ?? [], 'set-cookie')).toStrictEqual([sent]);
  expect(cookie).toMatchObject({ text: 'a=1', withheld: [] });
});

// https://www.twilio.com/docs/serverless/functions-assets/faq
test('a Function has ten seconds', async () => {
  const timeout = jest.spyOn(AbortSignal, 'timeout');
  expect(codes(await texting('/sms', saysHi))).toStrictEqual([]);
  expect(timeout.mock.calls).toStrictEqual([[15_000], [10_000]]);
  timeout.mockImplementation((milliseconds) =>
    milliseconds === 10_000 ? AbortSignal.abort() : new AbortController().signal,
  );
  expect(codes(await texting('/sms', saysHi))).toStrictEqual([11200]);
  timeout.mockRestore();
});
