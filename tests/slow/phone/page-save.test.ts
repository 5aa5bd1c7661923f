import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { card, counting, foundByAxe, inChromium, onPage, person, pixel, attach, send } from './on-page';
import { ProjectCopy } from '../../../tools/testing/project-copy';
import { onStart } from './on-start';

jest.setTimeout(180_000);

const run = promisify(execFile);

/** What the thread is, saved in this form. */
async function savedAs(page: Page, form: string): Promise<string> {
  await page.getByRole('button', { name: 'Save as' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as' });
  await dialog.getByRole('button', { name: form, exact: true }).click();
  expect(await foundByAxe(page)).toStrictEqual([]);
  const text = await dialog.locator('pre').innerText();
  await dialog.getByRole('button', { name: 'Close' }).click();
  return text;
}

inChromium('a thread becomes a test that passes as it is, and fails with another conversation', () =>
  onStart(
    async (page, { copy }) => {
      // A cake with a picture, an effect whose reply depends on the message's id, and an awkward text.
      for (const text of ['hi', "it's", '4', 'sat', 'yes']) await send(page, text);
      await attach(page, await pixel());
      await page.getByRole('img', { name: 'The attached picture' }).waitFor();
      await send(page, '');
      await send(page, 'y');
      await send(page, 'hello again');
      // What Twilio answers itself, and after which the sender is new.
      await send(page, 'STOP');
      await send(page, 'START');
      await send(page, 'and again');
      // The second overtakes the first, so that nothing leads to what it is answered from.
      await page.getByRole('button', { name: 'Two at once' }).click();
      await page.locator('.bubble', { hasText: 'two' }).waitFor();
      await page.locator('.typing').waitFor({ state: 'detached' });
      copy.write('tests/conversations/thread.test.ts', await savedAs(page, 'Test'));

      const inCopy = (...args: string[]) => run('npx', args, { cwd: copy.folder });
      await inCopy('jest', '--coverage=false', 'tests/conversations/thread');
      await inCopy('prettier', '--check', 'tests/conversations/thread.test.ts');
      expect(copy.read('tests/conversations/thread.test.ts')).toMatch(/^test\('booking, as on .*, 2'/m);
      copy.replace('conversations/booking/booking.ts', 'How many people', 'How many guests');
      await expect(inCopy('jest', '--coverage=false', 'tests/conversations/thread')).rejects.toThrow(
        'How many people',
      );
    },
    { CONVERSATION: 'booking' },
    new ProjectCopy({ whole: true }),
  ),
);

inChromium('a text becomes a command for curl that does the same, and a thread a transcript', () =>
  onPage(counting, async (page) => {
    await send(page, 'Hello');
    await send(page, "it's & more");
    const { stdout } = await run('sh', ['-c', await savedAs(page, 'curl')]);
    expect(stdout).toMatch(/Set-Cookie: count=2[^]*<Message>Message 2</);
    expect(await savedAs(page, 'Transcript')).toMatch(
      /^Rey texts \+1 415 555 0100 \(SMS\), .*\n\n\S+ *\S* {2}Rey: Hello\n\S+ *\S* {2}\+1 415 555 0100: Nice to meet you\n/,
    );
    await person(page, 'Finn').click();
    expect(await page.getByRole('button', { name: 'Save as' }).isDisabled()).toBe(true);
    expect(await card(page, 'What is remembered').innerText()).toMatch('Nothing was said yet');
  }),
);
