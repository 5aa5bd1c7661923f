import path from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from '../testing/chromium';
import { FUNCTIONS } from '../build/bundle';

/**
 * Takes docs/phone.png, the picture of the phone in the README, beside `CONVERSATION=booking npm start`
 * on which nothing was said yet: `npx tsx tools/phone/picture.ts`
 */
async function main(): Promise<void> {
  if (CHROMIUM === undefined) throw new Error('No Chromium was found. Say where one is with CHROMIUM_PATH.');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  const page = await browser.newPage({
    viewport: { width: 1360, height: 850 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const text = async (words: string) => {
    const before = await page.locator('.group').count();
    await page.getByLabel('Text', { exact: true }).fill(words);
    await page.keyboard.press('Enter');
    await page.locator('.group').nth(before).waitFor();
  };
  const open = (name: RegExp) => page.locator('.person', { hasText: name }).click();
  await page.goto(`http://localhost:${process.env.PHONE_PORT ?? '3001'}`);
  await open(/Finn/);
  await text('Hello');
  await open(/Rey/);
  await text('Hi');
  await text('4');
  await page.getByRole('button', { name: 'Clock +1 h' }).click();
  await text('someday');
  await text('fri');
  // Nothing is under it that would change its look.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(FUNCTIONS.project, 'docs/phone.png') });
  await browser.close();
}

void main();
