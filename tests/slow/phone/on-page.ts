import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { startPhone, type PhoneOptions, type ServedPhone } from '../../../tools/phone/web/server';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../../tools/testing/chromium';
import { serving, twiml } from '../../../tools/testing/webhook';

jest.setTimeout(60_000);

if (CHROMIUM === undefined) {
  const advice = 'No Chromium was found for the tests of the page. Say where one is with CHROMIUM_PATH.';
  if (process.env.CI === 'true') throw new Error(advice);
  process.stderr.write(`${advice} They are skipped.\n`);
}
export const inChromium = CHROMIUM === undefined ? test.skip : test;

let browser: Browser | undefined;
beforeAll(async () => {
  if (CHROMIUM) browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
});
afterAll(() => browser?.close());

export interface Opening extends BrowserContextOptions {
  /** What the browser is to log as an error, where the test makes something fail on purpose. */
  readonly logged?: RegExp;
  readonly phone?: Partial<PhoneOptions>;
}

/** Opens the phone for this webhook. Fails where the page logs an error, as a breach of its policy would. */
export function onPage(
  webhook: RequestListener,
  use: (page: Page, phone: ServedPhone) => Promise<void>,
  opening?: Opening,
): Promise<void> {
  return serving(webhook, (url) => openPage(url, use, opening));
}

export const CALLERS = path.join(__dirname, '../../../assets/callers.private.json');

export async function openPage(
  webhook: string,
  use: (page: Page, phone: ServedPhone) => Promise<void>,
  { logged, phone: options, ...context }: Opening = {},
): Promise<void> {
  const phone = await startPhone({ port: 0, webhook, callers: CALLERS, ...options });
  try {
    await browse(phone.url, (page) => use(page, phone), { ...context, ...(logged && { logged }) });
  } finally {
    await phone.close();
  }
}

/** Opens a page in a window of its own. */
export async function browse(
  url: string,
  use: (page: Page) => Promise<void>,
  { logged, ...options }: Opening = {},
): Promise<void> {
  const context = await browser?.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  try {
    const page = await context?.newPage();
    if (page === undefined) throw new Error('There is no browser.');
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(url);
    await page.waitForSelector('.person');
    await use(page);
    expect(errors.filter((error) => !logged?.test(error))).toStrictEqual([]);
  } finally {
    await context?.close();
  }
}

/** Greets a pair, and counts its messages in a cookie. */
export const counting: RequestListener = (request, response) => {
  const seen = Number(/count=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 0) + 1;
  const said = seen === 1 ? 'Nice to meet you' : `Message ${seen}`;
  twiml(`<Message>${said}</Message>`, { 'Set-Cookie': `count=${seen}; Max-Age=14400` })(request, response);
};

/** Sends a text, and waits for what comes of it. */
export async function send(page: Page, text: string): Promise<void> {
  const before = await page.locator('.bubble.mine').count();
  await field(page).fill(text);
  await page.keyboard.press('Enter');
  await page.locator('.bubble.mine').nth(before).waitFor();
  await settled(page);
}

export const settled = (page: Page) => page.locator('.typing').waitFor({ state: 'detached' });
export const field = (page: Page) => page.getByLabel('Text', { exact: true });
export const said = (page: Page) => page.locator('.bubble.mine p').allTextContents();
export const received = (page: Page) => page.locator('.bubble.theirs p').allTextContents();
export const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
export const cookie = (page: Page) => card(page, 'Cookie of this pair').innerText();
export const person = (page: Page, name: RegExp | string) =>
  page.locator('.person').filter({ hasText: name });

export const pixel = () => readFile(path.join(__dirname, 'pixel.png'));
export const attach = (page: Page, buffer: Buffer) =>
  page.locator('#file').setInputFiles({ name: 'pixel.png', mimeType: 'image/png', buffer });

/** What axe-core finds wrong with the page as it is now: `[]` where that is nothing. */
export async function foundByAxe(page: Page): Promise<unknown> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html)))`,
  );
}
