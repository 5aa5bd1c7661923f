import '../../../tools/local-twilio/sync/reroute.cjs';
import twilio from 'twilio';
import { standInsAt } from '../../../tools/start/stand-ins';
import { ACCOUNT } from '../../../tools/testing/sync';
import { twiml } from '../../../tools/testing/webhook';
import { foundByAxe, inChromium, onPage, person, received } from './on-page';

const HOUR = 3_600_000;

afterEach(() => {
  delete process.env.SYNC_URL;
  delete process.env.MESSAGES_URL;
});

inChromium('a scheduled message is pending with its time, until the clock comes there', () =>
  onPage(twiml(''), async (page, phone) => {
    Object.assign(process.env, standInsAt(new URL(phone.url).port));
    const client = twilio(ACCOUNT.ACCOUNT_SID, ACCOUNT.AUTH_TOKEN);
    await person(page, 'Rey').click();
    const { sid } = await client.messages.create({
      from: '+14155550100',
      to: '+14158675308',
      body: 'Still there?',
      messagingServiceSid: `MG${'1'.repeat(32)}`,
      scheduleType: 'fixed',
      sendAt: new Date(Date.now() + HOUR / 2),
    });
    const pending = page.locator('.scheduled');
    await pending.getByText(/^Scheduled for .*\d/).waitFor();
    expect(await pending.locator('.bubble').innerText()).toContain('Still there?');
    expect(await foundByAxe(page)).toStrictEqual([]);
    await page.getByRole('button', { name: 'Clock +1 h' }).click();
    await page.getByText('Sent with the Messages API · 1 segment').waitFor();
    expect(await pending.count()).toBe(0);
    expect(await received(page)).toStrictEqual(['Still there?']);
    expect((await client.messages(sid).fetch()).status).toBe('delivered');
  }),
);
