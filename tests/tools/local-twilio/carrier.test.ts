import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { RequestListener } from 'node:http';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import { fc } from '../../fuzz';
import { InvalidAddress, readAddress } from '../../../tools/local-twilio/carrier/address';
import { Carrier, InvalidWebhook, NothingSent } from '../../../tools/local-twilio/carrier/carrier';
import { InvalidMove } from '../../../tools/local-twilio/carrier/clock';
import { bytesOf } from '../../../tools/local-twilio/carrier/headers';
import { segmentsOf } from '../../../tools/local-twilio/carrier/segments';
import { readTwiml } from '../../../tools/local-twilio/carrier/twiml';
import { LIMITS } from '../../../tools/local-twilio/limits';
import { OFFLINE_AUTH_TOKEN } from '../../../tools/local-twilio/sid';
import { formOf, serving, twiml } from '../../../tools/testing/webhook';
import { HOUR, bodies, codes, counting, finn, rey, sendHello, texting } from './texting';

// How the carrier works. What it holds a webhook to is in facts.test.ts.

describe('what Twilio sends', () => {
  const echo: RequestListener = (request, response) => {
    void formOf(request).then((form) => {
      response.setHeader('Content-Type', 'text/xml');
      response.end(`<Response><Message>${request.method} ${String(form.get('Body'))}</Message></Response>`);
    });
  };

  test('the parameters of an SMS, signed, as a form', () =>
    texting(echo, async (phone, _, url) => {
      const { request, replies } = await phone.send('a b');
      expect(replies).toStrictEqual([
        { body: 'POST a b', media: [], to: rey.from, from: rey.to, encoding: 'GSM-7', segments: 1 },
      ]);
      expect(request.params).toMatchObject({
        MessageSid: expect.stringMatching(/^SM[0-9a-f]{32}$/) as string,
        AccountSid: `AC${'0'.repeat(32)}`,
        From: rey.from,
        To: rey.to,
        Body: 'a b',
        NumMedia: '0',
        NumSegments: '1',
        FromCity: 'SAN FRANCISCO',
        SmsStatus: 'received',
        ApiVersion: '2010-04-01',
      });
      expect(request.params.SmsSid).toBe(request.params.MessageSid);
      expect(Object.fromEntries(new URLSearchParams(request.body))).toStrictEqual(request.params);
      const signature = new Map(request.headers).get('X-Twilio-Signature') ?? '';
      expect(validateRequest(OFFLINE_AUTH_TOKEN, signature, url, request.params)).toBe(true);
    }));

  test('by GET, in the query, which is what is signed', () =>
    serving(
      (request, response) => {
        const { searchParams } = new URL(request.url ?? '', 'http://webhook');
        twiml(`<Message>${String(searchParams.get('a'))} ${String(searchParams.get('Body'))}</Message>`)(
          request,
          response,
        );
      },
      async (url) => {
        const carrier = new Carrier({ url: `${url}?a=1#rc=2`, method: 'GET', authToken: 'secret' });
        const exchange = await carrier.pair(rey).send('hello');
        expect(bodies(exchange)).toStrictEqual(['1 hello']);
        const { url: asked, headers } = exchange.request;
        expect(asked).not.toContain('#');
        const signature = new Map(headers).get('X-Twilio-Signature') ?? '';
        expect(validateRequest('secret', signature, asked, {})).toBe(true);
      },
    ));

  test('media, with types, and a sid of its own', () =>
    texting(echo, async (phone) => {
      const { request } = await phone.send('look', {
        media: [
          'https://example.com/cat.png?size=1',
          'https://example.com/cat.constructor',
          { url: 'https://example.com/dog', type: 'image/webp' },
        ],
      });
      expect(request.params).toMatchObject({
        MessageSid: expect.stringMatching(/^MM/) as string,
        NumMedia: '3',
        MediaUrl0: 'https://example.com/cat.png?size=1',
        MediaContentType0: 'image/png',
        MediaContentType1: 'image/jpeg',
        MediaUrl2: 'https://example.com/dog',
        MediaContentType2: 'image/webp',
      });
    }));

  test('WhatsApp: prefixes and a profile, and no place', () =>
    texting(echo, async (_, carrier) => {
      const phone = carrier.pair({ from: 'whatsapp:+1 (415) 867-5308', to: 'whatsapp:+14155550100' });
      const { request } = await phone.send('hi', { params: { ProfileName: 'Rey' } });
      expect(request.params).toMatchObject({
        From: 'whatsapp:+14158675308',
        ProfileName: 'Rey',
        WaId: '14158675308',
      });
      expect(request.params).not.toHaveProperty('FromCity');
    }));

  test.each([
    ['', rey.to],
    ['5308', rey.to],
    ['Rey', rey.to],
    [rey.from, rey.from],
    [rey.from, 'whatsapp:+14155550100'],
    ['messenger:', 'messenger:1'],
  ])('no pair can be made of %j and %j', (from, to) => {
    const carrier = new Carrier({ url: 'http://localhost:3000/sms' });
    expect(() => carrier.pair({ from, to })).toThrow(InvalidAddress);
  });

  test.each(['', 'localhost:3000', 'ftp://localhost/', '/sms'])('%j is no webhook', (url) => {
    expect(() => new Carrier({ url })).toThrow(InvalidWebhook);
  });
});

test.each([
  ['(415) 867-5308', '+14158675308'],
  ['1 415 867 5308', '+14158675308'],
  ['415.867.5308', '+14158675308'],
  ['0044 20 7946 0958', '+442079460958'],
  ['+44 20 7946 0958', '+442079460958'],
  ['whatsapp:(415) 867-5308', 'whatsapp:+14158675308'],
  ['rcs:(415) 867-5308', 'rcs:+14158675308'],
  ['rcs:My-Agent.1', 'rcs:My-Agent.1'],
  ['messenger:4158675308', 'messenger:4158675308'],
  ['12345', '12345'],
])('people type %j for %j', (typed, address) => {
  expect(readAddress(typed)).toBe(address);
});

describe('what Twilio remembers', () => {
  test('a pair, whoever asks for it again', () =>
    texting(counting(), async (phone, carrier) => {
      expect(bodies(await phone.send('a'))).toStrictEqual(['1']);
      expect(bodies(await carrier.pair(rey).send('b'))).toStrictEqual(['2']);
    }));

  test('a cookie that came with an error', () =>
    texting(
      (_, response) => response.writeHead(500, { 'Set-Cookie': 'a=1' }).end(),
      async (phone) => {
        expect((await phone.send('a')).cookie?.text).toBe('a=1');
      },
    ));

  test.each(['count=; Max-Age=0', 'count=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT'])(
    'nothing once the webhook drops it with %j',
    (drop) =>
      texting(
        (request, response) => {
          twiml('', { 'Set-Cookie': request.headers.cookie ? drop : 'count=1' })(request, response);
        },
        async (phone) => {
          expect((await phone.send('a')).cookie).toMatchObject({
            text: 'count=1',
            bytes: 7,
            withheld: [],
          });
          expect((await phone.send('b')).cookie).toBeUndefined();
        },
      ),
  );

  test('nothing that was lost', () =>
    texting(counting(), async (phone) => {
      await phone.send('a');
      phone.forget();
      expect(bodies(await phone.send('b'))).toStrictEqual(['1']);
    }));

  test('the older cookie for two texts at once', () =>
    texting(counting(), async (phone) => {
      await phone.send('a');
      const [first, second] = await phone.sendTogether('b', 'c');
      expect([bodies(first), bodies(second)]).toStrictEqual([['2'], ['2']]);
      expect(first.request.params.MessageSid).not.toBe(second.request.params.MessageSid);
    }));

  test('the message, to deliver it twice', () =>
    texting(counting(), async (phone) => {
      await expect(phone.repeat()).rejects.toThrow(NothingSent);
      const first = await phone.send('a');
      const again = await phone.repeat();
      expect(again.request.params).toStrictEqual(first.request.params);
      expect(bodies(again)).toStrictEqual(['2']);
    }));

  test('nothing of a pair that was removed', () =>
    texting(counting(), async (phone, carrier) => {
      await phone.send('STOP');
      carrier.remove(rey);
      const anew = carrier.pair(rey);
      expect(anew).toMatchObject({ optedOut: false, cookie: undefined });
      await expect(anew.repeat()).rejects.toThrow(NothingSent);
    }));

  test('a Secure cookie, but sends none over plain http', () =>
    texting(counting('; Secure'), async (phone) => {
      expect((await phone.send('a')).cookie).toMatchObject({ text: 'count=1', withheld: ['count'] });
      expect(bodies(await phone.send('b'))).toStrictEqual(['1']);
    }));

  test('of several cookies those that are Secure are named, and the others are sent', () =>
    texting(
      (request, response) => {
        twiml(`<Message>${request.headers.cookie ?? 'none'}</Message>`, {
          'Set-Cookie': ['a=1', 'b=2; Secure', 'c=3; Secure'],
        })(request, response);
      },
      async (phone) => {
        expect((await phone.send('a')).cookie).toMatchObject({
          text: 'a=1; b=2; c=3',
          withheld: ['b', 'c'],
        });
        expect(bodies(await phone.send('b'))).toStrictEqual(['a=1']);
      },
    ));

  test('everything, in the file that another carrier is made from', () =>
    texting(counting('; Max-Age=14400'), async (phone, carrier, url) => {
      await phone.send('a');
      await carrier.pair(finn).send('STOP');
      carrier.clock.forward(HOUR);
      const state = JSON.parse(JSON.stringify(carrier.save())) as ReturnType<Carrier['save']>;
      const later = new Carrier({ url, state });
      expect(later.clock.ahead).toBe(HOUR);
      expect(later.pair(finn).optedOut).toBe(true);
      expect(later.pair(rey).cookie).toStrictEqual(phone.cookie);
      const again = await later.pair(rey).repeat();
      expect(bodies(again)).toStrictEqual(['2']);
      expect(again.request.params.Body).toBe('a');
      later.clock.forward(4 * HOUR);
      expect(later.pair(rey).cookie).toBeUndefined();
    }));

  test.each([-1, NaN, Infinity, 8.64e15])('the clock cannot be moved by %d', (milliseconds) => {
    const { clock } = new Carrier({ url: 'http://localhost:3000/sms' });
    expect(() => {
      clock.forward(milliseconds);
    }).toThrow(InvalidMove);
    expect(clock.ahead).toBe(0);
  });

  test('nothing at the end of time, and no cookie once the clock is set back', () => {
    let now = Date.now();
    return texting(
      counting(),
      async (phone, carrier) => {
        await phone.send('a');
        carrier.clock.forward(8.64e15 - now);
        now += HOUR;
        expect(bodies(await phone.send('b'))).toStrictEqual(['1']);
        expect(bodies(await phone.send('c'))).toStrictEqual(['1']);
        carrier.backToNow();
        expect(carrier.clock.now()).toBe(now);
        await phone.send('d');
        carrier.clock.forward(HOUR);
        await phone.send('e');
        carrier.backToNow();
        expect(phone.cookie).toBeUndefined();
        expect(bodies(await phone.send('f'))).toStrictEqual(['1']);
        expect(phone.cookie?.expiresAt).toBe(now + 4 * HOUR);
      },
      { now: () => now },
    );
  });
});

describe('TwiML', () => {
  test('several messages, with text, media and other numbers', () =>
    texting(
      twiml(`
        <!-- a comment -->
        <Message>one &amp; <![CDATA[<two>]]></Message>
        <Message to="+12349013030" from="+14155550199" action="/sent">
          <Body>look</Body>
          <Media>https://example.com/cat.png</Media>
        </Message>`),
      async (phone) => {
        const exchange = await sendHello(phone);
        expect(codes(exchange)).toStrictEqual([]);
        expect(exchange.replies).toMatchObject([
          { body: 'one & <two>', media: [], to: rey.from, from: rey.to },
          {
            body: 'look',
            media: ['https://example.com/cat.png'],
            to: '+12349013030',
            from: '+14155550199',
            segments: 1,
          },
        ]);
      },
    ));

  test('<Media> is relative to the document, wherever a <Redirect> led', () =>
    texting(
      (request, response) => {
        const content =
          request.url === '/sms'
            ? '<Message><Media>/a.png</Media></Message><Redirect>menu/today</Redirect>'
            : '<Message><Media>b.png</Media><Media>https://example.com</Media></Message>';
        twiml(content)(request, response);
      },
      async (phone, _, url) => {
        const exchange = await sendHello(phone);
        expect(codes(exchange)).toStrictEqual([]);
        expect(exchange.replies.map(({ media }) => media)).toStrictEqual([
          [new URL('/a.png', url).href],
          [new URL('/menu/b.png', url).href, 'https://example.com'],
        ]);
      },
    ));

  test('an emoji moves a text to UCS-2, and doubles its segments', () =>
    texting(
      twiml(`<Message>${'a'.repeat(160)}</Message><Message>${'a'.repeat(140)}😀</Message>`),
      async (phone) => {
        const { replies } = await sendHello(phone);
        expect(replies).toMatchObject([
          { encoding: 'GSM-7', segments: 1 },
          { encoding: 'UCS-2', segments: 3 },
        ]);
      },
    ));

  test('<Redirect> is followed with the cookies set so far; what comes after it is not reached', () =>
    texting(
      (request, response) => {
        if (request.url === '/sms') {
          twiml('<Message>one</Message><Redirect>next?a=1</Redirect><Message>never</Message>', {
            'Set-Cookie': 'a=1',
          })(request, response);
        } else {
          void formOf(request).then((form) => {
            const { cookie = '' } = request.headers;
            twiml(`<Message>${request.url} ${cookie} ${String(form.get('Body'))}</Message>`)(
              request,
              response,
            );
          });
        }
      },
      async (phone) => {
        const exchange = await sendHello(phone);
        expect(bodies(exchange)).toStrictEqual(['one', '/next?a=1 a=1 hello']);
        expect(exchange.hops).toHaveLength(2);
      },
    ));

  test('<Redirect> is relative to the URL without its parameters', () =>
    texting(
      (request, response) => {
        const turn = request.url?.startsWith('/sms?From') ? '<Redirect method="GET">?a=1</Redirect>' : '';
        twiml(turn)(request, response);
      },
      async (phone) => {
        const { hops } = await sendHello(phone);
        const queries = hops.map(({ request }) => new URL(request.url).searchParams);
        expect(queries.map((query) => query.getAll('Body'))).toStrictEqual([['hello'], ['hello']]);
        expect(queries.map((query) => query.get('a'))).toStrictEqual([null, '1']);
      },
      { method: 'GET' },
    ));

  test('a password in the URL goes into a header, even a malformed one', () =>
    texting(
      (request, response) => {
        const { authorization = '' } = request.headers;
        if (authorization) twiml(`<Message>${authorization}</Message>`)(request, response);
        else {
          const location = `http://rey:100%@${String(request.headers.host)}/sms`;
          response.writeHead(307, { Location: location }).end();
        }
      },
      async (phone) => {
        const exchange = await sendHello(phone);
        expect(bodies(exchange)).toStrictEqual([`Basic ${btoa('rey:100%')}`]);
        expect(exchange.request.url).not.toContain('@');
      },
    ));

  test.each([
    [302, 'GET ', ''],
    [307, 'POST hello', 'hello'],
  ])('HTTP %d is followed, as %j', (status, said) =>
    texting(
      (request, response) => {
        if (request.url === '/sms') {
          response.writeHead(status, { Location: '/moved', 'Set-Cookie': 'a=1' }).end();
        } else {
          void formOf(request).then((form) => {
            twiml(`<Message>${request.method} ${form.get('Body') ?? ''}</Message>`)(request, response);
          });
        }
      },
      async (phone) => {
        const exchange = await sendHello(phone);
        expect(bodies(exchange)).toStrictEqual([said]);
        expect(exchange.cookie?.text).toBe('a=1');
      },
    ),
  );

  const compressed =
    (encoding: string, body: Buffer): RequestListener =>
    (_, response) =>
      response.writeHead(200, { 'Content-Type': 'text/xml', 'Content-Encoding': encoding }).end(body);

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('compressed with %s', (encoding, compress) => {
    const document = '<Response><Message>hi</Message></Response>';
    return texting(compressed(encoding, compress(document)), async (phone) => {
      const exchange = await sendHello(phone);
      expect(bodies(exchange)).toStrictEqual(['hi']);
      expect(exchange.response?.body).toBe(document);
    });
  });

  test.each([
    ['damaged', 'gzip', Buffer.from('<Response/>'), 11206, 'Content-Encoding gzip'],
    ['unknown', 'zstd, lzma', Buffer.from('<Response/>'), 11206, 'Content-Encoding zstd, lzma'],
    ['large', 'gzip', gzipSync(`<Response>${' '.repeat(70_000)}</Response>`), 11750, '65536 bytes'],
  ])('compressed, and %s', (_, encoding, body, code, meaning) =>
    texting(compressed(encoding, body), async (phone) => {
      const { problems, response } = await sendHello(phone);
      expect(problems).toMatchObject([{ code, meaning: expect.stringContaining(meaning) as string }]);
      expect(response?.status).toBe(200);
    }),
  );

  test('whatever it holds, it is read without a throw', () => {
    const parts = [
      '<Response>',
      '</Response>',
      '<Message to="',
      '">',
      '<Body>',
      '</Body>',
      '<',
      '&',
      ']]>',
      '<!DOCTYPE a [',
      'hi',
      '\ud800',
      '\0',
    ];
    const documents = fc.string({ unit: fc.oneof(fc.constantFrom(...parts), fc.string()), maxLength: 30 });
    fc.assert(
      fc.property(documents, (document) => {
        const { messages, problems } = readTwiml(document);
        expect(messages.length === 0 || problems.every(({ code }) => code === 12200)).toBe(true);
      }),
    );
  });
});

describe('segments', () => {
  test.each([
    ['a'.repeat(160), 'GSM-7', 1],
    ['a'.repeat(161), 'GSM-7', 2],
    ['€'.repeat(80), 'GSM-7', 1],
    ['é'.repeat(1600), 'GSM-7', 11],
    ['a'.repeat(20_000), 'GSM-7', 131],
    ['ж'.repeat(70), 'UCS-2', 1],
    ['ж'.repeat(71), 'UCS-2', 2],
    ['ж'.repeat(20_000), 'UCS-2', 299],
    [`${'a'.repeat(6699)}ж`, 'UCS-2', 100],
  ])('%#', (body, encoding, segments) => {
    expect(segmentsOf(body, { media: 0, address: rey.from })).toStrictEqual({ encoding, segments });
  });

  test('of a text that is far too long are counted in a time that nobody notices', () => {
    const start = performance.now();
    segmentsOf('😀'.repeat(60_000), { media: 0, address: rey.from });
    // In one piece it takes half a minute.
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('where something goes wrong', () => {
  test('a webhook that is down', async () => {
    const url = await serving(twiml(''), (served) => Promise.resolve(served));
    const exchange = await sendHello(new Carrier({ url }).pair(rey));
    expect(codes(exchange)).toStrictEqual([11205]);
    expect(exchange.response).toBeUndefined();
    expect(exchange.request.url).toBe(url);
  });

  test('a response without end is read no further than it may be long', () =>
    texting(
      (_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/xml' });
        const write = () => {
          while (!response.destroyed && response.write('a'.repeat(10_000)));
        };
        response.on('drain', write);
        write();
      },
      async (phone) => {
        const { problems, response } = await sendHello(phone);
        expect(problems).toMatchObject([{ code: 11750 }]);
        expect(response?.body).toHaveLength(64 * 1024);
      },
    ));

  test('a request whose cookie is too large is not made at all', () => {
    let requests = 0;
    return texting(
      (request, response) => {
        requests++;
        twiml('', { 'Set-Cookie': `a=${'a'.repeat(3800)}` })(request, response);
      },
      async (phone) => {
        const first = await phone.send('a');
        expect(codes(first)).toStrictEqual([]);
        const second = await phone.send('b');
        expect(second.problems).toMatchObject([
          { code: 82008, meaning: expect.stringMatching(/request has/) as string },
        ]);
        expect(bytesOf(second.request.headers)).toBeGreaterThan(LIMITS.headerBytes.value);
        expect(requests).toBe(1);
      },
    );
  });

  test('a response that is refused sets no cookie and says nothing', () =>
    texting(
      twiml('<Message>hi</Message>', { 'Set-Cookie': ['a=1', 'b=1; Max-Age=172800'] }),
      async (phone) => {
        expect(await sendHello(phone)).toMatchObject({ replies: [], cookie: undefined });
      },
    ));

  test('the time of the whole is that of all its requests', () => {
    let documents = 0;
    const webhook: RequestListener = (request, response) => {
      documents++;
      const answer = documents === 3 ? '<Message>hi</Message>' : `<Redirect>/sms?${documents}</Redirect>`;
      setTimeout(() => {
        twiml(answer)(request, response);
      }, 30);
    };
    return texting(webhook, async (phone) => {
      const { hops, milliseconds } = await sendHello(phone);
      expect(hops).toHaveLength(3);
      const sum = hops.reduce((total, { response }) => total + (response?.milliseconds ?? NaN), 0);
      // Each is rounded.
      expect(milliseconds).toBeGreaterThanOrEqual(sum - 2);
    });
  });
});
