import { setTimeout as sleep } from 'node:timers/promises';
import { serving, twiml } from '../../../tools/testing/webhook';
import {
  attach,
  card,
  cookie,
  counting,
  field,
  inChromium,
  onPage,
  openPage,
  person,
  pixel,
  received,
  said,
  send,
  settled,
} from './on-page';
import { Slow } from '../../tools/phone/slow';

inChromium('a first and a second message, and what Twilio sees of them', () =>
  onPage(counting, async (page) => {
    await send(page, 'Hello');
    expect(await received(page)).toStrictEqual(['Nice to meet you']);
    await send(page, 'Hello again');
    expect(await received(page)).toStrictEqual(['Nice to meet you', 'Message 2']);
    expect(await said(page)).toStrictEqual(['Hello', 'Hello again']);
    expect(await cookie(page)).toMatch(/7 of 4,096 bytes[^]*[34]:\d\d:\d\d of 4:00:00 left[^]*count=2/);
    const exchange = card(page, 'Exchange');
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
    await person(page, 'Finn').click();
    expect(await received(page)).toStrictEqual([]);
    expect(await cookie(page)).toMatch(/None/);
    await send(page, 'Hi');
    expect(await received(page)).toStrictEqual(['Nice to meet you']);
    await page.getByRole('button', { name: /New/ }).click();
    await page.getByLabel('From').fill('(212) 555-0123');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: '+1 212 555 0123' }).waitFor();
    await send(page, 'Hey');
    expect(await received(page)).toStrictEqual(['Nice to meet you']);
    await page.reload();
    await page.getByRole('heading', { name: '+1 212 555 0123' }).waitFor();
    await person(page, 'Rey').click();
    expect(await received(page)).toStrictEqual(['Nice to meet you', 'Message 2']);
  }),
);

inChromium('a number that is none is refused if it was typed', () =>
  onPage(
    counting,
    async (page) => {
      await page.getByRole('button', { name: /New/ }).click();
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
    await page.getByText('1 h ahead').first().waitFor();
    expect(await cookie(page)).toMatch(/[23]:\d\d:\d\d of/);
    await send(page, 'b');
    await page.getByRole('button', { name: 'Clock +4 h' }).click();
    await page.getByText('5 h ahead').first().waitFor();
    expect(await cookie(page)).toMatch(/None/);
    await send(page, 'c');
    await page.getByRole('button', { name: 'Lose the cookie' }).click();
    await page.getByText('the next text carries no cookie').waitFor();
    await send(page, 'd');
    expect(await received(page)).toStrictEqual([
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
    expect(await received(page)).toStrictEqual(['Nice to meet you', 'Message 2', 'Message 3', 'Message 3']);
  }),
);

inChromium('a Function that is down: the error shows, and the text can be sent again', () =>
  serving(twiml(''), (gone) => Promise.resolve(gone)).then((url) =>
    openPage(url, async (page) => {
      await send(page, 'Anybody there?');
      expect(await page.locator('.problem').allTextContents()).toStrictEqual([
        '11205 HTTP connection failure',
      ]);
      expect(await page.locator('.trouble').innerText()).toMatch(
        /ECONNREFUSED[^]*What to do: Start the webhook/,
      );
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.locator('.bubble.mine').nth(1).waitFor();
      await settled(page);
      expect(await said(page)).toStrictEqual(['Anybody there?', 'Anybody there?']);
    }),
  ),
);

inChromium('what is typed is lost neither by a reload nor when the phone itself is gone', () =>
  onPage(
    counting,
    async (page) => {
      await field(page).fill('half a tho');
      await person(page, 'Finn').click();
      expect(await field(page).inputValue()).toBe('');
      await person(page, 'Rey').click();
      await page.reload();
      await page.waitForSelector('.person');
      expect(await field(page).inputValue()).toBe('half a tho');
      await page.route('**/send', (route) => route.abort());
      await field(page).fill('a whole thought');
      await page.keyboard.press('Enter');
      await page.getByText('The phone is not running any more').waitFor();
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
    expect(await said(page)).toStrictEqual(['Hello']);
    await slow.answer('Hello');
    await settled(page);
    expect(await said(page)).toStrictEqual(['Hello']);
    expect(await received(page)).toStrictEqual(['re Hello']);
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
      expect(await said(page)).toStrictEqual(['one', 'two']);
      await page.getByRole('button', { name: 'Deliver the last text again' }).click();
      await slow.asked('two');
      await page.locator('.bubble.mine').nth(2).waitFor();
      expect(await said(page)).toStrictEqual(['one', 'two', 'two']);
      await slow.answer('one');
      await slow.answer('two');
      await settled(page);
      expect(await said(page)).toStrictEqual(['one', 'two', 'two']);
      expect(await received(page)).toStrictEqual(['re one', 're two', 're two']);
    });
  },
);

inChromium('an answer lands in its own conversation, whichever is on the screen, and is marked', () => {
  const slow = new Slow();
  return onPage(slow.webhook, async (page) => {
    await field(page).fill('Hello');
    await page.keyboard.press('Enter');
    await slow.asked('Hello');
    await person(page, 'Finn').click();
    await slow.answer('Hello');
    await person(page, /Rey.*re Hello/).waitFor();
    expect(await received(page)).toStrictEqual([]);
    expect(await page.locator('.unread').allInnerTexts()).toStrictEqual([expect.stringMatching(/^1/)]);
    await person(page, 'Rey').click();
    expect(await received(page)).toStrictEqual(['re Hello']);
    expect(await page.locator('.unread').count()).toBe(0);
  });
});

inChromium('the clock moves for every conversation', () =>
  onPage(twiml('', { 'Set-Cookie': ['short=1; Max-Age=60', 'long=1; Max-Age=14400'] }), async (page) => {
    await send(page, 'Hello');
    await person(page, 'Finn').click();
    await send(page, 'Hello');
    await page.getByRole('button', { name: 'Clock +1 h' }).click();
    for (const name of ['Rey', 'Finn']) {
      await person(page, name).click();
      await page.getByText('6 of 4,096 bytes').waitFor();
    }
  }),
);

inChromium('what fails to be sent goes back to where it was typed, before what was typed since', () =>
  onPage(
    counting,
    async (page) => {
      let fail: (() => void) | undefined;
      await page.route('**/send', async (route) => {
        await new Promise<void>((resolve) => {
          fail = resolve;
        });
        await route.abort();
      });
      await attach(page, await pixel());
      await page.getByRole('img', { name: 'The attached picture' }).waitFor();
      await field(page).fill('one');
      await page.keyboard.press('Enter');
      await field(page).fill('two');
      while (fail === undefined) await sleep(10);
      fail();
      await page.getByText('The phone is not running any more').waitFor();
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
    expect(await said(page)).toStrictEqual([]);
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
      await field(page).fill(text);
      await page.keyboard.press('Enter');
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
      expect(await received(page)).toStrictEqual([`${text}<img src=x onerror="document.title=1">`]);
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
      for (let presses = 0; presses < 60; presses++) {
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
    expect(await field(page).inputValue()).toBe('Hello');
    await tabTo(/^Emoji$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await field(page).inputValue()).toBe('Hello😀');
    await page.keyboard.press('Enter');
    await page.getByText('Message 2').first().waitFor();
    await tabTo(/^Inspect/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await tabTo(/Finn.*Nothing/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Finn’s phone' }).waitFor();
    await tabTo(/^Clock \+4 h$/);
    await page.keyboard.press('Enter');
    await page.getByText('4 h ahead').first().waitFor();
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
    expect(Buffer.from(await (await fetch(url ?? '')).arrayBuffer())).toStrictEqual(bytes);
    await settled(page);
    await card(page, 'Exchange').getByText('Request').click();
    expect(await card(page, 'Exchange').innerText()).toMatch(/MediaContentType0\s+image\/png/);
  }),
);
