import path from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from '../testing/chromium';
import { FUNCTIONS } from '../build/bundle';

/**
 * Takes docs/phone.png, the picture of the phone in the README, beside an `npm start` whose .env says
 * CONVERSATION=booking: `npx tsx scripts/picture-phone.ts`
 */
async function main(): Promise<void> {
  if (CHROMIUM === undefined) throw new Error('No Chromium was found. Say where one is with CHROMIUM_PATH.');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 }, colorScheme: 'light' });
  const text = async (words: string) => {
    await page.getByLabel('Text', { exact: true }).fill(words);
    await page.keyboard.press('Enter');
    await page.locator('.typing').waitFor({ state: 'detached' });
  };
  await page.goto(`http://localhost:${process.env.PHONE_PORT ?? '3001'}`);
  await page.getByRole('button', { name: /Finn/ }).click();
  await text('Hello');
  await page.getByRole('button', { name: /Rey/ }).click();
  await text('Hi');
  await text('4');
  await page.getByRole('button', { name: 'Clock +1 h' }).click();
  await text('Friday');
  await text('no');
  await page.screenshot({ path: path.join(FUNCTIONS.project, 'docs/phone.png') });
  await browser.close();
}

void main();
