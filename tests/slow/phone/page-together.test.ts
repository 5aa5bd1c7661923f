import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPhone } from '../../../tools/phone/web/server';
import { freePort } from '../../../tools/testing/free-port';
import { serving } from '../../../tools/testing/webhook';
import {
  CALLERS,
  browse,
  card,
  cookie,
  counting,
  inChromium,
  onPage,
  person,
  received,
  said,
  send,
} from './on-page';

const folder = () => mkdtemp(path.join(tmpdir(), 'phone-'));

inChromium('a page that is left open goes on after a restart, and a reload shows the same', () =>
  serving(counting, async (webhook) => {
    const options = { port: await freePort(), webhook, callers: CALLERS, folder: await folder() };
    const first = await startPhone(options);
    await browse(
      first.url,
      async (page) => {
        await send(page, 'one');
        await person(page, 'Finn').click();
        await send(page, 'two');
        await person(page, 'Rey').click();
        await first.close();
        await page.getByText('The phone is not running any more').waitFor();
        const second = await startPhone(options);
        await page.getByText('The phone is not running any more').waitFor({ state: 'detached' });
        await send(page, 'three');
        expect(await said(page)).toStrictEqual(['one', 'three']);
        // The cookie has outlived the restart, too.
        expect(await received(page)).toStrictEqual(['Nice to meet you', 'Message 2']);
        await page.reload();
        await page.waitForSelector('.person');
        expect(await page.locator('.person strong').allInnerTexts()).toStrictEqual(['Rey', 'Finn', 'Chewy']);
        expect(await said(page)).toStrictEqual(['one', 'three']);
        await person(page, 'Finn').click();
        expect(await said(page)).toStrictEqual(['two']);
        await second.close();
      },
      { logged: /net::ERR|CONNECTION/ },
    );
  }),
);

inChromium('a page shows the restart of a phone that keeps nothing', () =>
  serving(counting, async (webhook) => {
    const options = { port: await freePort(), webhook, callers: CALLERS };
    const first = await startPhone(options);
    await browse(
      first.url,
      async (page) => {
        await send(page, 'one');
        await first.close();
        const second = await startPhone(options);
        await page.locator('.bubble').last().waitFor({ state: 'detached' });
        await send(page, 'two');
        await send(page, 'three');
        expect(await said(page)).toStrictEqual(['two', 'three']);
        await second.close();
      },
      { logged: /net::ERR|CONNECTION/ },
    );
  }),
);

inChromium('two pages show the same: texts, the clock, a lost cookie, a conversation that is gone', () =>
  onPage(counting, async (page, phone) => {
    await browse(phone.url, async (other) => {
      await send(page, 'Hello');
      await other.getByText('Nice to meet you').last().waitFor();
      expect(await said(other)).toStrictEqual(['Hello']);
      await other.getByRole('button', { name: 'Clock +1 h' }).click();
      await page.getByText('1 h ahead').first().waitFor();
      await page.getByRole('button', { name: 'Lose the cookie' }).click();
      await other.getByText('the next text carries no cookie').waitFor();
      await other.getByRole('button', { name: 'Delete the conversation of Finn' }).click();
      await other.getByRole('button', { name: 'Really delete the conversation of Finn' }).click();
      await person(page, 'Finn').waitFor({ state: 'detached' });
    });
  }),
);

inChromium('what has not changed is not drawn again: a selection and the focus stay', () =>
  onPage(counting, async (page) => {
    await send(page, 'Hello');
    const raw = card(page, 'Cookie of this pair').locator('.raw');
    await raw.selectText();
    await raw.focus();
    const left = await cookie(page);
    while ((await cookie(page)) === left) await sleep(100);
    await sleep(1100);
    expect(await page.evaluate('getSelection().toString()')).toBe('count=1');
    expect(await page.evaluate('document.activeElement.className')).toBe('raw');
  }),
);
