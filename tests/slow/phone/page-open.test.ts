import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ProjectCopy } from '../../../tools/testing/project-copy';
import { card, foundByAxe, inChromium, person, received, said, send } from './on-page';
import { onStart } from './on-start';

jest.setTimeout(180_000);

const PAIR = ['--to', '+14158675308', '--from', '+14155550100'];
const QUESTION = 'Your visit is on Friday 3 pm. Will you come?\n1. Yes\n2. No';

/** Its conversation `visit` is that of the example. */
function withVisit(): ProjectCopy {
  const copy = new ProjectCopy();
  const index = 'conversations/index.ts';
  copy.replace(index, 'import { greeter }', "import { visit } from '../examples/visit';\nimport { greeter }");
  copy.replace(index, '  greeter: ', '  visit: () => visit(() => Promise.resolve()),\n  greeter: ');
  copy.write(
    'functions/open.protected.ts',
    `import { chosenConversation } from '../conversations';
    import { openOnRequest } from '../src';
    export const handler = openOnRequest(chosenConversation);`,
  );
  return copy;
}

inChromium('a conversation that we open shows in its thread, and goes on there', () => {
  const copy = withVisit();
  return onStart(
    async (page) => {
      const open = async (...args: string[]) => {
        const command = ['--import', 'tsx', 'tools/deploy/main.ts', 'open', ...PAIR, ...args, 'visit'];
        const env = { PATH: process.env.PATH, SESSION_STORE: 'sync', PHONE_PORT: new URL(page.url()).port };
        const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: copy.folder, env });
        return stdout;
      };
      await person(page, 'Finn').click();
      await page.getByRole('button', { name: 'Clock +1 h' }).click();
      expect(await open('--data', '{"visit":"Friday 3 pm"}', '--key', 'order-42')).toContain(QUESTION);
      // It comes while another thread is on the screen.
      await person(page, /Rey.*Your visit is on Friday 3 pm.*1 message not seen/s).click();
      await page.getByText('Sent with the Messages API · 1 segment').waitFor();
      expect(await received(page)).toStrictEqual([QUESTION]);
      const remembered = card(page, 'What is remembered');
      expect(await remembered.innerText()).toContain('We have texted first.');
      // It is as late as on the phone; the minute may have passed meanwhile.
      const times = await page.evaluate<string[]>(
        `[0, 1].map((ago) => new Date(Date.now() + 3_600_000 - ago * 60_000)
          .toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }))`,
      );
      const shown = await page.locator('.pause').innerText();
      expect(times.some((time) => shown.endsWith(time))).toBe(true);
      expect(await foundByAxe(page)).toStrictEqual([]);
      // Within five seconds a text counts as one that has crossed the question.
      await page.waitForTimeout(5_000);
      await send(page, 'no');
      expect(await received(page)).toStrictEqual([QUESTION, 'What a pity! What came up?']);
      await remembered.getByText(/What came up/).waitFor();
      expect(await open('--data', '{"visit":"Friday 3 pm"}', '--key', 'order-42')).toMatch(/^Opened before/);
      // The texts alone do not lead there: no test is made of them, and they do not run again.
      await page.getByRole('button', { name: 'Save as' }).click();
      const transcript = page.locator('dialog pre');
      expect(await transcript.innerText()).toMatch(/ \+1 415 555 0100: Your visit is on Friday 3 pm\./);
      await page.keyboard.press('Escape');
      expect(await page.getByRole('button', { name: 'Run again' }).isDisabled()).toBe(true);
      const webhook = await page.getByLabel('texts', { exact: true }).inputValue();
      const asked = { To: '+12349013030', From: '+14155550100', Name: 'visit', Data: '{"visit":"Monday"}' };
      const { status } = await fetch(new URL('/open', webhook), {
        method: 'POST',
        body: new URLSearchParams({ ...asked, Until: String(Date.now() / 1000 + 60) }),
      });
      expect(status).toBe(201);
      await person(page, /Finn.*Your visit is on Monday/s).waitFor();
      await page.reload();
      await page.waitForSelector('.bubble');
      expect(await said(page)).toStrictEqual(['no']);
      expect(await received(page)).toHaveLength(2);
    },
    { SESSION_STORE: 'sync', CONVERSATION: 'visit' },
    copy,
  );
});
