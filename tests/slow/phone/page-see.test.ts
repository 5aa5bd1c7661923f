import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { findRedis, startRedis } from '../../../tools/testing/redis';
import { twiml } from '../../../tools/testing/webhook';
import { card, foundByAxe, inChromium, onPage, received, send } from './on-page';
import { onStart, type Started } from './on-start';

jest.setTimeout(180_000);

const GREETER = 'conversations/greeter.ts';

/** What `npm run text -- --json hi` says is remembered, beside this page. */
async function rememberedInJson(page: Page, { copy }: Started): Promise<unknown> {
  const script = path.join(copy.folder, 'tools/phone/terminal/text.ts');
  const webhook = await page.getByLabel('texts', { exact: true }).inputValue();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [require.resolve('tsx/cli'), script, '--json', '--url', webhook, 'hi'],
    { cwd: copy.folder, env: { PATH: process.env.PATH, PHONE_PORT: new URL(page.url()).port } },
  );
  return (JSON.parse(stdout) as { remembered: unknown }).remembered;
}

const remembered = (page: Page) => card(page, 'What is remembered').innerText();
/** What a Function tells may come after its answer. */
async function soon(read: () => Promise<string>, expected: RegExp): Promise<void> {
  for (let tries = 0; tries < 100 && !expected.test(await read()); tries++) await sleep(100);
  expect(await read()).toMatch(expected);
}

/** What is wrong is in the first card with a red border. */
const trouble = (page: Page) => page.locator('.trouble').first();

inChromium('what is remembered is shown, as people read it, before and after each text', () =>
  onStart(async (page, started) => {
    await send(page, 'hi');
    await soon(() => remembered(page), /greeter version 1\s+messages\s+1/);
    await send(page, 'hi');
    await soon(() => remembered(page), /messages\s+1 → 2/);
    expect(await rememberedInJson(page, started)).toStrictEqual({
      conversation: 'greeter',
      version: 1,
      state: { messages: 3 },
    });
    await page.locator('.group').first().click();
    await soon(() => remembered(page), /messages\s+1$/m);
    await page.locator('.group').last().click();
    await page.getByRole('button', { name: 'Lose the cookie' }).click();
    await page.getByText('Its cookie is gone since').waitFor();
    expect(await foundByAxe(page)).toStrictEqual([]);
  }),
);

inChromium('of a dialogue: its questions, the answers so far, and what is open', () =>
  onStart(
    async (page) => {
      await send(page, 'hi');
      await send(page, '4');
      await send(page, 'Monday');
      await soon(
        () => remembered(page),
        /booking version 1\s+How many people\?\s+4\s+Which day\?\s+open, 1 wrong so far/,
      );
      await send(page, 'fri');
      await soon(() => remembered(page), /Which day\?\s+Friday\s+Is there something/);
      expect(await page.locator('.remembered ins').allInnerTexts()).toStrictEqual(['Friday']);
      await send(page, 'back');
      await page.locator('.remembered del', { hasText: 'Friday' }).waitFor();
      expect(await page.locator('.remembered del').allInnerTexts()).toStrictEqual(['Friday']);
      expect(await foundByAxe(page)).toStrictEqual([]);
    },
    { CONVERSATION: 'booking' },
  ),
);

inChromium('with Sync the same, and there is no cookie to lose', () =>
  onStart(
    async (page, started) => {
      await send(page, 'hi');
      await send(page, 'hi');
      await soon(() => remembered(page), /messages\s+1 → 2[^]*the webhook keeps it on its own side/);
      expect(await page.getByRole('button', { name: 'Lose the cookie' }).isDisabled()).toBe(true);
      expect(await rememberedInJson(page, started)).toMatchObject({ state: { messages: 3 } });
    },
    { SESSION_STORE: 'sync' },
  ),
);

(findRedis() === undefined ? test.skip : inChromium)('with Redis the same', async () => {
  const redis = await startRedis();
  try {
    await onStart(
      async (page, started) => {
        await send(page, 'hi');
        await send(page, 'hi');
        await soon(() => remembered(page), /messages\s+1 → 2[^]*the webhook keeps it on its own side/);
        expect(await rememberedInJson(page, started)).toMatchObject({ state: { messages: 3 } });
      },
      { SESSION_STORE: 'redis', REDIS_URL: redis.url },
    );
  } finally {
    await redis.close();
  }
});

inChromium('a sender who counts as new although something came back: why', () =>
  onStart(async (page, { copy, rebuilt }) => {
    await send(page, 'hi');
    copy.replace(GREETER, 'version: 1', 'version: 2');
    await rebuilt();
    await send(page, 'hi');
    await soon(
      () => remembered(page),
      /greeter version 2\s+messages\s+1\s+The sender counts as new: what is remembered is of/,
    );
  }),
);

inChromium('what was thrown is shown with its line of the source, although the sender got an apology', () =>
  onStart(async (page, { copy, rebuilt }) => {
    copy.replace(
      GREETER,
      'turn({ from, to }, state) {',
      `turn({ from, to, body }, state) {
      if (body === 'boom') throw new TypeError('no such thing');
      console.warn('careful');`,
    );
    await rebuilt();
    await send(page, 'hi');
    await soon(
      () => card(page, 'Log of the Function').innerText(),
      /^Log of the Function\s+warn careful\s*$/,
    );
    await send(page, 'boom');
    expect(await received(page)).toHaveLength(2);
    await soon(
      () => trouble(page).innerText(),
      /^TypeError: no such thing\s+conversations\/greeter\.ts:\d+:\d+[^]*The sender got an apology with HTTP 200/,
    );
    expect(await trouble(page).locator('.hit').innerText()).toMatch("throw new TypeError('no such thing')");
    expect(await page.locator('.problem').innerText()).toBe('TypeError: no such thing');
    expect(await remembered(page)).toMatch('nothing has changed');
    expect(await foundByAxe(page)).toStrictEqual([]);
  }),
);

inChromium('what fails as it is loaded is shown with its line, and a failed build is a banner', () =>
  onStart(async (page, { copy, rebuilt }) => {
    const source = copy.read(GREETER);
    copy.write(GREETER, `${source}\nif (Math.random() < 2) throw new RangeError('at load');\n`);
    await rebuilt();
    await send(page, 'hi');
    expect(await trouble(page).innerText()).toMatch(
      /^RangeError: at load\s+conversations\/greeter\.ts:\d+:\d+/,
    );
    copy.write(GREETER, `${source}\nthis is no TypeScript`);
    await page.getByText('The last save does not build.').waitFor();
    expect(await page.locator('.banner').innerText()).toMatch(
      /Still serving the build of \d+:\d+[^]*conversations\/greeter\.ts:\d+:\d+/,
    );
    expect(await foundByAxe(page)).toStrictEqual([]);
    copy.write(GREETER, source);
    await page.getByText('The last save does not build.').waitFor({ state: 'detached' });
    await send(page, 'hi');
    expect(await page.locator('.trouble').count()).toBe(0);
    // What is deployed has no source map, and was not touched.
    expect(() => copy.read('dist/functions/sms.protected.js')).toThrow('ENOENT');
  }),
);

inChromium('a webhook that tells nothing is said to tell nothing', () =>
  onPage(twiml('<Message>hi</Message>'), async (page) => {
    await send(page, 'hi');
    expect(await remembered(page)).toMatch('This webhook does not tell what it remembers.');
  }),
);

inChromium('the first lines of what is no TwiML are shown, without markup', () =>
  onPage(
    (_, response) =>
      response
        .writeHead(500, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>x</title><h1>TypeError</h1><p>in bot.py, line 7'),
    async (page) => {
      await send(page, 'hi');
      expect(await trouble(page).locator('pre').innerText()).toMatch(/TypeError\s*\n\s*in bot\.py, line 7/);
    },
  ),
);

inChromium('a bubble opens its exchange, the open one is marked, and every hop has its time', () =>
  onPage(
    (request, response) => {
      if (request.url === '/sms') response.writeHead(307, { Location: '/moved' }).end();
      else twiml('<Message>hi</Message>')(request, response);
    },
    async (page) => {
      await send(page, 'one');
      await send(page, 'two');
      const exchange = card(page, 'Exchange');
      expect(await exchange.innerText()).toMatch(/\d+ ms for 2 requests/);
      expect(await exchange.innerText()).toMatch(/Response 1 HTTP 307 in \d+ ms/);
      expect(await exchange.innerText()).toMatch(/Response 2 HTTP 200 in \d+ ms/);
      expect(await page.locator('.group.shown').innerText()).toMatch('two');
      await page.locator('.bubble.theirs').first().click();
      expect(await page.locator('.group.shown').innerText()).toMatch('one');
      await exchange.getByText('Request 1').click();
      expect(await exchange.innerText()).toMatch(/Body\s+one/);
    },
  ),
);
