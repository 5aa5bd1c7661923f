import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import { anyCharacter, fc } from '../fuzz';
import { greeter } from '../../conversations/greeter';
import { answer, type AnswerOptions, type FunctionContext } from '../../src/answer';
import type { Conversation, Turn } from '../../src/conversation';
import { ask, dialogue, once } from '../../src/dialogue';
import { MAX_COOKIE_VALUE } from '../../src/session/cookie';
import { LoggableError } from '../../src/log';
import { ENGLISH } from '../../src/english-words';
import { messagesIn } from '../../tools/testing/messages';
import { installRuntime } from '../../tools/testing/runtime';
import { setDate } from '../../tools/testing/set-date';

const SECRET = 'a'.repeat(32);
const SID = `SM${'0123456789abcdef'.repeat(2)}`;
const FROM = '+14158675308';
const TO = '+14155550100';
const APOLOGY = 'Sorry, something went wrong on our side. Please text that again.';

let logged: jest.SpyInstance[];

beforeAll(() => {
  installRuntime();
});

beforeEach(() => {
  logged = [
    jest.spyOn(console, 'error').mockImplementation(),
    jest.spyOn(console, 'warn').mockImplementation(),
  ];
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const errors = () => String(logged[0]?.mock.calls);
const warnings = () => String(logged[1]?.mock.calls);

interface Answered {
  status: number;
  type: string;
  body: string;
  /** The one Set-Cookie header, if any. */
  setCookie: string | undefined;
}

/** Serves one event as the runtime does, and sees to it that there is one answer. */
async function serve<State>(
  conversation: Conversation<State> | (() => Conversation<State>),
  event: unknown,
  { variables = { SESSION_SECRET: SECRET }, ...options }: AnswerOptions & { variables?: object } = {},
): Promise<Answered> {
  const callback = jest.fn<undefined, [error: unknown, response: TwilioResponse]>();
  const handler = answer(typeof conversation === 'function' ? conversation : () => conversation, options);
  await handler(variables as FunctionContext, event, callback as never);
  expect(callback).toHaveBeenCalledTimes(1);
  const [error, response] = callback.mock.calls[0] ?? [];
  expect(error).toBeNull();
  const { statusCode, headers, body } = response as unknown as {
    statusCode: number;
    headers: Record<string, string> & { 'Set-Cookie': string[] };
    body: string;
  };
  expect(headers['Set-Cookie'].length).toBeLessThanOrEqual(1);
  return {
    status: statusCode,
    type: headers['Content-Type'] ?? '',
    body,
    setCookie: headers['Set-Cookie'][0],
  };
}

function event(
  body: string,
  setCookie?: string,
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  const session = setCookie?.split(';')[0]?.replace('session=', '');
  return {
    request: { headers: {}, cookies: session === undefined ? {} : { session } },
    MessageSid: SID,
    From: FROM,
    To: TO,
    Body: body,
    ...rest,
  };
}

function says({ body }: Answered): string[] {
  return messagesIn(body).map((sent) => sent.body);
}

const greet = greeter(() => 'Rey');

function conversation<State>(turn: Conversation<State>['turn']): Conversation<State> {
  return { name: 'test', version: 1, turn };
}

const remembers = conversation<string>(({ body }, state) => ({ replies: [state ?? 'nothing'], state: body }));

describe('what comes with a turn', () => {
  test('is the same when the message is delivered again, and nothing that an outsider can compute', async () => {
    const ids: string[] = [];
    const seen = conversation<number>((_, __, { id, now, signal }) => {
      ids.push(id);
      expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(1000);
      expect(signal.aborted).toBe(false);
      return { replies: [], state: 1 };
    });
    const other = { MessageSid: `SM${'f'.repeat(32)}` };
    for (const rest of [{}, {}, other, { To: '+1' }]) await serve(seen, event('hi', undefined, rest));
    await serve(seen, event('hi'), { variables: { SESSION_SECRET: 'b'.repeat(32) } });
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).not.toContain(SID);
  });

  test('is a signal, which aborts with the apology: a dialogue begins no further effect', async () => {
    const begun: string[] = [];
    const slow = dialogue('slow', function* () {
      yield* once('first', async (_, { signal }) => {
        begun.push('first');
        await new Promise((resolve) => {
          setTimeout(resolve, 50);
        });
        begun.push(`aborted ${signal.aborted}`);
      });
      yield* once('second', () => {
        begun.push('second');
      });
      yield* ask('?');
    });
    expect(says(await serve(slow, event('hi'), { timeLimit: 20 }))).toStrictEqual([APOLOGY]);
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
    expect(begun).toStrictEqual(['first', 'aborted true']);
  });
});

describe('a dialogue', () => {
  const long = dialogue('long', function* () {
    const said: string[] = [];
    for (;;) said.push(yield* ask(`Part ${said.length + 1}?`, { maxLength: 1600 }));
  });

  test('whose state no longer fits says so, and BACK works', async () => {
    const part = 'x'.repeat(900);
    let { setCookie } = await serve(long, event('hi'));
    for (const n of [1, 2]) {
      const next = await serve(long, event(part, setCookie));
      expect(says(next)).toStrictEqual([`Part ${n + 1}?`]);
      ({ setCookie } = next);
    }
    const full = await serve(long, event(part, setCookie));
    expect(says(full)).toStrictEqual([
      'Sorry, that is more than we can keep. Please answer more briefly, or text BACK.',
    ]);
    expect(full.setCookie).toBeUndefined();
    expect(says(await serve(long, event('short', setCookie)))).toStrictEqual(['Part 4?']);
    const back = await serve(long, event('back', setCookie));
    expect(says(back)).toStrictEqual(['Part 2?']);
    expect(says(await serve(long, event(part, back.setCookie)))).toStrictEqual(['Part 3?']);
  });

  test('apologises in its own words, unless the Function has others', async () => {
    const fails = {
      ...long,
      words: { ...ENGLISH, apology: 'Verzeihung!' },
      turn() {
        throw new Error('x');
      },
    };
    expect(says(await serve(fails, event('hi')))).toStrictEqual(['Verzeihung!']);
    expect(says(await serve(fails, event('hi'), { words: { apology: 'Pardon!' } }))).toStrictEqual([
      'Pardon!',
    ]);
  });
});

describe('a conversation that a cookie must not keep', () => {
  test('fails, and the log says why', async () => {
    const turn = jest.fn();
    const needsServer = 'the test needs a server.';
    const answered = await serve({ ...conversation(turn), needsServer }, event('hi'));
    expect(says(answered)).toStrictEqual([APOLOGY]);
    expect(answered.setCookie).toBeUndefined();
    expect(errors()).toContain(`${SID}: LoggableError: ${needsServer}`);
    expect(turn).not.toHaveBeenCalled();
  });
});

describe('a message', () => {
  test('is answered in TwiML, and remembered in one cookie', async () => {
    const first = await serve(greet, event('hi'));
    expect(first).toMatchObject({ status: 200, type: 'text/xml' });
    expect(says(first)).toStrictEqual(['Thanks for the new message, Rey.']);
    expect(first.setCookie).toMatch(/^session=[\w-]+;Max-Age=14400$/);
    const second = await serve(greet, event('hi', first.setCookie));
    expect(says(second)).toStrictEqual([`Rey has messaged ${TO} 2 times.`]);
    const third = await serve(greet, event('hi', second.setCookie));
    expect(says(third)).toStrictEqual([`Rey has messaged ${TO} 3 times.`]);
    expect(errors() + warnings()).toBe('');
  });

  test('is remembered for its pair of numbers alone', async () => {
    const { setCookie } = await serve(greet, event('hi'));
    for (const other of [
      { From: '+1' },
      { To: '+1' },
      { From: TO, To: FROM },
      { From: `whatsapp:${FROM}` },
    ]) {
      expect(says(await serve(greet, event('hi', setCookie, other)))).toStrictEqual([
        'Thanks for the new message, Rey.',
      ]);
    }
  });

  test('is remembered for four hours', async () => {
    jest.useFakeTimers({ now: 0 });
    const { setCookie } = await serve(remembers, event('a'));
    jest.setSystemTime(4 * 60 * 60 * 1000 - 1);
    expect(says(await serve(remembers, event('b', setCookie)))).toStrictEqual(['a']);
    jest.setSystemTime(4 * 60 * 60 * 1000);
    expect(says(await serve(remembers, event('b', setCookie)))).toStrictEqual(['nothing']);
  });

  test('is remembered while secrets rotate', async () => {
    const older = await serve(remembers, event('a'), { variables: { SESSION_SECRET: 'o'.repeat(32) } });
    const rotated = { variables: { SESSION_SECRET: `${'n'.repeat(32)},${'o'.repeat(32)}` } };
    const newer = await serve(remembers, event('b', older.setCookie), rotated);
    expect(says(newer)).toStrictEqual(['a']);
    expect(
      says(
        await serve(remembers, event('c', newer.setCookie), {
          variables: { SESSION_SECRET: 'n'.repeat(32) },
        }),
      ),
    ).toStrictEqual(['b']);
  });

  test('ends the conversation: what is left counts for an hour', async () => {
    const { setCookie } = await serve(remembers, event('hi'));
    const over = conversation<string>(() => ({ replies: ['Bye'], state: undefined }));
    const ended = await serve(over, event('bye', setCookie));
    expect(ended.setCookie).toMatch(/^session=[\w-]{70,90};Max-Age=3600$/);
    expect(says(await serve(remembers, event('hi', ended.setCookie)))).toStrictEqual(['nothing']);
  });

  test('ends the conversation, and without a budget the cookie goes, if there was one', async () => {
    const over = conversation(() => ({ replies: ['Bye'], state: undefined }));
    const options = { budget: false } as const;
    expect((await serve(over, event('hi'), options)).setCookie).toBeUndefined();
    expect((await serve(over, event('hi', 'session=x'), options)).setCookie).toBe('session=;Max-Age=0');
  });

  test('may be answered later, or with nothing', async () => {
    const later = conversation(() => Promise.resolve({ replies: [], state: 1 }));
    expect(await serve(later, event('hi'))).toMatchObject({
      body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
      setCookie: expect.stringContaining('session=') as string,
    });
  });

  test.each(['x', 'session', '%', '😀', 'A'.repeat(4000)])(
    'with the cookie %j is from somebody new, and the log says why',
    async (value) => {
      const answered = await serve(greet, event('hi', `session=${value}`));
      expect(says(answered)).toStrictEqual(['Thanks for the new message, Rey.']);
      expect(answered.setCookie).toMatch(/^session=[\w-]{40}/);
      expect(errors()).toBe('');
      expect(warnings()).toBe(`${SID}: the cookie was refused: malformed`);
    },
  );

  test('with a cookie that was dropped is from somebody new', async () => {
    expect(says(await serve(greet, event('hi', 'session=')))).toStrictEqual([
      'Thanks for the new message, Rey.',
    ]);
    expect(warnings()).toBe('');
  });

  test('with a cookie that cannot be used is from somebody new, and the log says why as far as it can', async () => {
    setDate(Date.now() - 14_400_000);
    const { setCookie: old } = await serve(greet, event('hi'));
    jest.useRealTimers();
    const { setCookie } = await serve(greet, event('hi'));
    const reasons: [
      string | undefined,
      AnswerOptions & { variables?: object },
      Record<string, unknown>,
      Conversation<never>,
      string,
    ][] = [
      [old, {}, {}, greet as never, 'the cookie was refused: expired'],
      [
        setCookie,
        {},
        { From: '+1' },
        greet as never,
        'sealed for another pair, with a secret that is gone, or altered since',
      ],
      [
        setCookie,
        { variables: { SESSION_SECRET: 'b'.repeat(32) } },
        {},
        greet as never,
        'sealed for another pair, with a secret that is gone, or altered since',
      ],
      [
        altered(setCookie),
        {},
        {},
        greet as never,
        'sealed for another pair, with a secret that is gone, or altered since',
      ],
      [
        cut(setCookie),
        {},
        {},
        greet as never,
        'sealed for another pair, with a secret that is gone, or altered since',
      ],
      [
        setCookie,
        {},
        {},
        { ...greet, version: 2 } as never,
        'what is remembered is of greeter 1, so greeter 2 begins anew',
      ],
    ];
    for (const [cookie, options, rest, other, reason] of reasons) {
      jest.mocked(console.warn).mockClear();
      await serve(other, event('hi', cookie, rest), options);
      expect(warnings()).toContain(`${SID}: `);
      expect(warnings()).toContain(reason);
    }
  });

  /** With another letter in its middle. */
  function altered(cookie = ''): string {
    return cookie.replace(/(?<=.{40})[\w-]/, (letter) => (letter === 'A' ? 'B' : 'A'));
  }

  /** Without its last three bytes. */
  function cut(cookie = ''): string {
    const value = /(?<==)[\w-]*/.exec(cookie)?.[0] ?? '';
    return `session=${Buffer.from(value, 'base64url').subarray(0, -3).toString('base64url')}`;
  }

  test('hands the context to what makes the conversation', async () => {
    const makes = jest.fn(() => greet);
    await serve(makes, event('hi'));
    expect(makes).toHaveBeenCalledWith({ SESSION_SECRET: SECRET });
  });
});

test('answer() needs no options', async () => {
  const callback = jest.fn();
  await answer(() => greet)({ SESSION_SECRET: SECRET } as never, event('hi'), callback as never);
  expect(JSON.stringify(callback.mock.calls)).toMatch(/Thanks for the new message, Rey.*session=/);
});

describe('what Twilio has answered itself', () => {
  test('an opt-out is forgotten without a word', async () => {
    const { setCookie } = await serve(greet, event('hi'));
    const stopped = await serve(greet, event('stop', setCookie));
    expect(stopped).toMatchObject({ status: 200, setCookie: 'session=;Max-Age=0' });
    expect(stopped.body).toContain('<Response/>');
  });

  test('HELP is not answered again, and changes nothing', async () => {
    const first = await serve(greet, event('hi'));
    const helped = await serve(greet, event('HELP', first.setCookie));
    expect(helped.body).toContain('<Response/>');
    expect(helped.setCookie).toBeUndefined();
  });

  test('not even if there is no conversation, and no secret', async () => {
    const none = () => {
      throw new Error('none');
    };
    for (const body of ['STOP', 'HELP', 'START']) {
      const answered = await serve<unknown>(none, event(body, 'session=x'), { variables: {} });
      expect(answered.body).toContain('<Response/>');
      expect(answered.setCookie).toBe(body === 'STOP' ? 'session=;Max-Age=0' : undefined);
    }
    expect((await serve<unknown>(none, event('STOP'))).setCookie).toBeUndefined();
    expect(errors()).toBe('');
  });

  test('nor is an apology added if the store cannot forget', async () => {
    const forget = () => Promise.reject(new LoggableError('nothing was deleted'));
    const store = jest.fn(() => ({ take: () => Promise.reject(new Error()), forget }));
    expect((await serve(greet, event('HELP'), { store })).body).toContain('<Response/>');
    expect(store).not.toHaveBeenCalled();
    const stopped = await serve(greet, event('STOP'), { store });
    expect(stopped).toMatchObject({ status: 200, setCookie: undefined });
    expect(stopped.body).toContain('<Response/>');
    expect(errors()).toContain(`${SID}: LoggableError: nothing was deleted`);
  });
});

describe('what Twilio does not answer', () => {
  const onShortCode = (body: string, setCookie?: string) => event(body, setCookie, { To: '12345' });
  const spanish = { ...remembers, words: { ...ENGLISH, optedOut: 'Adiós.', help: 'Ayuda.' } };

  test('STOP on a short code is confirmed, and nothing more is said until START', async () => {
    const stopped = await serve(remembers, onShortCode('stop'));
    expect(says(stopped)).toStrictEqual([
      'You will get no more messages from us. Text START to get them again.',
    ]);
    expect(stopped.setCookie).toMatch(/;Max-Age=14400$/);
    const silent = await serve(remembers, onShortCode('hi', stopped.setCookie));
    expect([says(silent), silent.setCookie]).toStrictEqual([[], undefined]);
    expect(says(await serve(remembers, onShortCode('HELP', stopped.setCookie)))).toStrictEqual([
      ENGLISH.help,
    ]);
    const started = await serve(remembers, onShortCode('START', stopped.setCookie));
    expect(says(started)).toStrictEqual(['You will get our messages again. Text STOP to end them.']);
    expect(started.setCookie).toBe('session=;Max-Age=0');
    expect(says(await serve(remembers, onShortCode('hi', started.setCookie)))).toStrictEqual(['nothing']);
  });

  test('STOP on WhatsApp is confirmed, and nothing more is said until START', async () => {
    const onWhatsapp = (body: string, setCookie?: string) =>
      event(body, setCookie, { From: `whatsapp:${FROM}`, To: `whatsapp:${TO}` });
    const begun = await serve(remembers, onWhatsapp('my name'));
    const stopped = await serve(remembers, onWhatsapp('Stop', begun.setCookie));
    expect(says(stopped)).toStrictEqual([ENGLISH.optedOut]);
    for (const body of ['hi', 'cancel', 'HELP']) {
      const silent = await serve(remembers, onWhatsapp(body, stopped.setCookie));
      expect([says(silent), silent.setCookie]).toStrictEqual([[], undefined]);
    }
    const started = await serve(remembers, onWhatsapp('start', stopped.setCookie));
    expect([says(started), started.setCookie]).toStrictEqual([[ENGLISH.optedIn], 'session=;Max-Age=0']);
    expect(says(await serve(remembers, onWhatsapp('hi', started.setCookie)))).toStrictEqual(['nothing']);
  });

  test('other words are answers on WhatsApp', async () => {
    const whatsapp = { From: `whatsapp:${FROM}`, To: `whatsapp:${TO}` };
    const { setCookie } = await serve(remembers, event('my name', undefined, whatsapp));
    for (const body of ['cancel', 'START', 'help']) {
      expect(says(await serve(remembers, event(body, setCookie, whatsapp)))).toStrictEqual(['my name']);
    }
  });

  test('RCS is answered by Twilio, as SMS is', async () => {
    expect(
      says(await serve(remembers, event('STOP', undefined, { From: `rcs:${FROM}`, To: 'rcs:brand' }))),
    ).toStrictEqual([]);
  });

  test('the words are those of the conversation, or ours, and can be switched off', async () => {
    expect(says(await serve(spanish, onShortCode('STOP')))).toStrictEqual(['Adiós.']);
    expect(says(await serve(spanish, onShortCode('HELP')))).toStrictEqual(['Ayuda.']);
    const words = { optedOut: 'Bye.', help: '' };
    expect(says(await serve(spanish, onShortCode('STOP'), { words }))).toStrictEqual(['Bye.']);
    expect(says(await serve(spanish, onShortCode('HELP'), { words }))).toStrictEqual([]);
  });

  test('a STOP that cannot be kept is not confirmed', async () => {
    const forget = () => Promise.reject(new LoggableError('nothing was deleted'));
    const store = () => ({ take: () => Promise.reject(new Error()), forget });
    expect(says(await serve(remembers, onShortCode('STOP'), { store }))).toStrictEqual([APOLOGY]);
  });
});

test('a channel that Twilio does not have is answered', async () => {
  expect(says(await serve(greet, event('stop', undefined, { From: `evil:${FROM}` })))).toStrictEqual([
    'Thanks for the new message, Rey.',
  ]);
});

describe('when something goes wrong', () => {
  const secrets = { body: 'my card is 41111111', state: 'my pin is 9876' };

  async function expectApology(
    broken: Conversation<string> | (() => Conversation<string>),
    options: AnswerOptions = {},
  ) {
    const { setCookie } = await serve(remembers, event(secrets.state));
    const answered = await serve(broken, event(secrets.body, setCookie), options);
    expect(answered).toMatchObject({ status: 200, type: 'text/xml', setCookie: undefined });
    expect(says(answered)).toStrictEqual([options.words?.apology ?? APOLOGY]);
    expect(errors()).toContain(SID);
    for (const personal of [FROM, TO, '4111', '9876', 'my ', SECRET, setCookie?.slice(8, 40) ?? '-']) {
      expect(errors() + warnings()).not.toContain(personal);
    }
  }

  test('the conversation throws', async () => {
    await expectApology(
      conversation<string>(({ from, to, body }, state) => {
        throw new RangeError(`${from} to ${to} said ${body}, after ${String(state)}`);
      }),
    );
    expect(errors()).toMatch(/RangeError .*\n {4}at /);
  });

  test('the conversation rejects with anything', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- people do
    await expectApology(conversation<string>(({ body }) => Promise.reject(body)));
  });

  test('the conversation cannot be made', async () => {
    await expectApology(() => {
      throw new LoggableError('CONVERSATION names none');
    });
    expect(errors()).toContain('CONVERSATION names none');
  });

  test('the conversation gives no turn', async () => {
    await expectApology(conversation<string>(() => undefined as unknown as Turn<string>));
    await expectApology(conversation<string>(() => ({ state: 'x' }) as Turn<string>));
  });

  test('the conversation throws anything at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.anything(),
        fc.dictionary(fc.constantFrom('name', 'message', 'stack', 'code', 'constructor'), fc.anything()),
        async (thrown, own) => {
          const hostile = new Proxy(Object(thrown) as object, {
            getPrototypeOf() {
              throw Object.assign(new Error(secrets.body), own);
            },
            get() {
              throw thrown;
            },
          });
          for (const each of [thrown, hostile, Object.assign(new Error(secrets.body), own)]) {
            const throws = conversation<string>(() => {
              throw each;
            });
            expect(says(await serve(throws, event('hi')))).toStrictEqual([APOLOGY]);
          }
        },
      ),
    );
    expect(errors()).not.toContain('4111');
  });

  test('the conversation has no answer in time', async () => {
    await expectApology(
      conversation<string>(() => new Promise(() => undefined)),
      { timeLimit: 20 },
    );
    expect(errors()).toContain('the conversation had no answer after 0.02 s');
  });

  test('which is 8.5 seconds from the call', async () => {
    jest.useFakeTimers();
    const slow = (seconds: number) =>
      conversation(
        () =>
          new Promise<Turn<number>>((resolve) => {
            setTimeout(() => {
              resolve({ replies: ['here'], state: 1 });
            }, seconds * 1000);
          }),
      );
    const answers = Promise.all([serve(slow(8.4), event('hi')), serve(slow(8.6), event('hi'))]);
    await jest.advanceTimersByTimeAsync(9000);
    expect((await answers).map(says)).toStrictEqual([['here'], [APOLOGY]]);
  });

  test('the state does not fit', async () => {
    const large = conversation<string>(() => ({ replies: ['kept'], state: 'x'.repeat(3000) }));
    expect(says(await serve(large, event('hi')))).toStrictEqual([
      'Sorry, that is more than we can keep. Please answer more briefly.',
    ]);
    const words = { ...ENGLISH, tooLong: 'Zu lang.' };
    expect(says(await serve({ ...large, words }, event('hi')))).toStrictEqual(['Zu lang.']);
    expect(errors()).toBe('');
    expect(warnings()).toMatch(new RegExp(`takes 4\\d{3} bytes once sealed, and ${MAX_COOKIE_VALUE} fit`));
  });

  test('a state that just fits, fits', async () => {
    const fits = (length: number) => conversation(() => ({ replies: ['kept'], state: 'x'.repeat(length) }));
    // Sealed, a text takes a format, an iv, an expiry and a tag more, and what is noted beside it.
    const beside = JSON.stringify({ of: 'test 1', state: '', spent: [29_892_240, 1, 1] }).length;
    const most = Math.floor((MAX_COOKIE_VALUE * 3) / 4) - (1 + 12 + 4 + beside + 16);
    const answered = await serve(fits(most), event('hi'));
    expect(says(answered)).toStrictEqual(['kept']);
    expect(answered.setCookie?.length).toBe('session=;Max-Age=14400'.length + MAX_COOKIE_VALUE);
    expect(says(await serve(fits(most + 1), event('hi')))).not.toStrictEqual(['kept']);
  });

  test('the state cannot be written', async () => {
    await expectApology(conversation<never>(() => ({ replies: [], state: (() => 1) as never })));
  });

  test('the apology can be put in other words', async () => {
    await expectApology(
      conversation<string>(() => Promise.reject(new Error())),
      { words: { apology: 'Lo siento.' } },
    );
  });

  test.each([
    ['From', { From: undefined }],
    ['From', { From: [FROM, FROM] }],
    ['To', { To: '' }],
  ])('%s is not one text: %j', async (parameter, rest) => {
    const answered = await serve(greet, event('hi', 'session=x', rest));
    expect(answered).toMatchObject({ status: 400, type: 'text/plain', setCookie: undefined });
    expect(answered.body).toContain(`The parameter ${parameter} is missing`);
    expect(warnings()).toContain(parameter);
    expect(errors()).toBe('');
  });

  test.each([{}, { SESSION_SECRET: '' }, { SESSION_SECRET: 'too short' }])(
    'there is no usable secret: %j',
    async (variables) => {
      const answered = await serve(greet, event('hi'), { variables });
      expect(answered).toMatchObject({ status: 500, type: 'text/plain', setCookie: undefined });
      expect(answered.body).toBe('This Function is not configured. Its log says what to do.');
      expect(errors()).toContain('SESSION_SECRET');
      expect(errors()).toContain('randomBytes(32)');
      expect(errors()).not.toContain('too short');
    },
  );

  test('the event cannot be read', async () => {
    const unreadable = {
      get From() {
        throw new Error('no');
      },
    };
    expect(says(await serve(greet, unreadable))).toStrictEqual([APOLOGY]);
  });

  test('the conversation passes on to the Function itself, which would pass on again', async () => {
    const variables = { SESSION_SECRET: SECRET, DOMAIN_NAME: 'demo.twil.io', PATH: '/sms' };
    const passesOn = (redirect: string) => conversation(() => ({ replies: [{ redirect }], state: 1 }));
    const answered = (redirect: string) => serve(passesOn(redirect), event('hi'), { variables });
    expect(says(await answered('https://demo.twil.io/sms'))).toStrictEqual([APOLOGY]);
    expect((await answered('https://demo.twil.io/sms2')).body).toContain(
      'https://demo.twil.io/sms2</Redirect>',
    );
  });

  test.each([
    ['STOP', TO],
    ['STOP', '12345'],
    ['START', '12345'],
  ])('%s to %s has as much time as any message', async (word, to) => {
    const forget = jest.fn(() => Promise.resolve({ replies: [] }));
    const store = () => ({ take: jest.fn(), forget });
    const start = performance.now();
    await serve(greet, { From: FROM, To: to, Body: word }, { store, timeLimit: 7000 });
    const [[, { end }]] = forget.mock.calls as unknown as [[unknown, { end: number }]];
    expect(end).toBeGreaterThanOrEqual(start + 7000);
    expect(end).toBeLessThanOrEqual(performance.now() + 7000);
  });

  test('something had to be cut', async () => {
    const talkative = conversation(() => ({ replies: Array.from({ length: 11 }, () => 'x'), state: 1 }));
    const answered = await serve(talkative, event('hi'));
    expect(says(answered)).toHaveLength(10);
    expect(answered.setCookie).toBeDefined();
    expect(warnings()).toBe(`${SID}: the messages after the first 10 were cut: Twilio sends no more for one`);
  });
});

describe('any event whatever', () => {
  test('gets one answer, well-formed XML or a plain error', async () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true });
    const text = fc.oneof(
      anything,
      fc.string({ unit: anyCharacter }),
      fc.constantFrom(FROM, 'STOP', '\ud800\0'),
    );
    const events = fc.oneof(
      anything,
      fc.record(
        {
          From: text,
          To: text,
          Body: text,
          MessageSid: text,
          OptOutType: text,
          MediaUrl0: text,
          request: fc.oneof(
            anything,
            fc.record({
              cookies: fc.oneof(anything, fc.record({ session: text })),
              headers: fc.oneof(anything, fc.record({ cookie: fc.oneof(text, fc.array(text)) })),
            }),
          ),
        },
        { requiredKeys: [] },
      ),
    );
    const echo = conversation(({ body, media }) => ({
      replies: [body, { body, media: media.map(({ url }) => url) }],
      state: body,
    }));
    await fc.assert(
      fc.asyncProperty(events, async (any) => {
        const { status, type, body } = await serve(echo, any);
        expect([status, type]).toStrictEqual(status === 200 ? [200, 'text/xml'] : [400, 'text/plain']);
        if (status === 200) messagesIn(body);
        else expect(body).toMatch(/^The parameter (From|To) is missing/);
      }),
    );
  });

  test('what was remembered comes back the same', async () => {
    const keep = conversation<unknown>(({ params }, state) => ({
      replies: [JSON.stringify(state ?? null)],
      state: JSON.parse(params.State ?? '') as unknown,
    }));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter, maxLength: 300 }), async (text) => {
        const kept = JSON.stringify({ text });
        const { setCookie } = await serve(keep, event('', undefined, { State: kept }));
        const seen: unknown[] = [];
        const look = conversation<unknown>((_, state) => {
          seen.push(state);
          return { replies: [], state };
        });
        await serve(look, event('', setCookie));
        expect(seen).toStrictEqual([{ text }]);
      }),
    );
  });
});
