import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestListener } from 'node:http';
import type { Page } from 'playwright-core';
import { formOf, serving, twiml } from '../../../tools/testing/webhook';
import {
  card,
  cookie,
  counting,
  field,
  foundByAxe,
  inChromium,
  onPage,
  person,
  pixel,
  received,
  said,
  send,
  settled,
} from './on-page';
import { onStart } from './on-start';

/** Answers with the parameters that it is sent. */
const echoing: RequestListener = (request, response) => {
  void formOf(request).then((form) => {
    const told = ['From', 'To', 'ProfileName', 'ButtonPayload', 'Latitude', 'NumMedia'].flatMap((name) =>
      form.has(name) ? [`${name}=${form.get(name) ?? ''}`] : [],
    );
    twiml(`<Message>${told.join(' ')}</Message>`)(request, response);
  });
};

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** Opens a conversation on a channel. */
async function begin(page: Page, { channel, from, to }: { channel: string; from: string; to?: string }) {
  await page.getByRole('button', { name: /New/ }).click();
  await page.getByLabel('Channel').selectOption(channel);
  await page.getByLabel('From').fill(from);
  if (to !== undefined) await page.getByLabel('To', { exact: true }).fill(to);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByLabel('Channel').waitFor({ state: 'detached' });
}

/** Runs the thread again, until its last text is answered as a new message. */
async function runAgain(page: Page): Promise<void> {
  const texts = await page.locator('.group').count();
  const sid = await page.locator('.sid').innerText();
  await button(page, 'Run again').click();
  const isRunAgain = () =>
    page.evaluate<boolean>(
      `document.querySelectorAll('.group').length === ${texts} && document.querySelector('.sid').innerText !== '${sid}'`,
    );
  while (!(await isRunAgain())) await sleep(20);
  await settled(page);
}

describe('texts again', () => {
  inChromium('any text is edited and sent, or sent again as it was', () =>
    onPage(echoing, async (page) => {
      await button(page, 'Parameters').click();
      await button(page, 'Profile name').click();
      await send(page, 'one');
      await send(page, 'two');
      await button(page, 'Edit').first().click();
      expect(await field(page).inputValue()).toBe('one');
      expect(await page.evaluate('document.activeElement.id')).toBe('draft');
      await send(page, 'one more');
      await button(page, 'Send again').nth(1).click();
      await page.locator('.bubble.mine').nth(3).waitFor();
      await settled(page);
      expect(await said(page)).toStrictEqual(['one', 'two', 'one more', 'two']);
      const replies = await received(page);
      expect(replies[2]).toMatch('ProfileName=Rey');
      expect(replies[3]).not.toMatch('ProfileName');
    }),
  );

  inChromium('the whole thread is run again, and replies that differ are shown', () => {
    let word = 'Hello';
    return onPage(
      (request, response) => {
        const seen = Number(/count=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 0) + 1;
        const reply = seen === 2 ? word : `Message ${seen}`;
        twiml(`<Message>${reply}</Message>`, { 'Set-Cookie': `count=${seen}` })(request, response);
      },
      async (page) => {
        for (const text of ['a', 'b', 'c']) await send(page, text);
        word = 'Good day';
        await runAgain(page);
        expect(await received(page)).toStrictEqual(['Message 1', 'Good day', 'Message 3']);
        expect(await page.locator('.earlier').allInnerTexts()).toStrictEqual([
          expect.stringMatching(/^Before, the reply was:\s+Hello$/),
        ]);
        expect(await foundByAxe(page)).toStrictEqual([]);
        // By a key, too. Now nothing differs.
        await page.keyboard.press('Alt+r');
        await page.locator('.earlier').waitFor({ state: 'detached' });
      },
    );
  });

  inChromium('from its beginning also if the webhook keeps what is remembered', () =>
    onStart(
      async (page) => {
        for (const text of ['a', 'b']) await send(page, text);
        await runAgain(page);
        expect(await received(page)).toStrictEqual([
          'Thanks for the new message, Rey.',
          'Rey has messaged +14155550100 2 times.',
        ]);
        expect(await said(page)).toStrictEqual(['a', 'b']);
        expect(await page.locator('.earlier').count()).toBe(0);
      },
      { SESSION_STORE: 'sync' },
    ),
  );
});

inChromium('another webhook is typed into the page, and each keeps its own threads', () =>
  serving(twiml('<Message>I am Flask</Message>'), (flask) =>
    onPage(
      counting,
      async (page) => {
        const url = page.getByLabel('texts', { exact: true });
        const own = await url.inputValue();
        await send(page, 'hi');
        await url.fill('no url');
        await button(page, 'Text this one').click();
        await page.locator('#webhook-error').filter({ hasText: /\w/ }).waitFor();
        expect(await foundByAxe(page)).toStrictEqual([]);
        await url.fill(flask);
        await button(page, 'Text this one').click();
        await page.locator('.bubble').first().waitFor({ state: 'detached' });
        await send(page, 'hello');
        expect(await received(page)).toStrictEqual(['I am Flask']);
        await url.fill(own);
        await page.keyboard.press('Enter');
        await page.locator('.bubble').first().waitFor({ state: 'detached' });
        // A phone without a folder keeps nothing of the other one.
        expect(await received(page)).toStrictEqual([]);
      },
      { logged: /status of 400/ },
    ),
  ),
);

describe('who texts whom, and with what', () => {
  inChromium.each([
    ['SMS', '(212) 555-0123', undefined, 'From=+12125550123 To=+14155550100'],
    ['WhatsApp', '+44 20 7946 0018', undefined, 'From=whatsapp:+442079460018 To=whatsapp:+14155550100'],
    ['RCS', '212 555 0123', 'my_agent', 'From=rcs:+12125550123 To=rcs:my_agent'],
    ['Messenger', '4051827364', undefined, 'From=messenger:4051827364 To=messenger:1029384756'],
    ['Short code', '212-555-0123', '12345', 'From=+12125550123 To=12345'],
  ])('%s is chosen by its name, and %s is read as it is typed', (channel, from, to, reply) =>
    onPage(echoing, async (page) => {
      await begin(page, { channel, from, ...(to !== undefined && { to }) });
      await send(page, 'hi');
      expect(await received(page)).toStrictEqual([expect.stringContaining(reply)]);
      expect(await foundByAxe(page)).toStrictEqual([]);
    }),
  );

  inChromium('a location, a button, a profile name, and a parameter of one’s own', () =>
    onPage(echoing, async (page) => {
      await button(page, 'Parameters').click();
      await button(page, 'Location').click();
      await button(page, 'Button').click();
      await page.getByLabel('Name of a parameter').fill('ProfileName');
      await page.getByLabel('Its value').fill('Ada');
      await button(page, 'Set').click();
      await button(page, 'Remove Latitude').click();
      await page.keyboard.press('Enter');
      await page.locator('.bubble.theirs p').waitFor();
      expect(await received(page)).toStrictEqual([
        expect.stringMatching(/ProfileName=Ada ButtonPayload=yes NumMedia=0/),
      ]);
      expect(await page.locator('.bubble.mine').innerText()).toMatch('ButtonPayload: yes');
      // They went along with that text only.
      await send(page, 'hi');
      expect((await received(page))[1]).not.toMatch('ProfileName');
    }),
  );
});

inChromium('the clock goes forward, to a moment of one’s choice, and back to now', () =>
  onPage(
    counting,
    async (page) => {
      await send(page, 'a');
      const clock = card(page, 'Clock');
      for (const control of await clock.getByRole('button').all()) {
        expect(await control.getAttribute('title')).toMatch(/\w{3}/);
      }
      await page.keyboard.press('Alt+h');
      await clock.getByText('1 h ahead').waitFor();
      await button(page, 'Go to…').click();
      // In three days, as the field takes it.
      const moment = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000);
      const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString();
      await page.getByLabel('Moment').fill(local.slice(0, 16));
      await button(page, 'Go').click();
      await clock.getByText(/(2 days 23 h|3 days).* ahead/).waitFor();
      expect(await cookie(page)).toMatch('None');
      await page.keyboard.press('Alt+b');
      await clock.getByText('ahead').waitFor({ state: 'detached' });
      await button(page, 'Go to…').click();
      await page.getByLabel('Moment').fill('2020-01-01T10:00');
      await button(page, 'Go').click();
      await page.getByText('The clock does not go back behind the real time.').waitFor();
    },
    { logged: /status of 400/ },
  ),
);

inChromium('every key does what the list of keys says', () =>
  onPage(counting, async (page) => {
    await send(page, 'a');
    await button(page, 'Keys').click();
    const keys = await page.getByRole('dialog', { name: 'Keys' }).innerText();
    expect(keys).toMatch(/Alt\s*D\s+deliver the last text again/);
    expect(await foundByAxe(page)).toStrictEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Alt+d');
    await page.locator('.bubble.mine').nth(1).waitFor();
    await settled(page);
    await page.keyboard.press('Alt+l');
    await page.getByText('the next text carries no cookie').waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByRole('heading', { name: 'Finn’s phone' }).waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('heading', { name: 'Rey’s phone' }).waitFor();
    await page.keyboard.press('Alt+n');
    await page.getByLabel('Channel').waitFor();
  }),
);

describe('while typing', () => {
  const count = (page: Page) => page.locator('.count').innerText();

  inChromium('segments, encoding, and a mark at 1,600 characters', () =>
    onPage(counting, async (page) => {
      await field(page).fill('a'.repeat(160));
      expect(await count(page)).toMatch('160 of 1,600 · 1 segment · GSM-7');
      await field(page).fill('a'.repeat(161));
      expect(await count(page)).toMatch('2 segments · GSM-7');
      await field(page).fill(`${'a'.repeat(70)}😀`);
      expect(await count(page)).toMatch('72 of 1,600 · 2 segments · UCS-2');
      await field(page).fill('a'.repeat(1600));
      expect(await page.locator('.count.bad').count()).toBe(0);
      await field(page).fill('a'.repeat(1601));
      expect(await page.locator('.count.bad').innerText()).toMatch('Longer than a message can be');
      expect(await foundByAxe(page)).toStrictEqual([]);
    }),
  );

  inChromium('pictures come by choice, paste and drop, and a click enlarges them', () =>
    onPage(echoing, async (page) => {
      const buffer = await pixel();
      const base64 = buffer.toString('base64');
      const give = (kind: string, type: string, member: string) =>
        page.evaluate(`{
          const bytes = Uint8Array.from(atob('${base64}'), (each) => each.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], 'pixel.png', { type: 'image/png' }));
          const event = new ${kind}('${type}', { bubbles: true, cancelable: true, ${member}: data });
          document.getElementById('draft').dispatchEvent(event);
        }`);
      const attached = page.getByRole('img', { name: 'The attached picture' });
      const choosing = page.waitForEvent('filechooser');
      await button(page, 'Picture').click();
      await (await choosing).setFiles({ name: 'pixel.png', mimeType: 'image/png', buffer });
      await attached.waitFor();
      await button(page, 'Remove the picture').click();
      await attached.waitFor({ state: 'detached' });
      await give('ClipboardEvent', 'paste', 'clipboardData');
      await attached.waitFor();
      await button(page, 'Remove the picture').click();
      await attached.waitFor({ state: 'detached' });
      await give('DragEvent', 'drop', 'dataTransfer');
      await attached.waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.bubble.theirs p').waitFor();
      expect(await received(page)).toStrictEqual([expect.stringMatching('NumMedia=1')]);
      await button(page, 'Enlarge the picture').click();
      const large = page.getByRole('dialog', { name: 'Picture' });
      await large.getByRole('img').waitFor();
      expect(await foundByAxe(page)).toStrictEqual([]);
      await page.keyboard.press('Escape');
      await large.waitFor({ state: 'detached' });
    }),
  );
});

inChromium('conversations: the new one on top, the latest first, searched by what was said, deleted', () =>
  onPage(counting, async (page) => {
    const names = () => page.locator('.person strong').allInnerTexts();
    await begin(page, { channel: 'SMS', from: '(212) 555-0123' });
    expect(await names()).toStrictEqual(['+1 212 555 0123', 'Rey', 'Finn', 'Chewy']);
    await person(page, 'Finn').click();
    await send(page, 'about the umbrella');
    expect(await names()).toStrictEqual(['Finn', '+1 212 555 0123', 'Rey', 'Chewy']);
    await page.keyboard.press('Alt+s');
    await page.keyboard.type('UMBRELLA');
    expect(await names()).toStrictEqual(['Finn']);
    await page.getByLabel('Search conversations').fill('555-none');
    await page.getByText('Nothing has “555-none” in it.').waitFor();
    expect(await foundByAxe(page)).toStrictEqual([]);
    await page.getByLabel('Search conversations').fill('');
    // Not by one slip.
    await button(page, 'Delete the conversation of Finn').click();
    await field(page).focus();
    expect(await names()).toHaveLength(4);
    await person(page, 'Chewy').click();
    await page.reload();
    await page.getByRole('heading', { name: 'Chewy’s phone' }).waitFor();
    await button(page, 'Delete the conversation of Chewy').click();
    await button(page, 'Really delete the conversation of Chewy').click();
    await person(page, 'Chewy').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Finn’s phone' }).waitFor();
  }),
);
