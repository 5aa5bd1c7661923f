import { twiml } from '../../../tools/testing/webhook';
import { counting, field, inChromium, onPage, send } from './on-page';

describe('the text field is on the first screen', () => {
  inChromium.each([
    { width: 1360, height: 850 },
    { width: 1024, height: 768 },
    { width: 1100, height: 800 },
    { width: 844, height: 390 },
    { width: 390, height: 844 },
    { width: 320, height: 568 },
  ])('at $width × $height', (viewport) =>
    onPage(
      counting,
      async (page) => {
        await send(page, 'Hello');
        await page.reload();
        await page.waitForSelector('.person');
        await page.waitForSelector('.bubble');
        expect(await page.evaluate('scrollY')).toBe(0);
        const box = await field(page).boundingBox();
        expect(box?.y).toBeGreaterThan(0);
        expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThanOrEqual(viewport.height);
      },
      { viewport },
    ),
  );
});

inChromium.each([
  { width: 1280, height: 800 },
  { width: 320, height: 800 },
])('the page does not grow with the conversation at $width pixels', (viewport) =>
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
    },
    { viewport },
  ),
);

inChromium.each([320, 390, 700, 844, 1000, 1440, 1920])('nothing sticks out at %d pixels', (width) =>
  onPage(
    counting,
    async (page) => {
      await send(page, 'a'.repeat(300));
      await page.getByRole('button', { name: /New/ }).click();
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
    },
    { viewport: { width, height: 800 } },
  ),
);

inChromium('numbers that follow each other have colours of their own', () =>
  onPage(counting, async (page) => {
    for (const from of ['+12125550108', '+12125550109', '+12125550110', '+12125550111']) {
      await page.getByRole('button', { name: /New/ }).click();
      await page.getByLabel('From').fill(from);
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByRole('heading', { name: from.slice(-4) }).waitFor();
    }
    const colours = await page.evaluate<string[]>(
      `Array.from(document.querySelectorAll('.person .avatar'), (face) => getComputedStyle(face).backgroundColor)`,
    );
    const four = colours.slice(0, 4);
    expect(new Set(four).size).toBe(4);
  }),
);

inChromium('a text that is written from right to left is shown so, in either direction', () =>
  onPage(twiml('<Message>שלום</Message>'), async (page) => {
    await send(page, 'مرحبا');
    const directions = await page.evaluate(
      `Array.from(document.querySelectorAll('.bubble p'), (text) => getComputedStyle(text).direction)`,
    );
    expect(directions).toStrictEqual(['rtl', 'rtl']);
    await field(page).fill('שלום');
    expect(await page.evaluate("getComputedStyle(document.getElementById('draft')).direction")).toBe('rtl');
  }),
);

inChromium('the screen names the number that is texted, and the frame whose phone it is', () =>
  onPage(counting, async (page) => {
    expect(await page.locator('.screen .contact').innerText()).toMatch(/^\+1 415 555 0100\s+SMS$/);
    expect(await page.locator('.owner').innerText()).toMatch(/^Rey’s phone\s+\+1 415 867 5308/);
    await send(page, 'STOP');
    expect(await page.locator('.screen .contact').innerText()).toMatch(/opted out/);
  }),
);
