import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { startPhone } from '../../phone/web/server';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../scripts/chromium';
import { serving, twiml } from './webhook';

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
  const callers = path.join(__dirname, '../../assets/callers.private.json');
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
  await page.getByLabel('Text', { exact: true }).fill(text);
  await page.keyboard.press('Enter');
  await settled(page);
}

const settled = (page: Page) => page.locator('.typing').waitFor({ state: 'detached' });
const received = (page: Page) => page.locator('.bubble.theirs p').allTextContents();
const cookie = (page: Page) => page.locator('#cookie').innerText();

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
      const field = page.getByLabel('Text', { exact: true });
      await field.fill('half a tho');
      await page.getByRole('button', { name: /Finn/ }).click();
      expect(await field.inputValue()).toBe('');
      await page.reload();
      await page.waitForSelector('#person-0');
      expect(await field.inputValue()).toBe('half a tho');
      await page.route('**/send', (route) => route.abort());
      await send(page, 'a whole thought');
      await page.getByText('The phone itself is not running any more').waitFor();
      expect(await field.inputValue()).toBe('a whole thought');
    },
    { logged: /net::ERR_FAILED/ },
  ),
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

inChromium('a picture is attached, sent by its URL, and can be fetched there', () =>
  onPage(counting, async (page) => {
    const bytes = await readFile(path.join(__dirname, 'pixel.png'));
    await page.locator('#file').setInputFiles({ name: 'pixel.png', mimeType: 'image/png', buffer: bytes });
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
