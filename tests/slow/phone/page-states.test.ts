import type { Page } from 'playwright-core';
import { ProjectCopy } from '../../../tools/testing/project-copy';
import { attach, browse, field, foundByAxe, inChromium, pixel, send } from './on-page';
import { onStart } from './on-start';

jest.setTimeout(240_000);

const SIZES = {
  wide: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  'on its side': { width: 844, height: 390 },
  narrow: { width: 390, height: 844 },
};

/** It fails in its third question: a salad has no price. */
const LUNCH = `import { ask, choose, dialogue, lookUp, once, say, wholeNumber } from '../src';

const PRICES: Record<string, { cents: number }> = { Soup: { cents: 450 } };

export const lunch = dialogue('lunch', function* () {
  yield* lookUp('open tables', () => ({ inside: 3, outside: 5 }));
  const dish = yield* choose('What would you like?', ['Soup', 'Salad']);
  yield* once('heat the oven', () => ({ oven: 2 }));
  const count = yield* ask('How many?', wholeNumber({ min: 1, max: 9 }));
  yield* say(total(dish, count));
  const when = yield* ask('At what time?');
  return \`\${count} × \${dish} at \${when}.\`;
});

function total(dish: string, count: number): string {
  console.warn('counting');
  const { cents } = PRICES[dish] as { cents: number };
  return \`\${(cents * count) / 100} €\`;
}
`;

function withLunch(): ProjectCopy {
  const copy = new ProjectCopy();
  copy.write('conversations/lunch.ts', LUNCH);
  copy.replace(
    'conversations/index.ts',
    'import { greeter }',
    "import { lunch } from './lunch';\nimport { greeter }",
  );
  copy.replace(
    'conversations/index.ts',
    '  booking: (',
    '  lunch: () => lunch as Conversation<unknown>,\n  booking: (',
  );
  return copy;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** Each state of the page: what leads to it from the one before. */
const STATES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'a new conversation': (page) => page.getByRole('button', { name: /New/ }).click(),
  'nothing said yet': async (page) => {
    await page.getByLabel('From').fill(`212 555 0${String((await page.locator('.person').count()) + 100)}`);
    await button(page, 'Start').click();
    await page.locator('.empty').waitFor();
  },
  'a dialogue in its middle': async (page) => {
    for (const text of ['hi', 'salad', 'lots']) await send(page, text);
  },
  'a turn that failed': (page) => send(page, '2'),
  'its stack and its request': async (page) => {
    await page.getByText('Called from').click();
    await page.locator('#exchange').getByText('Request').click();
  },
  emoji: (page) => button(page, 'Emoji').click(),
  'parameters and a picture': async (page) => {
    await button(page, 'Parameters').click();
    await button(page, 'Location').click();
    await attach(page, await pixel());
    await page.getByRole('img', { name: 'The attached picture' }).waitFor();
  },
  'a text that is too long': (page) => field(page).fill('é'.repeat(1601)),
  'a picture that was sent': async (page) => {
    await send(page, '1');
    await page.locator('.bubble.mine img').waitFor();
  },
  'it enlarged': (page) => button(page, 'Enlarge the picture').click(),
  'the keys': async (page) => {
    await page.keyboard.press('Escape');
    await button(page, 'Keys').click();
  },
  'save as': async (page) => {
    await page.keyboard.press('Escape');
    await button(page, 'Save as').click();
  },
  'the clock': async (page) => {
    await page.keyboard.press('Escape');
    await button(page, 'Clock +1 h').click();
    await button(page, 'Go to…').click();
  },
  'opted out': (page) => send(page, 'STOP'),
  'run again': async (page) => {
    await button(page, 'Run again').click();
    await page.locator('.group').nth(4).waitFor();
  },
  'about to delete': (page) =>
    page
      .getByRole('button', { name: /^Delete the conversation/ })
      .first()
      .click(),
};

inChromium('in no state of the page does axe find anything, and nothing sticks out', () =>
  onStart(
    async (first) => {
      const found: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const [size, viewport] of Object.entries(SIZES)) {
          // Colours do not depend on the size.
          if (colorScheme === 'dark' && size !== 'wide') continue;
          await browse(
            first.url(),
            async (page) => {
              for (const [state, lead] of Object.entries(STATES)) {
                await lead(page);
                const where = `${colorScheme}, ${size}, ${state}: `;
                const faults = (await foundByAxe(page)) as string[];
                const sticksOut = await page.evaluate<number>(
                  'document.documentElement.scrollWidth - document.documentElement.clientWidth',
                );
                found.push(...faults.map((fault) => where + fault));
                if (sticksOut > 0) found.push(`${where}sticks out by ${sticksOut} pixels`);
              }
            },
            { viewport, colorScheme },
          );
        }
      }
      expect(found).toStrictEqual([]);
    },
    { CONVERSATION: 'lunch' },
    withLunch(),
  ),
);

inChromium('a stranger finds the line of a bug from the page alone', () =>
  onStart(
    async (page) => {
      for (const text of ['hi', 'salad', '2']) await send(page, text);
      const line = LUNCH.split('\n').findIndex((each) => each.includes('PRICES[dish] as')) + 1;
      const card = page.locator('.trouble');
      expect(await card.locator('.place').innerText()).toMatch(`conversations/lunch.ts:${line}:`);
      expect(await card.locator('.hit').innerText()).toMatch('const { cents } = PRICES[dish]');
      // Which answer leads there, and that it is the third question that cannot be reached.
      const remembered = await page.getByRole('region', { name: 'What is remembered' }).innerText();
      expect(remembered).toMatch(/What would you like\?\s+Salad/);
      expect(remembered).toMatch(/heat the oven\s+{ "oven": 2 }\s+How many\?\s+open/);
      const caller = LUNCH.split('\n').findIndex((each) => each.includes('total(dish, count))')) + 1;
      await page.getByText('Called from').click();
      expect(await card.locator('.places').innerText()).toMatch(`conversations/lunch.ts:${caller}:`);
      // Not on the second screen.
      expect((await card.locator('.hit').boundingBox())?.y).toBeLessThan(900);
    },
    { CONVERSATION: 'lunch' },
    withLunch(),
  ),
);
