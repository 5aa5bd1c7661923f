import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import type { RequestListener } from 'node:http';
import { Carrier, type Exchange, type Phone } from '../../../tools/local-twilio/carrier/carrier';
import { bytesOf } from '../../../tools/local-twilio/carrier/headers';
import { serving, twiml } from '../../../tools/testing/webhook';
import { HOUR, bodies, codes, counting, finn, rey, sendHello, texting } from './texting';

// What Twilio holds a webhook to: for each rule its page, webhooks that break it and the error that
// Twilio logs, and webhooks that just keep it. Rules of the form "the longest is n" come with n and n + 1.

type Texts = (phone: Phone, carrier: Carrier, url: string) => Promise<Exchange>;

interface Broken {
  readonly what: string;
  readonly webhook: RequestListener;
  /** What the judge says about it. */
  readonly meaning: RegExp;
  /** How it is texted, where one hello does not do. */
  readonly texts?: Texts;
}

interface Kept {
  readonly what: string;
  readonly webhook: RequestListener;
  readonly texts?: Texts;
  /** How many replies arrive: one, unless it is said. */
  readonly replies?: number;
}

interface Fact {
  readonly rule: string;
  readonly page: string;
  readonly code: number;
  readonly breaks: readonly Broken[];
  readonly keeps: readonly Kept[];
}

const ERRORS = 'https://www.twilio.com/docs/api/errors';
const TWIML = 'https://www.twilio.com/docs/messaging/twiml';
const LIMITATIONS =
  'https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/limitations';

const message = (content: string) => twiml(`<Message>${content}</Message>`);
const media = (count: number) => '<Media>https://example.com/a.png</Media>'.repeat(count);

/** Answers with this body, as XML. */
const document = (body: string): RequestListener => typed('text/xml', body);

function typed(type: string, body: string): RequestListener {
  return (_, response) => response.writeHead(200, { 'Content-Type': type }).end(body);
}

function status(code: number, headers: Record<string, string> = {}): RequestListener {
  return (_, response) => response.writeHead(code, headers).end(code === 204 ? '' : '<Response/>');
}

/** Answers the first request of each message with this, and further ones with a message. */
function first(answer: RequestListener): RequestListener {
  return (request, response) => {
    (request.url === '/sms' ? answer : message('hi'))(request, response);
  };
}

/** Answers so many requests with a redirect, and then with a message. */
function redirecting(times: number, redirect: RequestListener): RequestListener {
  let requests = 0;
  return (request, response) => {
    (requests++ < times ? redirect : message('hi'))(request, response);
  };
}

/** A document of so many bytes that says nothing. */
function padded(bytes: number): string {
  const empty = '<Response><!----></Response>';
  return empty.replace('<!--', `<!--${' '.repeat(bytes - empty.length)}`);
}

/** A response that has these headers and no others. */
function withHeaders(headers: readonly (readonly [string, string])[]): RequestListener {
  return ({ socket }) => {
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 200 OK\r\n${lines.join('')}\r\n<Response><Message>hi</Message></Response>`);
  };
}

const XML = ['Content-Type', 'text/xml'] as const;

/** Headers of so many bytes in all. */
function headersOf(bytes: number): (readonly [string, string])[] {
  const rest = bytes - bytesOf([XML, ['X-Pad', '']]);
  return [XML, ['X-Pad', 'a'.repeat(rest)]];
}

/** Texts twice. The webhook's cookie is so long that the second request has so many bytes of headers. */
function requestOf(bytes: number): { webhook: RequestListener; texts: Texts } {
  let length = 0;
  return {
    webhook: (request, response) => {
      twiml('<Message>hi</Message>', { 'Set-Cookie': `a=${'a'.repeat(length)}` })(request, response);
    },
    async texts(phone, carrier) {
      // Another pair is asked first, whose request is as long without a cookie.
      const { request } = await carrier.pair({ ...finn, from: '+14158675309' }).send('hello');
      length = bytes - bytesOf([...request.headers, ['Cookie', 'a=']]);
      await sendHello(phone);
      return sendHello(phone);
    },
  };
}

const setting = (cookie: string): RequestListener => twiml('<Message>hi</Message>', { 'Set-Cookie': cookie });

/** `Expires`, which counts in seconds, so many milliseconds after 1970: the tests' clock stands there. */
const expiring = (at: number) => `a=1; Expires=${new Date(at).toUTCString()}`;

const at1970: Texts = (_, { url }) => sendHello(new Carrier({ url, now: () => 0 }).pair(rey));

/** Texts so often, with this pause in between. */
function often(times: number, pause: number): Texts {
  return async (_, { url }) => {
    const carrier = new Carrier({ url, now: () => 0 });
    const phone = carrier.pair(rey);
    for (let n = 1; n < times; n++) {
      expect(codes(await sendHello(phone))).toStrictEqual([]);
      carrier.clock.forward(pause);
    }
    return sendHello(phone);
  };
}

const patient: Texts = (_, { url }) => sendHello(new Carrier({ url, timeout: 100 }).pair(rey));

/** Texts these, one after the other. */
const saying =
  (...texts: readonly string[]): Texts =>
  async (phone) => {
    const exchanges: Exchange[] = [];
    for (const text of texts) exchanges.push(await phone.send(text));
    return exchanges.at(-1) ?? sendHello(phone);
  };

/** Served for the moment by something else than HTTP. */
function servedBy(server: Server, scheme: 'http' | 'https'): Texts {
  return async () => {
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const exchange = await sendHello(new Carrier({ url: `${scheme}://127.0.0.1:${port}/` }).pair(rey));
    server.close();
    return exchange;
  };
}

const smtp = () =>
  createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.end('220 smtp.example.com ESMTP\r\n');
  });

const FACTS: readonly Fact[] = [
  {
    rule: 'a text has 1,600 characters at most',
    page: `${ERRORS}/14103`,
    code: 14103,
    breaks: [
      { what: '1,601', webhook: message('a'.repeat(1601)), meaning: /1601/ },
      { what: '801 emoji, of two UTF-16 units each', webhook: message('😀'.repeat(801)), meaning: /1602/ },
      { what: '1,601 as plain text', webhook: typed('text/plain', 'a'.repeat(1601)), meaning: /1601/ },
    ],
    keeps: [
      { what: '1,600', webhook: message('a'.repeat(1600)) },
      { what: '800 emoji', webhook: message('😀'.repeat(800)) },
    ],
  },
  {
    rule: 'a message has a text or media',
    page: `${ERRORS}/14103`,
    code: 14103,
    breaks: [
      { what: 'white space', webhook: message(' '), meaning: /empty/ },
      { what: 'media without a URL', webhook: message('<Media></Media>'), meaning: /empty/ },
      { what: 'plain text without any', webhook: typed('text/plain', ''), meaning: /empty/ },
    ],
    keeps: [
      { what: 'a full stop', webhook: message('.') },
      { what: 'media alone', webhook: message(media(1)) },
    ],
  },
  {
    rule: 'a message has ten media at most',
    page: `${ERRORS}/21623`,
    code: 21623,
    breaks: [{ what: 'eleven', webhook: message(media(11)), meaning: /11 pictures/ }],
    keeps: [{ what: 'ten', webhook: message(media(10)) }],
  },
  {
    rule: 'media have http or https URLs',
    page: `${ERRORS}/21620`,
    code: 21620,
    breaks: [
      { what: 'a file', webhook: message('<Media>file:///a.png</Media>'), meaning: /file:/ },
      { what: 'none, beside a text', webhook: message('hi<Media/>'), meaning: /"" is no http/ },
    ],
    keeps: [
      { what: 'https', webhook: message(media(1)) },
      { what: 'relative to the document', webhook: message('<Media>/a.png</Media>') },
    ],
  },
  {
    rule: 'to is a number',
    page: `${ERRORS}/14101`,
    code: 14101,
    breaks: [{ what: 'a name', webhook: twiml('<Message to="Rey">hi</Message>'), meaning: /"Rey"/ }],
    keeps: [{ what: 'a number', webhook: twiml(`<Message to="${finn.from}">hi</Message>`) }],
  },
  {
    rule: 'from is a number',
    page: `${ERRORS}/14102`,
    code: 14102,
    breaks: [{ what: 'a name', webhook: twiml('<Message from="us">hi</Message>'), meaning: /"us"/ }],
    keeps: [{ what: 'a short code', webhook: twiml('<Message from="12345">hi</Message>') }],
  },
  {
    rule: 'a message is answered by ten at most',
    page: `${ERRORS}/14109`,
    code: 14109,
    breaks: [
      { what: 'eleven', webhook: twiml('<Message>hi</Message>'.repeat(11)), meaning: /11 replies/ },
      {
        what: 'eleven in two documents',
        webhook: first(twiml(`${'<Message>hi</Message>'.repeat(10)}<Redirect>/next</Redirect>`)),
        meaning: /11 replies/,
      },
    ],
    keeps: [{ what: 'ten', webhook: twiml('<Message>hi</Message>'.repeat(10)), replies: 10 }],
  },
  {
    rule: 'no more than 30 replies, each less than 30 s after the one before it',
    page: `${ERRORS}/14107`,
    code: 14107,
    breaks: [
      {
        what: 'the 31st, though they took a quarter of an hour',
        webhook: message('hi'),
        texts: often(31, 29_999),
        meaning: /30 replies/,
      },
    ],
    keeps: [
      { what: 'the 30th at once', webhook: message('hi'), texts: often(30, 0) },
      { what: 'the 31st, with pauses of 30 s', webhook: message('hi'), texts: often(31, 30_000) },
    ],
  },
  {
    rule: 'nothing is sent to somebody who has opted out',
    page: `${ERRORS}/21610`,
    code: 21610,
    breaks: [
      { what: 'in answer to STOP', webhook: message('hi'), texts: saying('STOP'), meaning: /opted out/ },
      { what: 'later', webhook: message('hi'), texts: saying('STOP', 'hello'), meaning: /opted out/ },
      {
        what: 'from the conversation of somebody else',
        webhook: twiml(`<Message to="${finn.from}">hi</Message>`),
        async texts(phone, carrier) {
          await carrier.pair(finn).send('STOP');
          return sendHello(phone);
        },
        meaning: /\+12349013030 has opted out/,
      },
    ],
    keeps: [
      { what: 'silence', webhook: twiml(''), texts: saying('STOP'), replies: 0 },
      { what: 'in answer to START', webhook: message('hi'), texts: saying('STOP', 'START') },
      {
        what: 'an answer to a text that is more than STOP',
        webhook: message('hi'),
        texts: saying('STOP please'),
      },
    ],
  },
  {
    rule: 'TwiML is text/xml, application/xml or text/html; text/plain is a message; all else is nothing',
    page: TWIML,
    code: 12300,
    breaks: [
      { what: 'JSON', webhook: typed('application/json', '{}'), meaning: /application\/json/ },
      {
        what: 'another type of XML',
        webhook: typed('application/twiml+xml', '<Response/>'),
        meaning: /twiml\+xml/,
      },
      { what: 'no type', webhook: (_, response) => response.end('<Response/>'), meaning: /no Content-Type/ },
    ],
    keeps: [
      ...['text/xml', 'application/xml', 'text/html', 'Text/HTML; charset=utf-8'].map((type) => ({
        what: type,
        webhook: typed(type, '<Response><Message>hi</Message></Response>'),
      })),
      { what: 'text/plain', webhook: typed('text/plain; charset=utf-8', 'hi') },
    ],
  },
  {
    rule: 'the status is 2xx',
    page: `${ERRORS}/11200`,
    code: 11200,
    breaks: [
      { what: '400', webhook: status(400), meaning: /HTTP 400/ },
      { what: '404', webhook: status(404), meaning: /HTTP 404/ },
      { what: '500', webhook: status(500), meaning: /HTTP 500/ },
    ],
    keeps: [
      { what: '200', webhook: status(200, { 'Content-Type': 'text/xml' }), replies: 0 },
      { what: '299', webhook: status(299, { 'Content-Type': 'text/xml' }), replies: 0 },
      { what: '204, without a type', webhook: status(204), replies: 0 },
    ],
  },
  {
    rule: 'a response comes in time',
    page: `${ERRORS}/11205`,
    code: 11200,
    breaks: [
      { what: 'none', webhook: () => undefined, texts: patient, meaning: /no answer in time/ },
      {
        what: 'half of one',
        webhook: (_, response) => response.writeHead(200, { 'Content-Type': 'text/xml' }).write('<Response>'),
        texts: patient,
        meaning: /no answer in time/,
      },
    ],
    keeps: [{ what: 'at once', webhook: message('hi'), texts: patient }],
  },
  {
    rule: 'a response has 64 kB at most',
    page: `${ERRORS}/11750`,
    code: 11750,
    breaks: [{ what: '65,537 bytes', webhook: document(padded(65_537)), meaning: /65536 bytes/ }],
    keeps: [{ what: '65,536 bytes', webhook: document(padded(65_536)), replies: 0 }],
  },
  {
    rule: 'a document is well-formed XML whose root is <Response>',
    page: `${ERRORS}/12100`,
    code: 12100,
    breaks: [
      { what: 'nothing', webhook: document(''), meaning: /not well-formed/ },
      { what: 'a text', webhook: document('hello'), meaning: /not well-formed/ },
      {
        what: 'a line before the declaration',
        webhook: document('\n<?xml version="1.0"?><Response/>'),
        meaning: /not well-formed/,
      },
      {
        what: 'an open element',
        webhook: document('<Response><Message>hi</Response>'),
        meaning: /not well-formed/,
      },
      { what: 'a bare ampersand', webhook: message('you & me'), meaning: /not well-formed/ },
      { what: 'a control character', webhook: message('\u0007'), meaning: /not well-formed/ },
      { what: 'two roots', webhook: document('<Response/><Response/>'), meaning: /not well-formed/ },
      { what: 'another root', webhook: document('<html></html>'), meaning: /<html>/ },
    ],
    keeps: [
      { what: 'the least', webhook: document('<Response/>'), replies: 0 },
      {
        what: 'all that XML offers',
        webhook: document(
          '<?xml version="1.0"?>\n<!-- a --><Response>\n<Message>you &amp; <![CDATA[<me>]]>\t&#128512;</Message></Response>\n',
        ),
      },
    ],
  },
  {
    rule: 'verbs and nouns are spelled and nested as TwiML does',
    page: `${ERRORS}/12200`,
    code: 12200,
    breaks: [
      { what: 'an unknown verb', webhook: twiml('<Say>hi</Say>'), meaning: /<Say> in <Response>/ },
      {
        what: 'a verb with the name of something else',
        webhook: twiml('<constructor a="1"/>'),
        meaning: /<constructor>/,
      },
      { what: 'the wrong case', webhook: twiml('<message>hi</message>'), meaning: /<message>/ },
      {
        what: 'an unknown attribute',
        webhook: first(twiml('<Redirect url="/a">/sms2</Redirect>')),
        meaning: /attribute url/,
      },
      { what: 'text outside a verb', webhook: twiml('hello'), meaning: /text in <Response>/ },
      {
        what: 'a wrong method',
        webhook: twiml('<Message method="PUT">hi</Message>'),
        meaning: /GET nor POST/,
      },
      {
        what: 'two bodies',
        webhook: message('<Body>a</Body><Body>b</Body>'),
        meaning: /more than one <Body>/,
      },
    ],
    keeps: [
      {
        what: 'everything there is',
        webhook: first(
          twiml(
            `<Message to="${rey.from}" from="${rey.to}" action="/a" method="get" statusCallback="/b"><Body>hi</Body>${media(1)}</Message><Sms>hi</Sms><Redirect method="POST">/next</Redirect>`,
          ),
        ),
        replies: 3,
      },
    ],
  },
  {
    rule: '<Redirect> leads to 50 documents at most',
    page: `${ERRORS}/14106`,
    code: 14106,
    breaks: [
      {
        what: 'the 51st',
        webhook: redirecting(50, twiml('<Redirect/>')),
        meaning: /50 documents/,
      },
    ],
    keeps: [{ what: 'the 50th', webhook: redirecting(49, twiml('<Redirect/>')) }],
  },
  {
    rule: 'a redirect leads to an http or https URL',
    page: `${ERRORS}/11100`,
    code: 11100,
    breaks: [
      {
        what: '<Redirect> to a file',
        webhook: twiml('<Redirect>file:///etc/passwd</Redirect>'),
        meaning: /file:/,
      },
      {
        what: 'HTTP redirect to a file',
        webhook: status(302, { Location: 'file:///etc/passwd' }),
        meaning: /file:/,
      },
    ],
    keeps: [
      { what: 'a relative <Redirect>', webhook: first(twiml('<Redirect>next</Redirect>')) },
      { what: 'a relative HTTP redirect', webhook: first(status(302, { Location: 'next' })) },
    ],
  },
  {
    // Twilio says "too many", and gives no number.
    rule: 'HTTP redirects end: ten in a row are followed',
    page: `${ERRORS}/11215`,
    code: 11215,
    breaks: [
      {
        what: 'eleven',
        webhook: redirecting(11, status(302, { Location: '/sms' })),
        meaning: /10 times/,
      },
    ],
    keeps: [{ what: 'ten', webhook: redirecting(10, status(302, { Location: '/sms' })) }],
  },
  {
    rule: 'an HTTP redirect is 301, 302, 303 or 307, with a Location',
    page: `${ERRORS}/11216`,
    code: 11216,
    breaks: [
      { what: '300', webhook: status(300, { Location: '/next' }), meaning: /300 with the Location/ },
      { what: '308', webhook: status(308, { Location: '/next' }), meaning: /308 with the Location/ },
      { what: 'no Location', webhook: status(302), meaning: /302 with no Location/ },
      { what: 'no URL', webhook: status(302, { Location: 'http://:' }), meaning: /http:\/\/:/ },
    ],
    keeps: [301, 302, 303, 307].map((code) => ({
      what: String(code),
      webhook: first(status(code, { Location: '/next' })),
    })),
  },
  {
    rule: 'all headers of a response or a request have 4 KB at most',
    page: `${ERRORS}/82008`,
    code: 82008,
    breaks: [
      { what: '4,097 bytes of a response', webhook: withHeaders(headersOf(4097)), meaning: /has 4097 bytes/ },
      { what: '80,000', webhook: withHeaders(headersOf(80_000)), meaning: /many times over/ },
      { what: '4,097 bytes of a request', ...requestOf(4097), meaning: /request has 4097 bytes/ },
    ],
    keeps: [
      { what: '4,096 bytes of a response', webhook: withHeaders(headersOf(4096)) },
      { what: '4,096 bytes of a request', ...requestOf(4096) },
    ],
  },
  {
    rule: 'a response has 75 headers at most',
    page: `${ERRORS}/82008`,
    code: 82008,
    breaks: [
      {
        what: '76',
        webhook: withHeaders([XML, ...Array<['A', 'b']>(75).fill(['A', 'b'])]),
        meaning: /response has 76 headers/,
      },
    ],
    keeps: [{ what: '75', webhook: withHeaders([XML, ...Array<['A', 'b']>(74).fill(['A', 'b'])]) }],
  },
  {
    rule: 'a Function’s cookie asks for a day at most',
    page: LIMITATIONS,
    code: 11200,
    breaks: [
      { what: 'a Max-Age of a day and a second', webhook: setting('a=1; Max-Age=86401'), meaning: /86401 s/ },
      {
        what: 'an Expires of a day and a second',
        webhook: setting(expiring(86_401_000)),
        texts: at1970,
        meaning: /86401 s/,
      },
    ],
    keeps: [
      { what: 'a Max-Age of a day', webhook: setting('a=1; Max-Age=86400') },
      { what: 'an Expires of a day', webhook: setting(expiring(86_400_000)), texts: at1970 },
      {
        what: 'a Max-Age, which takes precedence',
        webhook: setting(`${expiring(86_401_000)}; Max-Age=60`),
        texts: at1970,
      },
    ],
  },
  {
    rule: 'what comes back is whole, valid HTTP',
    page: `${ERRORS}/11206`,
    code: 11206,
    breaks: [
      { what: 'a connection that is cut', webhook: ({ socket }) => socket.destroy(), meaning: /ECONNRESET/ },
      {
        what: 'half a response',
        webhook: (_, response) =>
          response.writeHead(200, { 'Content-Length': 9 }).write('a', () => response.destroy()),
        meaning: /ECONNRESET|aborted/,
      },
      { what: 'a cookie without a name', webhook: setting('=1'), meaning: /Set-Cookie/ },
      { what: 'another protocol', webhook: twiml(''), texts: servedBy(smtp(), 'http'), meaning: /HPE_/ },
      {
        what: 'no TLS, where it is expected',
        webhook: twiml(''),
        texts: servedBy(smtp(), 'https'),
        meaning: /EPROTO/,
      },
    ],
    keeps: [{ what: 'a cookie with a name', webhook: setting('a=') }],
  },
  {
    rule: 'the webhook can be reached',
    page: `${ERRORS}/11205`,
    code: 11205,
    breaks: [
      {
        what: 'one that is down',
        webhook: twiml(''),
        async texts() {
          const url = await serving(twiml(''), (served) => Promise.resolve(served));
          return sendHello(new Carrier({ url }).pair(rey));
        },
        meaning: /ECONNREFUSED/,
      },
    ],
    keeps: [{ what: 'one that is up', webhook: message('hi') }],
  },
  {
    rule: 'the host’s name is known',
    page: `${ERRORS}/11210`,
    code: 11210,
    breaks: [
      {
        what: 'webhook.invalid',
        webhook: twiml(''),
        texts: () => sendHello(new Carrier({ url: 'http://webhook.invalid/' }).pair(rey)),
        meaning: /cannot be resolved/,
      },
    ],
    keeps: [{ what: '127.0.0.1', webhook: message('hi') }],
  },
  {
    rule: 'TLS comes about',
    page: `${ERRORS}/11220`,
    code: 11220,
    breaks: [
      {
        what: 'a server without a certificate',
        webhook: twiml(''),
        texts: servedBy(createHttpsServer(), 'https'),
        meaning: /handshake failure/,
      },
    ],
    keeps: [{ what: 'plain http', webhook: message('hi') }],
  },
];

describe.each(FACTS)('$rule ($page)', ({ code, breaks, keeps }) => {
  test.each(breaks)(`${code}: $what`, ({ webhook, texts = sendHello, meaning }) =>
    texting(webhook, async (phone, carrier, url) => {
      const { problems } = await texts(phone, carrier, url);
      expect(problems[0]).toMatchObject({ code, meaning: expect.stringMatching(meaning) as string });
      expect(problems[0]?.title).not.toBe('');
      expect(problems[0]?.remedy).not.toBe('');
    }),
  );

  test.each(keeps)('kept: $what', ({ webhook, texts = sendHello, replies = 1 }) =>
    texting(webhook, async (phone, carrier, url) => {
      const exchange = await texts(phone, carrier, url);
      expect(exchange.problems).toStrictEqual([]);
      expect(exchange.replies).toHaveLength(replies);
    }),
  );
});

test(`a webhook has 15 seconds (${ERRORS}/11205)`, () =>
  texting(message('hi'), async (phone) => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    expect(codes(await sendHello(phone))).toStrictEqual([]);
    expect(timeout.mock.calls).toStrictEqual([[15_000]]);
    timeout.mockReturnValueOnce(AbortSignal.abort());
    expect(codes(await sendHello(phone))).toStrictEqual([11200]);
    timeout.mockRestore();
  }));

test(`after the 31st reply all fail for 30 seconds, also from one run to the next (${ERRORS}/14107)`, () =>
  texting(
    twiml('<Message>hi</Message>'.repeat(10)),
    async (phone, carrier, url) => {
      const tooMany = Array(10).fill(14107);
      for (let n = 0; n < 3; n++) expect(codes(await sendHello(phone))).toStrictEqual([]);
      expect(codes(await sendHello(phone))).toStrictEqual(tooMany);
      expect(codes(await sendHello(carrier.pair(finn)))).toStrictEqual([]);
      carrier.clock.forward(29_999);
      expect(codes(await sendHello(phone))).toStrictEqual(tooMany);
      const later = new Carrier({ url, state: carrier.save(), now: () => 0 });
      expect(codes(await sendHello(later.pair(rey)))).toStrictEqual(tooMany);
      carrier.clock.forward(1);
      expect(codes(await sendHello(phone))).toStrictEqual([]);
    },
    { now: () => 0 },
  ));

test(`of eleven replies ten are sent; a flawed one holds up no other (${ERRORS}/14109)`, () =>
  texting(twiml(`<Message/>${'<Message>hi</Message>'.repeat(10)}`), async (phone) => {
    const exchange = await sendHello(phone);
    expect(codes(exchange)).toStrictEqual([14103, 14109]);
    expect(exchange.replies).toHaveLength(9);
  }));

test(`a schema violation is a warning: the rest is done (${ERRORS}/12200)`, () =>
  texting(twiml('<Say>no</Say><Message>yes</Message>'), async (phone) => {
    expect(bodies(await sendHello(phone))).toStrictEqual(['yes']);
  }));

test(`plain text is sent as it is (${TWIML})`, () =>
  texting(typed('text/plain', '<Response>\n& "hi" '), async (phone) => {
    expect(bodies(await sendHello(phone))).toStrictEqual(['<Response>\n& "hi" ']);
  }));

describe('a cookie lives for four hours at most (https://help.twilio.com/articles/223136287)', () => {
  /** Sets it once, and says what comes back. */
  const once =
    (attributes: string): RequestListener =>
    (request, response) => {
      const { cookie } = request.headers;
      if (cookie) message(cookie)(request, response);
      else setting(`a=1${attributes}`)(request, response);
    };

  test.each([
    ['by default', '', 4 * HOUR],
    ['where it asks for just that', '; Max-Age=14400', 4 * HOUR],
    ['where it asks for longer', '; Max-Age=86400', 4 * HOUR],
    ['where it asks for a date', `; Expires=${new Date(5 * HOUR).toUTCString()}`, 4 * HOUR],
    ['or less, where it asks for less', '; Max-Age=60', 60_000],
  ])('%s, however active the pair is', (_, attributes, life) =>
    texting(
      once(attributes),
      async (phone, carrier) => {
        expect((await phone.send('a')).cookie).toMatchObject({ text: 'a=1', expiresAt: life });
        carrier.clock.forward(life / 2);
        expect(bodies(await phone.send('b'))).toStrictEqual(['a=1']);
        carrier.clock.forward(life / 2 - 1);
        expect(bodies(await phone.send('c'))).toStrictEqual(['a=1']);
        carrier.clock.forward(1);
        expect(phone.cookie).toBeUndefined();
        expect(bodies(await phone.send('d'))).toStrictEqual(['hi']);
      },
      { now: () => 0 },
    ),
  );

  test('and anew from each time that it is set', () =>
    texting(counting(), async (phone, carrier) => {
      await phone.send('a');
      carrier.clock.forward(3 * HOUR);
      await phone.send('b');
      carrier.clock.forward(3 * HOUR);
      expect(bodies(await phone.send('c'))).toStrictEqual(['3']);
    }));

  test('for the pair that it was set for, and no other', () =>
    texting(counting(), async (phone, carrier) => {
      await phone.send('a');
      expect(bodies(await carrier.pair(finn).send('b'))).toStrictEqual(['1']);
      expect(bodies(await carrier.pair({ ...rey, to: '+14155550101' }).send('c'))).toStrictEqual(['1']);
      expect(bodies(await phone.send('d'))).toStrictEqual(['2']);
    }));
});

test('Facebook Messenger carries no cookies (https://github.com/codeforanchorage/realtime-bus-sms/issues/109)', () =>
  texting(counting(), async (_, carrier) => {
    const phone = carrier.pair({ from: 'messenger:1', to: 'messenger:2' });
    await phone.send('a');
    expect(bodies(await phone.send('b'))).toStrictEqual(['1']);
  }));

describe('what Twilio answers itself (https://help.twilio.com/articles/223134027)', () => {
  const UNSUBSCRIBED = /^You have successfully been unsubscribed\./;
  const RESUBSCRIBED = /^You have successfully been re-subscribed/;
  const saysHi = message('hi');

  test.each(['STOP', 'stop', ' Unsubscribe ', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'cancel'])(
    '%j opts out; the webhook hears of it, and what it says fails',
    (word) =>
      texting(saysHi, async (phone) => {
        const exchange = await phone.send(word);
        expect(exchange.automatic).toMatchObject({
          body: expect.stringMatching(UNSUBSCRIBED) as string,
          to: rey.from,
        });
        expect(exchange.response?.status).toBe(200);
        expect(exchange.replies).toStrictEqual([]);
        expect(codes(exchange)).toStrictEqual([21610]);
        expect(phone.optedOut).toBe(true);
      }),
  );

  test.each(['stop!', 'please stop', 'stop please', 'STOPP', 'ſtop'])('%j is no keyword', (text) =>
    texting(saysHi, async (phone) => {
      expect((await phone.send(text)).automatic).toBeUndefined();
      expect(phone.optedOut).toBe(false);
    }),
  );

  test.each(['START', 'unstop', 'YES'])('%j opts back in', (word) =>
    texting(saysHi, async (phone) => {
      await phone.send('STOP');
      const exchange = await phone.send(word);
      expect(exchange.automatic?.body).toMatch(RESUBSCRIBED);
      expect(bodies(exchange)).toStrictEqual(['hi']);
    }),
  );

  test('YES is an answer from somebody who has not opted out', () =>
    texting(saysHi, async (phone) => {
      expect((await phone.send('yes')).automatic).toBeUndefined();
    }));

  test.each(['Help', 'info'])('%j is answered by Twilio and by the webhook', (word) =>
    texting(saysHi, async (phone) => {
      const exchange = await phone.send(word);
      expect(exchange.automatic?.body).toBe('Reply STOP to unsubscribe. Msg&Data Rates May Apply.');
      expect(bodies(exchange)).toStrictEqual(['hi']);
    }),
  );

  test('concerns one pair; a delivery that is repeated is not answered again', () =>
    texting(saysHi, async (phone, carrier) => {
      await phone.send('STOP');
      expect((await phone.repeat()).automatic).toBeUndefined();
      expect(phone.optedOut).toBe(true);
      expect(bodies(await carrier.pair(finn).send('hello'))).toStrictEqual(['hi']);
    }));

  test.each([
    ['WhatsApp', { from: 'whatsapp:+14158675308', to: 'whatsapp:+14155550100' }],
    ['a short code (https://help.twilio.com/articles/223181748)', { from: rey.from, to: '12345' }],
  ])('nothing on %s', (_, pair) =>
    texting(saysHi, async (_, carrier) => {
      const phone = carrier.pair(pair);
      for (const word of ['STOP', 'HELP', 'START']) {
        const exchange = await phone.send(word);
        expect(exchange.automatic).toBeUndefined();
        expect(bodies(exchange)).toStrictEqual(['hi']);
      }
    }),
  );

  test('as on SMS on RCS, and an opt-out counts on both (https://help.twilio.com/articles/223134027)', () =>
    texting(saysHi, async (phone, carrier) => {
      const rcs = carrier.pair({ from: 'rcs:+14158675308', to: 'rcs:+14155550100' });
      expect((await rcs.send('Stop')).automatic?.body).toMatch(/^You have successfully been unsubscribed/);
      expect([phone.optedOut, rcs.optedOut]).toStrictEqual([true, true]);
      expect(codes(await phone.send('hello'))).toStrictEqual([21610]);
      await phone.send('START');
      expect(bodies(await rcs.send('hello'))).toStrictEqual(['hi']);
    }));

  test('as on a long code on a short code in a Messaging Service', () =>
    texting(saysHi, async (_, carrier) => {
      const phone = carrier.pair({ from: rey.from, to: '12345' });
      const params = { MessagingServiceSid: `MG${'0'.repeat(32)}` };
      expect((await phone.send('STOP', { params })).automatic?.body).toMatch(/unsubscribed/);
      expect(phone.optedOut).toBe(true);
    }));

  // https://support.twilio.com/hc/en-us/articles/360058144374
  test('on a toll-free number the network answers STOP, START and UNSTOP, and YES does not opt in', () =>
    texting(saysHi, async (_, carrier) => {
      const phone = carrier.pair({ from: rey.from, to: '+18335550100' });
      const answered = async (word: string) => [(await phone.send(word)).automatic?.body, phone.optedOut];
      const stopped = expect.stringMatching(/^NETWORK MSG: You replied with the word "stop"/) as string;
      const started = expect.stringMatching(/^NETWORK MSG: You have replied "(start|unstop)"/) as string;
      const help = expect.stringMatching(/^Reply STOP/) as string;
      expect(await answered('yes')).toStrictEqual([undefined, false]);
      expect(await answered('help')).toStrictEqual([help, false]);
      expect(await answered('Stop')).toStrictEqual([stopped, true]);
      expect(await answered('yes')).toStrictEqual([undefined, true]);
      expect(await answered('help')).toStrictEqual([undefined, true]);
      expect(await answered('start')).toStrictEqual([started, false]);
      expect(await answered('unsubscribe')).toStrictEqual([expect.stringMatching(UNSUBSCRIBED), true]);
      expect(await answered('UNSTOP')).toStrictEqual([started, false]);
    }));
});
