import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { startPhone } from '../../../tools/phone/web/server';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../../tools/testing/chromium';
import { Slow } from './slow';
import { serving, twiml } from '../../../tools/testing/webhook';

jest.setTimeout(60_000);

if (CHROMIUM === undefined) {
  const advice = 'No Chromium was found for the tests of the page. Say where one is with CHROMIUM_PATH.';
  if (process.env.CI === 'true') throw new Error(advice);
  process.stderr.write(`${advice} They are skipped.\n`);
}
const inChromium = CHROMIUM === undefined ? test.skip : test;

let browser: Browser | undefined;
beforeAll(async () => {
  if (CHROMIUM) browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
});
afterAll(() => browser?.close());

interface Opening extends BrowserContextOptions {
  /** What the browser is to log as an error, where the test makes something fail on purpose. */
  readonly logged?: RegExp;
}

/** Opens the phone for this webhook. Fails where the page logs an error, as a breach of its policy would. */
function onPage(
  webhook: RequestListener,
  use: (page: Page) => Promise<void>,
  opening?: Opening,
): Promise<void> {
  return serving(webhook, (url) => openPage(url, use, opening));
}

async function openPage(
  webhook: string,
  use: (page: Page) => Promise<void>,
  { logged, ...options }: Opening = {},
): Promise<void> {
  const callers = path.join(__dirname, '../../../assets/callers.private.json');
  const phone = await startPhone({ port: 0, webhook, callers });
  const context = await browser?.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try {
    const page = await context?.newPage();
    if (page === undefined) throw new Error('There is no browser.');
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(phone.url);
    await page.waitForSelector('#person-0');
    await use(page);
    expect(errors.filter((error) => !logged?.test(error))).toEqual([]);
  } finally {
    await context?.close();
    await phone.close();
  }
}

/** Greets a pair, and counts its messages in a cookie. */
const counting: RequestListener = (request, response) => {
  const seen = Number(/count=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 0) + 1;
  const said = seen === 1 ? 'Nice to meet you' : `Message ${seen}`;
  twiml(`<Message>${said}</Message>`, { 'Set-Cookie': `count=${seen}; Max-Age=14400` })(request, response);
};

async function send(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.keyboard.press('Enter');
  await settled(page);
}

const settled = (page: Page) => page.locator('.typing').waitFor({ state: 'detached' });
const field = (page: Page) => page.getByLabel('Text', { exact: true });
const said = (page: Page) => page.locator('.bubble.mine p').allTextContents();
const received = (page: Page) => page.locator('.bubble.theirs p').allTextContents();
const cookie = (page: Page) => page.locator('#cookie').innerText();

const pixel = () => readFile(path.join(__dirname, 'pixel.png'));
const attach = (page: Page, buffer: Buffer) =>
  page.locator('#file').setInputFiles({ name: 'pixel.png', mimeType: 'image/png', buffer });

inChromium('a first and a second message, and what Twilio sees of them', () =>
  onPage(counting, async (page) => {
    await send(page, 'Hello');
    expect(await received(page)).toEqual(['Nice to meet you']);
    await send(page, 'Hello again');
    expect(await received(page)).toEqual(['Nice to meet you', 'Message 2']);
    expect(await page.locator('.bubble.mine p').allTextContents()).toEqual(['Hello', 'Hello again']);
    expect(await cookie(page)).toMatch(/7 of 4,096 bytes[^]*[34]:\d\d:\d\d of 4:00:00 left[^]*count=2/);
    const exchange = page.locator('#exchange');
    expect(await exchange.innerText()).toMatch(/HTTP 200[^]*\d+ ms[^]*1 segment GSM-7/);
    expect(await exchange.locator('pre').innerText()).toMatch('<Message>Message 2</Message>');
    // An earlier exchange can be looked up, request and all.
    await page
      .getByRole('button', { name: /^Inspect/ })
      .first()
      .click();
    await exchange.getByText('Request').click();
    expect(await exchange.innerText()).toMatch(/X-Twilio-Signature[^]*Body\s+Hello\n/);
  }),
);

inChromium('two numbers share nothing, and a reload loses neither', () =>
  onPage(counting, async (page) => {
    await send(page, 'Hello');
    await send(page, 'Hello again');
    await page.getByRole('button', { name: /Finn/ }).click();
    expect(await received(page)).toEqual([]);
    expect(await cookie(page)).toMatch(/None/);
    await send(page, 'Hi');
    expect(await received(page)).toEqual(['Nice to meet you']);
    await page.getByText('New conversation').click();
    await page.getByLabel('From').fill('+1 (212) 555-0123');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: '+1 212 555 0123' }).waitFor();
    await send(page, 'Hey');
    expect(await received(page)).toEqual(['Nice to meet you']);
    await page.reload();
    await page.getByRole('button', { name: /Rey/ }).click();
    expect(await received(page)).toEqual(['Nice to meet you', 'Message 2']);
  }),
);

inChromium('a number that is none is refused where it was typed', () =>
  onPage(
    counting,
    async (page) => {
      await page.getByText('New conversation').click();
      await page.getByLabel('From').fill('Rey');
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByText('"Rey" is no number to text').waitFor();
    },
    { logged: /status of 400/ },
  ),
);

inChromium('four hours pass, and a cookie is lost', () =>
  onPage(counting, async (page) => {
    await send(page, 'a');
    await page.getByRole('button', { name: 'Clock +1 h' }).click();
    await page.getByText('1 h ahead').waitFor();
    expect(await cookie(page)).toMatch(/[23]:\d\d:\d\d of/);
    await send(page, 'b');
    await page.getByRole('button', { name: 'Clock +4 h' }).click();
    await page.getByText('5 h ahead').waitFor();
    expect(await cookie(page)).toMatch(/None/);
    await send(page, 'c');
    await page.getByRole('button', { name: 'Lose the cookie' }).click();
    await page.getByText('this pair is new').waitFor();
    await send(page, 'd');
    expect(await received(page)).toEqual([
      'Nice to meet you',
      'Message 2',
      'Nice to meet you',
      'Nice to meet you',
    ]);
  }),
);

inChromium('a message is delivered twice, and two at once', () =>
  onPage(counting, async (page) => {
    await send(page, 'a');
    const sid = await page.locator('.sid').innerText();
    await page.getByRole('button', { name: 'Deliver the last text again' }).click();
    await page.getByText('Delivered again').waitFor();
    expect(await page.locator('.sid').innerText()).toBe(sid);
    await page.getByRole('button', { name: 'Two at once' }).click();
    await page.locator('.bubble', { hasText: 'two' }).waitFor();
    await settled(page);
    expect(await received(page)).toEqual(['Nice to meet you', 'Message 2', 'Message 3', 'Message 3']);
  }),
);

inChromium('a Function that is down: the error shows, and the text can be sent again', () =>
  serving(twiml(''), (gone) => Promise.resolve(gone)).then((url) =>
    openPage(url, async (page) => {
      await send(page, 'Anybody there?');
      expect(await page.locator('.problem').allTextContents()).toEqual(['11205 HTTP connection failure']);
      expect(await page.locator('.trouble').innerText()).toMatch(
        /ECONNREFUSED[^]*What to do: Start the webhook/,
      );
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.locator('.bubble.mine').nth(1).waitFor();
      await settled(page);
      expect(await page.locator('.bubble.mine p').allTextContents()).toEqual([
        'Anybody there?',
        'Anybody there?',
      ]);
    }),
  ),
);

inChromium('what is typed is lost neither by a reload nor when the phone itself is gone', () =>
  onPage(
    counting,
    async (page) => {
      await field(page).fill('half a tho');
      await page.getByRole('button', { name: /Finn/ }).click();
      expect(await field(page).inputValue()).toBe('');
      await page.reload();
      await page.waitForSelector('#person-0');
      expect(await field(page).inputValue()).toBe('half a tho');
      await page.route('**/send', (route) => route.abort());
      await send(page, 'a whole thought');
      await page.getByText('The phone itself is not running any more').waitFor();
      expect(await field(page).inputValue()).toBe('a whole thought');
    },
    { logged: /net::ERR_FAILED/ },
  ),
);

inChromium('a reload while the Function is answering loses nothing, and its answer comes', () => {
  const slow = new Slow();
  return onPage(slow.webhook, async (page) => {
    await field(page).fill('Hello');
    await page.keyboard.press('Enter');
    await slow.asked('Hello');
    await page.reload();
    await page.locator('.typing').waitFor();
    expect(await said(page)).toEqual(['Hello']);
    await slow.answer('Hello');
    await settled(page);
    expect(await said(page)).toEqual(['Hello']);
    expect(await received(page)).toEqual(['re Hello']);
  });
});

inChromium(
  'two texts under way stand in the order in which they were sent, and the later is the last',
  () => {
    const slow = new Slow();
    return onPage(slow.webhook, async (page) => {
      for (const text of ['one', 'two']) {
        await field(page).fill(text);
        await page.keyboard.press('Enter');
        await slow.asked(text);
      }
      await slow.answer('two');
      await page.locator('.bubble', { hasText: 're two' }).waitFor();
      expect(await said(page)).toEqual(['one', 'two']);
      await page.getByRole('button', { name: 'Deliver the last text again' }).click();
      await slow.asked('two');
      expect(await said(page)).toEqual(['one', 'two', 'two']);
      await slow.answer('one');
      await slow.answer('two');
      await settled(page);
      expect(await said(page)).toEqual(['one', 'two', 'two']);
      expect(await received(page)).toEqual(['re one', 're two', 're two']);
    });
  },
);

inChromium('an answer lands in its own conversation, whichever is on the screen', () => {
  const slow = new Slow();
  return onPage(slow.webhook, async (page) => {
    await field(page).fill('Hello');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Finn/ }).click();
    await slow.answer('Hello');
    await page.getByRole('button', { name: /Rey.*re Hello/ }).waitFor();
    expect(await received(page)).toEqual([]);
    await page.getByRole('button', { name: /Rey/ }).click();
    expect(await received(page)).toEqual(['re Hello']);
  });
});

inChromium('the clock moves for every conversation', () =>
  onPage(twiml('', { 'Set-Cookie': ['short=1; Max-Age=60', 'long=1; Max-Age=14400'] }), async (page) => {
    await send(page, 'Hello');
    await page.getByRole('button', { name: /Finn/ }).click();
    await send(page, 'Hello');
    await page.getByRole('button', { name: 'Clock +1 h' }).click();
    for (const name of ['Rey', 'Finn'])
      await page.getByRole('button', { name: new RegExp(`${name}.*Cookie 6 B`) }).waitFor();
  }),
);

inChromium('what fails to be sent goes back to where it was typed, before what was typed since', () =>
  onPage(
    counting,
    async (page) => {
      let fail: () => void = () => undefined;
      await page.route('**/send', async (route) => {
        await new Promise<void>((resolve) => {
          fail = resolve;
        });
        await route.abort();
      });
      await attach(page, await pixel());
      await field(page).fill('one');
      await page.keyboard.press('Enter');
      await page.locator('.typing').waitFor();
      await field(page).fill('two');
      fail();
      await page.getByText('The phone itself is not running any more').waitFor();
      expect(await field(page).inputValue()).toBe('one\ntwo');
      expect(await page.getByRole('img', { name: 'The attached picture' }).isVisible()).toBe(true);
    },
    { logged: /net::ERR_FAILED/ },
  ),
);

inChromium('what is still being composed, as Japanese is, is not sent by Enter', () =>
  onPage(counting, async (page) => {
    await field(page).fill('にほん');
    await page.evaluate(
      `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))`,
    );
    expect(await said(page)).toEqual([]);
    expect(await field(page).inputValue()).toBe('にほん');
  }),
);

inChromium('what is too large is told in words', () =>
  onPage(
    counting,
    async (page) => {
      await attach(page, Buffer.alloc(8 * 1024 * 1024));
      await page.getByText('This picture is too large: Twilio takes up to 5 MB.').waitFor();
      await attach(page, Buffer.alloc(0));
      await page.getByText('This picture is empty.').waitFor();
      const text = 'a'.repeat(70_000);
      await send(page, text);
      await page.getByText('This is too long: the phone takes up to 64 kB.').waitFor();
      expect(await field(page).inputValue()).toBe(text);
    },
    { logged: /status of 413/ },
  ),
);

inChromium('Escape closes the emoji, and leaves whoever is elsewhere there', () =>
  onPage(counting, async (page) => {
    const panel = page.getByRole('group', { name: 'Emoji' });
    const opener = page.getByRole('button', { name: 'Emoji' });
    await opener.click();
    await page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.id')).toBe('emoji');
    await opener.click();
    await field(page).focus();
    await page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.id')).toBe('draft');
  }),
);

inChromium('a text is never markup', () =>
  onPage(
    twiml(
      '<Message>&lt;script&gt;document.title = "pwned"&lt;/script&gt;&lt;img src=x onerror="document.title=1"&gt;</Message>',
    ),
    async (page) => {
      const text = '<script>document.title = "pwned"</script>';
      await send(page, text);
      expect(await received(page)).toEqual([`${text}<img src=x onerror="document.title=1">`]);
      expect(await page.locator('.bubble script, .bubble img').count()).toBe(0);
      expect(await page.title()).toBe('The phone');
    },
  ),
);

inChromium('everything works by keyboard', () =>
  onPage(counting, async (page) => {
    const focused = () =>
      page.evaluate<string>('document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()');
    const tabTo = async (name: RegExp, key = 'Tab') => {
      for (let presses = 0; presses < 40; presses++) {
        if (name.test(await focused())) return;
        await page.keyboard.press(key);
      }
      throw new Error(`${String(name)} cannot be reached.`);
    };
    // The text field has the focus from the start.
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    await page.getByText('Nice to meet you').first().waitFor();
    await page.keyboard.press('ArrowUp');
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Hello');
    await tabTo(/^Emoji$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Hello😀');
    await page.keyboard.press('Enter');
    await page.getByText('Message 2').first().waitFor();
    await tabTo(/^Inspect/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await tabTo(/Finn/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Finn' }).waitFor();
    await tabTo(/^Clock \+4 h$/);
    await page.keyboard.press('Enter');
    await page.getByText('4 h ahead').waitFor();
    await tabTo(/^Theme/);
    await page.keyboard.press('Enter');
    expect(await page.getByText('Theme: light').count()).toBe(1);
  }),
);

inChromium('a picture is attached, outlives a reload, is sent by its URL, and can be fetched there', () =>
  onPage(counting, async (page) => {
    const bytes = await pixel();
    await attach(page, bytes);
    await page.getByRole('img', { name: 'The attached picture' }).waitFor();
    await page.reload();
    await page.getByRole('img', { name: 'The attached picture' }).waitFor();
    await page.keyboard.press('Enter');
    const url = await page.locator('.bubble.mine img').getAttribute('src');
    expect(url).toMatch(/^http:\/\/localhost:\d+\/pictures\/[0-9a-f-]{36}\.png$/);
    expect(Buffer.from(await (await fetch(url ?? '')).arrayBuffer())).toEqual(bytes);
    await settled(page);
    await page.locator('#exchange').getByText('Request').click();
    expect(await page.locator('#exchange').innerText()).toMatch(/MediaContentType0\s+image\/png/);
  }),
);

describe('axe finds nothing', () => {
  const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
  const themes = ['light', 'dark'] as const;
  const cases = themes.flatMap((theme) => (['wide', 'narrow'] as const).map((size) => ({ theme, size })));

  for (const { theme, size } of cases) {
    inChromium(`${theme} and ${size}`, () =>
      onPage(
        twiml('<Message>Hello</Message><Message/>', { 'Set-Cookie': 'a=1; Secure' }),
        async (page) => {
          await send(page, 'Hello');
          await page.locator('#exchange').getByText('Request').click();
          await page.getByRole('button', { name: 'Emoji' }).click();
          await page.getByText('New conversation').click();
          await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
          const found = await page.evaluate(
            `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html)))`,
          );
          expect(found).toEqual([]);
        },
        { viewport: sizes[size], colorScheme: theme },
      ),
    );
  }

  inChromium.each([
    { width: 1280, height: 800 },
    { width: 320, height: 800 },
  ])('and the page does not grow with the conversation at $width pixels', (viewport) =>
    onPage(
      counting,
      async (page) => {
        const height = () => page.evaluate<number>('document.documentElement.scrollHeight');
        await send(page, 'one');
        await send(page, 'two');
        const before = await height();
        for (let n = 0; n < 10; n++) await send(page, 'more');
        expect(await height()).toBe(before);
        if (viewport.width > 1200) expect(before).toBe(viewport.height);
        await page.reload();
        await page.waitForSelector('#person-0');
        expect(await page.evaluate('scrollY')).toBe(0);
      },
      { viewport },
    ),
  );

  inChromium.each([320, 390, 700, 1000, 1440, 1920])('and nothing sticks out at %d pixels', (width) =>
    onPage(
      counting,
      async (page) => {
        await send(page, 'a'.repeat(300));
        await page.getByText('New conversation').click();
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(overflow).toBe(0);
      },
      { viewport: { width, height: 800 } },
    ),
  );
});
