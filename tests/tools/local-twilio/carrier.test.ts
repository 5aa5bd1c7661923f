import fc from 'fast-check';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import {
  Carrier,
  InvalidWebhook,
  NothingSent,
  type CarrierOptions,
  type Exchange,
  type Phone,
} from '../../../tools/local-twilio/carrier/carrier';
import { InvalidAddress } from '../../../tools/local-twilio/carrier/address';
import { InvalidMove } from '../../../tools/local-twilio/carrier/clock';
import { bytesOf, headerProblem, type Headers } from '../../../tools/local-twilio/carrier/headers';
import { OFFLINE_AUTH_TOKEN } from '../../../tools/local-twilio/sid';
import { readTwiml } from '../../../tools/local-twilio/carrier/twiml';
import { LIMITS } from '../../../tools/local-twilio/limits';
import { formOf, serving, twiml } from '../../../tools/testing/webhook';

const rey = { from: '+14158675308', to: '+14155550100' };
const finn = { from: '+12349013030', to: '+14155550100' };
const HOUR = 60 * 60 * 1000;

/** A phone whose number leads to this webhook. */
function texting<Result>(
  webhook: RequestListener,
  use: (phone: Phone, carrier: Carrier, url: string) => Promise<Result>,
  options: Partial<CarrierOptions> = {},
): Promise<Result> {
  return serving(webhook, (url) => {
    const carrier = new Carrier({ url, ...options });
    return use(carrier.pair(rey), carrier, url);
  });
}

const sendHello = (phone: Phone): Promise<Exchange> => phone.send('hello');
const codes = ({ problems }: Exchange) => problems.map(({ code }) => code);
const bodies = ({ replies }: Exchange) => replies.map(({ body }) => body);

/** Counts the messages of a pair in a cookie, as plainly as can be. */
const counting =
  (attributes = ''): RequestListener =>
  (request, response) => {
    const seen = Number(/count=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 0) + 1;
    twiml(`<Message>${seen}</Message>`, { 'Set-Cookie': `count=${seen}${attributes}` })(request, response);
  };

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
      expect(replies).toEqual([
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
      expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual(request.params);
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
        expect(bodies(exchange)).toEqual(['1 hello']);
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

describe('what Twilio remembers', () => {
  test('a cookie for each pair', () =>
    texting(counting(), async (phone, carrier) => {
      expect(bodies(await phone.send('a'))).toEqual(['1']);
      expect(bodies(await phone.send('b'))).toEqual(['2']);
      expect(bodies(await carrier.pair(finn).send('c'))).toEqual(['1']);
      expect(bodies(await carrier.pair({ ...rey, to: '+14155550101' }).send('d'))).toEqual(['1']);
      expect(bodies(await carrier.pair(rey).send('e'))).toEqual(['3']);
    }));

  test.each(['', '; Max-Age=14400', '; Max-Age=86400'])(
    'for four hours without a word, with %j',
    (attributes) =>
      texting(counting(attributes), async (phone, carrier) => {
        await phone.send('a');
        carrier.clock.forward(4 * HOUR - 1000);
        expect(bodies(await phone.send('b'))).toEqual(['2']);
        carrier.clock.forward(4 * HOUR);
        expect(phone.cookie).toBeUndefined();
        expect(bodies(await phone.send('c'))).toEqual(['1']);
      }),
  );

  test('for four hours to the millisecond', () =>
    texting(
      counting(),
      async (phone, carrier) => {
        await phone.send('a');
        carrier.clock.forward(4 * HOUR - 1);
        expect(bodies(await phone.send('b'))).toEqual(['2']);
        carrier.clock.forward(4 * HOUR);
        expect(bodies(await phone.send('c'))).toEqual(['1']);
      },
      { now: () => 0 },
    ));

  test('a cookie that came with an error', () =>
    texting(
      (_, response) => response.writeHead(500, { 'Set-Cookie': 'a=1' }).end(),
      async (phone) => {
        expect((await phone.send('a')).cookie?.text).toBe('a=1');
      },
    ));

  test('or less, where the cookie says so, however active the pair is', () =>
    texting(
      (request, response) => {
        // Only the first response sets it.
        if (request.headers.cookie) twiml(`<Message>${request.headers.cookie}</Message>`)(request, response);
        else twiml('', { 'Set-Cookie': 'a=1; Max-Age=60' })(request, response);
      },
      async (phone, carrier) => {
        const { cookie } = await phone.send('a');
        expect(cookie?.expiresAt).toBeGreaterThan(carrier.clock.now() + 59_000);
        carrier.clock.forward(40_000);
        expect(bodies(await phone.send('b'))).toEqual(['a=1']);
        carrier.clock.forward(20_000);
        expect(bodies(await phone.send('c'))).toEqual([]);
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
            withheld: false,
          });
          expect((await phone.send('b')).cookie).toBeUndefined();
        },
      ),
  );

  test('nothing that was lost', () =>
    texting(counting(), async (phone) => {
      await phone.send('a');
      phone.forget();
      expect(bodies(await phone.send('b'))).toEqual(['1']);
    }));

  test('the older cookie for two texts at once', () =>
    texting(counting(), async (phone) => {
      await phone.send('a');
      const [first, second] = await phone.sendTogether('b', 'c');
      expect([bodies(first), bodies(second)]).toEqual([['2'], ['2']]);
      expect(first.request.params.MessageSid).not.toBe(second.request.params.MessageSid);
    }));

  test('the message, to deliver it twice', () =>
    texting(counting(), async (phone) => {
      await expect(phone.repeat()).rejects.toThrow(NothingSent);
      const first = await phone.send('a');
      const again = await phone.repeat();
      expect(again.request.params).toEqual(first.request.params);
      expect(bodies(again)).toEqual(['2']);
    }));

  test('a Secure cookie, but sends none over plain http', () =>
    texting(counting('; Secure'), async (phone) => {
      expect((await phone.send('a')).cookie).toMatchObject({ text: 'count=1', withheld: true });
      expect(bodies(await phone.send('b'))).toEqual(['1']);
    }));

  test('no cookie on Facebook Messenger', () =>
    texting(counting(), async (_, carrier) => {
      const phone = carrier.pair({ from: 'messenger:1', to: 'messenger:2' });
      await phone.send('a');
      expect(bodies(await phone.send('b'))).toEqual(['1']);
    }));

  test('everything, in the file that another carrier is made from', () =>
    texting(counting('; Max-Age=14400'), async (phone, carrier, url) => {
      await phone.send('a');
      await carrier.pair(finn).send('STOP');
      carrier.clock.forward(HOUR);
      const state = JSON.parse(JSON.stringify(carrier.save())) as ReturnType<Carrier['save']>;
      const later = new Carrier({ url, state });
      expect(later.clock.ahead).toBe(HOUR);
      expect(later.pair(finn).optedOut).toBe(true);
      expect(later.pair(rey).cookie).toEqual(phone.cookie);
      const again = await later.pair(rey).repeat();
      expect(bodies(again)).toEqual(['2']);
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
        expect(bodies(await phone.send('b'))).toEqual(['1']);
        expect(bodies(await phone.send('c'))).toEqual(['1']);
        carrier.backToNow();
        expect(carrier.clock.now()).toBe(now);
        await phone.send('d');
        carrier.clock.forward(HOUR);
        await phone.send('e');
        carrier.backToNow();
        expect(phone.cookie).toBeUndefined();
        expect(bodies(await phone.send('f'))).toEqual(['1']);
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
        expect(codes(exchange)).toEqual([]);
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
        expect(codes(exchange)).toEqual([]);
        expect(exchange.replies.map(({ media }) => media)).toEqual([
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
        expect(bodies(exchange)).toEqual(['one', '/next?a=1 a=1 hello']);
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
        expect(queries.map((query) => query.getAll('Body'))).toEqual([['hello'], ['hello']]);
        expect(queries.map((query) => query.get('a'))).toEqual([null, '1']);
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
        expect(bodies(exchange)).toEqual([`Basic ${btoa('rey:100%')}`]);
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
        expect(bodies(exchange)).toEqual([said]);
        expect(exchange.cookie?.text).toBe('a=1');
      },
    ),
  );

  test.each(['text/html; charset=utf-8', 'application/xml', 'application/twiml+xml'])('as %s', (type) =>
    texting(twiml('<Message>hi</Message>', { 'Content-Type': type }), async (phone) => {
      expect(bodies(await sendHello(phone))).toEqual(['hi']);
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

  test('HTTP 204 says nothing', () =>
    texting(
      (_, response) => {
        response.writeHead(204).end();
      },
      async (phone) => {
        expect(await sendHello(phone)).toMatchObject({ replies: [], problems: [] });
      },
    ));
});

describe('what Twilio would log', () => {
  const garbage = (text: string): RequestListener => {
    return (_, response) => {
      response.setHeader('Content-Type', 'text/xml');
      response.end(text);
    };
  };

  test.each<[name: string, webhook: RequestListener, code: number, meaning: RegExp]>([
    ['HTTP 500', (_, response) => response.writeHead(500).end('oops'), 11200, /HTTP 500/],
    ['HTTP 404', (_, response) => response.writeHead(404).end(), 11200, /HTTP 404/],
    ['a connection that is cut', (request) => request.socket.destroy(), 11206, /ECONNRESET/],
    [
      'half a response',
      (_, response) => response.writeHead(200, { 'Content-Length': 9 }).write('a', () => response.destroy()),
      11206,
      /ECONNRESET|aborted/,
    ],
    ['HTTP 300', (_, response) => response.writeHead(300).end(), 11216, /300 with no Location/],
    [
      'a redirect to nowhere',
      (_, response) => response.writeHead(302, { Location: 'http://:' }).end(),
      11216,
      /http:\/\/:/,
    ],
    [
      'a redirect to a file',
      (_, response) => response.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
      11100,
      /file:/,
    ],
    [
      'a circle of redirects',
      (_, response) => response.writeHead(302, { Location: '/sms' }).end(),
      11215,
      /10 times/,
    ],
    ['a circle of <Redirect>s', twiml('<Redirect/>'), 14106, /50 documents/],
    ['<Redirect> to a file', twiml('<Redirect>file:///etc/passwd</Redirect>'), 11100, /file:/],
    ['no type', (_, response) => response.end('<Response/>'), 12300, /no Content-Type/],
    ['a type that is no XML', twiml('', { 'Content-Type': 'application/json' }), 12300, /application\/json/],
    ['plain text', twiml('', { 'Content-Type': 'text/plain' }), 12300, /text\/plain/],
    ['too large a document', twiml(`<Message>${'a'.repeat(70_000)}</Message>`), 11750, /65536 bytes/],
    ['no document', garbage(''), 12100, /not well-formed/],
    ['no XML', garbage('hello'), 12100, /not well-formed/],
    [
      'a line before the declaration',
      garbage('\n<?xml version="1.0"?><Response/>'),
      12100,
      /not well-formed/,
    ],
    ['an open element', garbage('<Response><Message>hi</Response>'), 12100, /not well-formed/],
    ['a bare ampersand', twiml('<Message>you & me</Message>'), 12100, /not well-formed/],
    ['a character that XML has not', twiml('<Message>\u0007</Message>'), 12100, /not well-formed/],
    ['two roots', garbage('<Response/><Response/>'), 12100, /not well-formed/],
    ['another root', garbage('<html></html>'), 12100, /<html>/],
    ['an unknown verb', twiml('<Say>hi</Say>'), 12200, /<Say> in <Response>/],
    ['a verb with the name of something else', twiml('<constructor a="1"/>'), 12200, /<constructor>/],
    ['the wrong case', twiml('<message>hi</message>'), 12200, /<message>/],
    ['an unknown attribute', twiml('<Redirect url="/a">/sms2</Redirect>'), 12200, /attribute url/],
    ['text outside a verb', twiml('hello'), 12200, /text in <Response>/],
    ['a wrong method', twiml('<Message method="PUT">hi</Message>'), 12200, /GET nor POST/],
    ['two bodies', twiml('<Message><Body>a</Body><Body>b</Body></Message>'), 12200, /more than one <Body>/],
    ['an invalid to', twiml('<Message to="Rey">hi</Message>'), 14101, /"Rey"/],
    ['an invalid from', twiml('<Message from="us">hi</Message>'), 14102, /"us"/],
    ['an empty message', twiml('<Message> </Message>'), 14103, /empty/],
    ['a picture without a URL', twiml('<Message><Media></Media></Message>'), 14103, /empty/],
    ['half of a picture', twiml('<Message>hi<Media/></Message>'), 21620, /"" is no http/],
    ['a picture on this disk', twiml('<Message><Media>file:///a.png</Media></Message>'), 21620, /file:/],
    ['an over-long message', twiml(`<Message>${'a'.repeat(1601)}</Message>`), 14103, /1601/],
    [
      'too many pictures',
      twiml(`<Message>${'<Media>https://example.com/a.png</Media>'.repeat(11)}</Message>`),
      21623,
      /11 pictures/,
    ],
    ['eleven replies', twiml('<Message>hi</Message>'.repeat(11)), 14109, /11 replies/],
    [
      'a large cookie',
      twiml('', { 'Set-Cookie': `a=${'a'.repeat(4096)}` }),
      82008,
      /response has 4\d{3} bytes/,
    ],
    [
      'many headers',
      twiml('', { 'X-Many': Array.from({ length: 75 }, () => '') }),
      82008,
      /response has 7\d headers/,
    ],
    ['headers without end', twiml('', { 'X-Huge': 'a'.repeat(80_000) }), 82008, /many times over/],
    ['a cookie for two days', twiml('', { 'Set-Cookie': 'a=1; Max-Age=172800' }), 11200, /172800 s/],
    ['a cookie without a name', twiml('', { 'Set-Cookie': '=1' }), 11206, /Set-Cookie/],
  ])('%s', (_, webhook, code, meaning) =>
    texting(webhook, async (phone) => {
      const { problems } = await sendHello(phone);
      expect(problems[0]).toMatchObject({ code, meaning: expect.stringMatching(meaning) as string });
      expect(problems[0]?.title).not.toBe('');
      expect(problems[0]?.remedy).not.toBe('');
    }),
  );

  test('a webhook that is down', async () => {
    const url = await serving(twiml(''), (served) => Promise.resolve(served));
    const exchange = await sendHello(new Carrier({ url }).pair(rey));
    expect(codes(exchange)).toEqual([11205]);
    expect(exchange.response).toBeUndefined();
    expect(exchange.request.url).toBe(url);
  });

  test('a host that nobody knows', async () => {
    const exchange = await sendHello(new Carrier({ url: 'http://webhook.invalid/' }).pair(rey));
    expect(codes(exchange)).toEqual([11210]);
  });

  test('a webhook that hangs, before and within its response', async () => {
    const hanging: RequestListener = () => undefined;
    const trickling: RequestListener = (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/xml' }).write('<Response>');
    };
    for (const webhook of [hanging, trickling]) {
      const exchange = await texting(webhook, sendHello, { timeout: 100 });
      expect(codes(exchange)).toEqual([11200]);
      expect(exchange.problems[0]?.meaning).toMatch(/no answer in time/);
    }
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

  test('what is no HTTP, and http where https is expected', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('220 smtp.example.com ESMTP\r\n');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    for (const scheme of ['http', 'https']) {
      const carrier = new Carrier({ url: `${scheme}://127.0.0.1:${port}/` });
      expect(codes(await sendHello(carrier.pair(rey)))).toEqual([11206]);
    }
    server.close();
  });

  test('a request whose cookie is too large is not made at all', () => {
    let requests = 0;
    return texting(
      (request, response) => {
        requests++;
        twiml('', { 'Set-Cookie': `a=${'a'.repeat(3800)}` })(request, response);
      },
      async (phone) => {
        const first = await phone.send('a');
        expect(codes(first)).toEqual([]);
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

  test('a schema violation is a warning: the rest is done', () =>
    texting(twiml('<Say>no</Say><Message>yes</Message>'), async (phone) => {
      expect(bodies(await sendHello(phone))).toEqual(['yes']);
    }));

  test('of eleven replies ten are sent; a flawed one holds up no other', () =>
    texting(twiml(`<Message/>${'<Message>hi</Message>'.repeat(10)}`), async (phone) => {
      const exchange = await sendHello(phone);
      expect(codes(exchange)).toEqual([14103, 14109]);
      expect(exchange.replies).toHaveLength(9);
    }));

  test('thirty replies within thirty seconds are enough, also from one run to the next', () =>
    texting(
      twiml('<Message>hi</Message>'.repeat(10)),
      async (phone, carrier, url) => {
        const tooMany = Array(10).fill(14107);
        for (let n = 0; n < 3; n++) expect(codes(await sendHello(phone))).toEqual([]);
        expect(codes(await sendHello(phone))).toEqual(tooMany);
        expect(codes(await sendHello(carrier.pair(finn)))).toEqual([]);
        carrier.clock.forward(29_999);
        expect(codes(await sendHello(phone))).toEqual(tooMany);
        const later = new Carrier({ url, state: carrier.save(), now: () => 0 });
        expect(codes(await sendHello(later.pair(rey)))).toEqual(tooMany);
        carrier.clock.forward(1);
        expect(codes(await sendHello(phone))).toEqual([]);
      },
      { now: () => 0 },
    ));

  test('fifty documents for a message are fetched, and no more', () => {
    let documents = 0;
    return texting(
      (request, response) => {
        documents++;
        const end = request.url === '/sms?50';
        twiml(end ? '<Message>hi</Message>' : `<Redirect>/sms?${documents + 1}</Redirect>`)(
          request,
          response,
        );
      },
      async (phone) => {
        expect(bodies(await sendHello(phone))).toEqual(['hi']);
        const { hops, problems } = await sendHello(phone);
        expect(problems).toMatchObject([{ code: 14106 }]);
        expect(hops).toHaveLength(50);
      },
    );
  });

  test.each<[headers: Headers, code: number | undefined]>([
    [[['a', 'b'.repeat(LIMITS.headerBytes.value - 5)]], undefined],
    [[['a', 'b'.repeat(LIMITS.headerBytes.value - 4)]], 82008],
    [Array<['a', 'b']>(75).fill(['a', 'b']), undefined],
    [Array<['a', 'b']>(76).fill(['a', 'b']), 82008],
  ])('headers may have 4,096 bytes in 75 lines %#', (headers, code) => {
    expect(headerProblem(headers, 'request')?.code).toBe(code);
  });
});

describe('opting out', () => {
  const saying = twiml('<Message>hi</Message>');

  test.each(['STOP', 'stop', ' Unsubscribe ', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'cancel'])(
    '%j is answered by Twilio; the webhook hears of it, and what it says fails',
    (word) =>
      texting(saying, async (phone) => {
        const exchange = await phone.send(word);
        expect(exchange.automatic).toMatchObject({
          body: expect.stringMatching(/^You have successfully been unsubscribed\./) as string,
          to: rey.from,
        });
        expect(exchange.response?.status).toBe(200);
        expect(exchange.replies).toEqual([]);
        expect(codes(exchange)).toEqual([21610]);
        expect(codes(await phone.send('hello'))).toEqual([21610]);
      }),
  );

  test.each(['START', 'unstop', 'YES'])('%j opts back in', (word) =>
    texting(saying, async (phone) => {
      await phone.send('STOP');
      const exchange = await phone.send(word);
      expect(exchange.automatic?.body).toMatch(/^You have successfully been re-subscribed/);
      expect(bodies(exchange)).toEqual(['hi']);
    }),
  );

  test('HELP is answered by Twilio and by the webhook', () =>
    texting(saying, async (phone) => {
      const exchange = await phone.send('Help');
      expect(exchange.automatic?.body).toBe('Reply STOP to unsubscribe. Msg&Data Rates May Apply.');
      expect(bodies(exchange)).toEqual(['hi']);
    }));

  test('YES is an answer from whoever has not opted out, and STOP one on WhatsApp', () =>
    texting(saying, async (phone, carrier) => {
      expect((await phone.send('yes')).automatic).toBeUndefined();
      const whatsapp = carrier.pair({ from: 'whatsapp:+14158675308', to: 'whatsapp:+14155550100' });
      expect((await whatsapp.send('STOP')).automatic).toBeUndefined();
    }));

  test('concerns one pair; a delivery that is repeated is not answered again', () =>
    texting(saying, async (phone, carrier) => {
      await phone.send('STOP');
      expect((await phone.repeat()).automatic).toBeUndefined();
      expect(phone.optedOut).toBe(true);
      expect(bodies(await carrier.pair(finn).send('hello'))).toEqual(['hi']);
    }));

  test('holds for replies that other conversations send there', () =>
    texting(twiml(`<Message to="${finn.from}">hi</Message>`), async (phone, carrier) => {
      await carrier.pair(finn).send('STOP');
      expect(codes(await phone.send('hello'))).toEqual([21610]);
    }));
});
