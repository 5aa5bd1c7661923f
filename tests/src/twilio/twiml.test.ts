import { anyCharacter, fc } from '../../fuzz';
import type { Outgoing, Reply } from '../../../src/conversation';
import { sayable, toTwiml } from '../../../src/twilio/twiml';
import { given } from '../../../tools/testing/given';
import { message, messagesIn } from '../../../tools/testing/messages';
import { installRuntime } from '../../../tools/testing/runtime';

beforeAll(() => {
  installRuntime();
});

function write(...replies: Reply[]) {
  const warn = jest.fn<undefined, [string]>();
  return { sent: messagesIn(toTwiml(replies, warn)), warned: warn.mock.calls.map(([what]) => what) };
}

test('no replies are an empty response', () => {
  expect(toTwiml([], jest.fn())).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
});

test('one text is one message', () => {
  expect(toTwiml(['hello'], jest.fn())).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response><Message>hello</Message></Response>',
  );
});

test('markup in a text stays text', () => {
  const text = `<Redirect>x</Redirect> & "]]>'`;
  expect(write(text).sent).toStrictEqual([{ body: text, media: [] }]);
});

test('pictures go with their text or alone', () => {
  const { sent, warned } = write(
    { body: 'look', media: ['https://example.com/a.png?x=1&y=2', 'HTTP://example.com/b.png'] },
    { media: ['https://example.com/c.png'] },
    { body: 'no picture', media: [] },
  );
  expect(sent).toStrictEqual([
    { body: 'look', media: ['https://example.com/a.png?x=1&y=2', 'http://example.com/b.png'] },
    { body: '', media: ['https://example.com/c.png'] },
    { body: 'no picture', media: [] },
  ]);
  expect(warned).toStrictEqual([]);
});

test('a picture alone has no empty text beside it', () => {
  expect(toTwiml([{ media: ['https://example.com/a'] }], jest.fn())).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response><Message><Media>https://example.com/a</Media></Message></Response>',
  );
});

test.each(['', ' \n', { media: [] }, { body: '', media: [] }])('%j sends no message', (reply) => {
  expect(write(reply)).toStrictEqual({ sent: [], warned: [] });
});

test.each(['ftp://example.com/a', 'javascript:alert(1)', 'a.png', '', '//example.com/a'])(
  'a picture at %j is cut, with a warning that does not quote it',
  (url) => {
    const { sent, warned } = write({ body: 'look', media: [url] });
    expect(sent).toStrictEqual([{ body: 'look', media: [] }]);
    expect(warned).toStrictEqual(['a picture was cut: its URL is not one of http or https']);
  },
);

test('more than ten pictures go on in the next message', () => {
  const media = Array.from({ length: 23 }, (_, n) => `https://example.com/${n}`);
  expect(write({ body: 'look', media }).sent).toStrictEqual([
    { body: 'look', media: media.slice(0, 10) },
    { body: '', media: media.slice(10, 20) },
    { body: '', media: media.slice(20) },
  ]);
});

test('a text over 1,600 characters goes on in the next message', () => {
  expect(write('x'.repeat(1600)).sent).toHaveLength(1);
  const text = 'word '.repeat(321).trim();
  const { sent, warned } = write({ body: text, media: ['https://example.com/a'] });
  expect(sent.map(({ body, media }) => [body.length, media.length])).toStrictEqual([
    [1599, 1],
    [4, 0],
  ]);
  expect(warned).toStrictEqual([]);
});

test('ten messages go out, and the log hears of the rest', () => {
  const texts = Array.from({ length: 12 }, (_, n) => `text ${n}`);
  const { sent, warned } = write(...texts);
  expect(sent.map(({ body }) => body)).toStrictEqual(texts.slice(0, 10));
  expect(warned).toStrictEqual(['the messages after the first 10 were cut: Twilio sends no more for one']);
  expect(write(...texts.slice(0, 10)).warned).toStrictEqual([]);
  expect(write('y'.repeat(1600 * 11)).sent).toHaveLength(10);
});

test('what XML cannot carry is replaced', () => {
  const { sent } = write('a\u0000b\u0008c\u000bd\u001fe\ud800f\udc00g\ufffeh\uffffi\t\n\u007f😀');
  expect(sent[0]?.body).toBe('a�b�c�d�e�f�g�h�i\t\n\u007f😀');
});

test('any replies whatever give well-formed XML that says the same, within the limits', () => {
  const text = fc.string({
    unit: fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom('\ud800', ' ', '<', '&', '\0')),
  });
  const long = fc.tuple(text, fc.nat(2000)).map(([unit, times]) => unit.slice(0, 3).repeat(times));
  const picture = fc.record({ body: text, media: fc.array(fc.oneof(fc.webUrl(), text), { maxLength: 25 }) });
  fc.assert(
    fc.property(fc.array(fc.oneof(text, long, picture), { maxLength: 12 }), (replies) => {
      const { sent } = write(...replies);
      expect(sent.length).toBeLessThanOrEqual(10);
      for (const { body, media } of sent) {
        expect(body.length).toBeLessThanOrEqual(1600);
        expect(body.trim() !== '' || media.length > 0).toBe(true);
        expect(media.length).toBeLessThanOrEqual(10);
      }
    }),
  );
});

test('a picture is fetched over http and https alone', () => {
  for (const url of ['xhttps://example.com/a', 'https+x://example.com/a', 'file:///a', 'a.png']) {
    const { sent, warned } = write({ media: [url, 'http://example.com/b', 'https://example.com/c'] });
    expect(sent).toStrictEqual([{ body: '', media: ['http://example.com/b', 'https://example.com/c'] }]);
    expect(warned).toStrictEqual(['a picture was cut: its URL is not one of http or https']);
  }
});

test('a text of three messages with 25 pictures: ten go with each', () => {
  const media = Array.from({ length: 25 }, (_, n) => `https://example.com/${n}`);
  const { sent } = write({ body: 'x'.repeat(3300), media });
  expect(sent).toStrictEqual([
    { body: 'x'.repeat(1600), media: media.slice(0, 10) },
    { body: 'x'.repeat(1600), media: media.slice(10, 20) },
    { body: 'x'.repeat(100), media: media.slice(20) },
  ]);
});

describe('a redirect', () => {
  const elsewhere: Outgoing = { redirect: 'https://example.com/flow?a=1&b=2' };
  const written = '<Redirect method="POST">https://example.com/flow?a=1&amp;b=2</Redirect></Response>';

  test('comes last, once, as Twilio ignores what follows it', () => {
    const twiml = toTwiml(['hi', elsewhere, 'there', { redirect: 'https://example.com/2' }], jest.fn());
    expect(twiml).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><Response><Message>hi</Message><Message>there</Message>${written}`,
    );
  });

  test('is there also where messages were cut', () => {
    const warn = jest.fn();
    const twiml = toTwiml([...Array.from({ length: 11 }, () => 'hi'), elsewhere], warn);
    expect(messagesIn(twiml)).toHaveLength(10);
    expect(twiml.endsWith(written)).toBe(true);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

describe('sayable', () => {
  const turnOf = (replies: unknown) => ({ replies: replies as Reply[], state: 1 });
  const OWN = 'demo-1234.twil.io/sms';
  const saying = (replies: unknown) => sayable({ name: 'n', version: 2, turn: () => turnOf(replies) }, OWN);
  const sayingLater = (replies: unknown) =>
    sayable({ name: 'n', version: 2, turn: () => Promise.resolve(turnOf(replies)) }, OWN);

  test('is the same conversation', async () => {
    const elsewhere = ['https://example.com/sms', 'https://demo-1234.twil.io/sms/person'];
    const replies = [
      'a',
      { media: [] },
      { body: 'b', media: ['https://example.com/a'] },
      ...elsewhere.map((redirect) => ({ redirect })),
    ];
    expect(saying(replies)).toMatchObject({ name: 'n', version: 2 });
    expect(saying(replies).turn(message('hi'), undefined, given(message('hi')))).toStrictEqual({
      replies,
      state: 1,
    });
    expect(await sayingLater(replies).turn(message('hi'), undefined, given(message('hi')))).toStrictEqual({
      replies,
      state: 1,
    });
  });

  test.each([
    undefined,
    'abc',
    [7],
    [null],
    [undefined],
    [{}],
    [{ media: 'https://example.com/a' }],
    [{ media: [7] }],
    [{ body: 7, media: [] }],
    [{ redirect: 7 }],
    ['a', { redirect: 'https://demo-1234.twil.io/sms' }],
    [{ redirect: 'http://demo-1234.twil.io/sms?again=1#rc=2' }],
    [{ redirect: 'https://DEMO-1234.twil.io:443/person/../sms' }],
    [{ redirect: 'https://name:password@demo-1234.twil.io/sms' }],
    [{ redirect: '/person' }],
    [{ redirect: '' }],
  ])('throws at what is no list of replies: %j', async (replies) => {
    const told = 'a turn of n has replies that are no list';
    expect(() => saying(replies).turn(message('hi'), undefined, given(message('hi')))).toThrow(told);
    await expect(sayingLater(replies).turn(message('hi'), undefined, given(message('hi')))).rejects.toThrow(
      told,
    );
  });
});
