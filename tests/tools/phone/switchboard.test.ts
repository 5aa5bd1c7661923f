import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDesk } from '../../../tools/phone/switchboard/desk';
import type { Update } from '../../../tools/phone/switchboard/protocol';
import { Refused } from '../../../tools/phone/switchboard/refused';
import { UnusableFile, fileFor, loadPhone, savePhone } from '../../../tools/phone/switchboard/saved-file';
import { Switchboard } from '../../../tools/phone/switchboard/switchboard';
import { Pictures } from '../../../tools/phone/web/pictures';
import { serving, twiml } from '../../../tools/testing/webhook';
import { Slow } from './slow';

const pair = { from: '+14158675308', to: '+14155550100' };
const HOUR = 60 * 60 * 1000;

const folder = () => mkdtemp(path.join(tmpdir(), 'phone-'));

/** Sends a text, and gives what came of it. */
async function send({ ask }: Pick<Switchboard, 'ask'>, body: string) {
  const { entry } = await ask('/await', await ask('/send', { ...pair, body, media: [], params: {} }));
  return entry;
}

/** By which the Function names the delivery of a text. */
const token = (entry: Awaited<ReturnType<typeof send>>) =>
  new Map(entry.exchange.request.headers).get('I-Twilio-Idempotency-Token') ?? '';

test('texts stand in the order in which they were sent, whichever is answered first', async () => {
  const slow = new Slow();
  await serving(slow.webhook, async (url) => {
    const board = new Switchboard({ url });
    const first = send(board, 'one');
    await slow.asked('one');
    const second = send(board, 'two');
    await slow.answer('two');
    await second;
    expect(board.conversations).toMatchObject([
      { pending: [{ id: 2, body: 'one' }], entries: [{ id: 3, body: 'two' }] },
    ]);
    // The last text is what was sent last, although something else is answered later.
    const again = board.ask('/await', await board.ask('/repeat', pair));
    await slow.answer('two');
    expect((await again).entry).toMatchObject({ body: 'two', repeated: true });
    await slow.answer('one');
    await first;
    expect(board.conversations).toMatchObject([
      { pending: [], entries: [{ body: 'one' }, { body: 'two' }, { body: 'two' }] },
    ]);
  });
});

test('what a page left open for days holds is bounded', () =>
  serving(twiml(''), async (url) => {
    const board = new Switchboard({ url });
    for (let n = 1; n <= 201; n++) await send(board, String(n));
    const bodies = board.conversations[0]?.entries.map(({ body }) => body);
    expect(bodies).toHaveLength(200);
    expect(bodies?.[0]).toBe('2');
    for (let n = 10; n < 59; n++) await board.ask('/open', { ...pair, to: `+141555501${n}` });
    expect(board.conversations).toHaveLength(50);
    await expect(board.ask('/open', { ...pair, to: '+14155550199' })).rejects.toThrow(Refused);
    expect(await board.ask('/open', pair)).toStrictEqual(pair);
    await board.ask('/remove', pair);
    expect(await board.ask('/open', { ...pair, to: '+14155550199' })).toMatchObject({ to: '+14155550199' });
  }));

test('a text waits for a webhook that is only being started', () =>
  serving(twiml('<Message>hi</Message>'), async (webhook) => {
    const updates: Update[] = [];
    const desk = await openDesk({ webhook, starting: true, onUpdate: (update) => updates.push(update) });
    const answered = send(desk.board, 'early');
    let isAnswered = false;
    void answered.then(() => (isAnswered = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isAnswered).toBe(false);
    expect(desk.everything()).toMatchObject({
      starting: true,
      conversations: [{ pending: [{ body: 'early' }] }],
    });
    desk.started();
    expect((await answered).exchange.replies).toMatchObject([{ body: 'hi' }]);
    expect(updates).toContainEqual({ starting: false, build: null });
  }));

test('the clock goes to a moment, and back to it, but not behind the real time', async () => {
  const board = new Switchboard({ url: 'http://127.0.0.1:9/', now: () => 10 * HOUR });
  expect(await board.ask('/go-to', { time: 15 * HOUR })).toStrictEqual({ now: 15 * HOUR, ahead: 5 * HOUR });
  expect(await board.ask('/go-to', { time: 12 * HOUR })).toStrictEqual({ now: 12 * HOUR, ahead: 2 * HOUR });
  await expect(board.ask('/go-to', { time: 9 * HOUR })).rejects.toThrow(
    'does not go back behind the real time',
  );
  expect(await board.ask('/back-to-now', {})).toStrictEqual({ now: 10 * HOUR, ahead: 0 });
});

test('a thread is run again from its beginning, and each text knows what was replied before', () => {
  let name = 'Rey';
  return serving(
    (request, response) => {
      const seen = Number(/count=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 0) + 1;
      twiml(`<Message>${name} ${seen}</Message>`, { 'Set-Cookie': `count=${seen}` })(request, response);
    },
    async (url) => {
      const board = new Switchboard({ url });
      await send(board, 'a');
      await send(board, 'b');
      await board.ask('/await', await board.ask('/repeat', pair));
      name = 'Finn';
      await board.ask('/run-again', pair);
      const last = board.conversations[0]?.pending[0]?.id ?? NaN;
      await board.ask('/await', { id: last });
      await board.ask('/await', { id: last + 1 });
      expect(board.conversations[0]?.entries).toMatchObject([
        { body: 'a', was: [{ body: 'Rey 1' }], exchange: { replies: [{ body: 'Finn 1' }] } },
        { body: 'b', was: [{ body: 'Rey 2' }], exchange: { replies: [{ body: 'Finn 2' }] } },
      ]);
    },
  );
});

test('a thread that ended with STOP is run again by somebody who is not opted out', () =>
  serving(twiml('<Message>Hello</Message>'), async (url) => {
    const board = new Switchboard({ url });
    await send(board, 'a');
    await send(board, 'STOP');
    await board.ask('/run-again', pair);
    while (board.conversations[0]?.entries.length !== 2) await sleep(5);
    expect(board.conversations[0].entries[0]?.exchange).toMatchObject({
      replies: [{ body: 'Hello' }],
      problems: [],
    });
  }));

describe('what a Function tells', () => {
  test('is a part of the text that it is about, also if it comes later', () =>
    serving(twiml('<Message>hi</Message>'), async (url) => {
      const updates: Update[] = [];
      const board = new Switchboard({ url, onUpdate: (update) => updates.push(update) });
      const entry = await send(board, 'a');
      expect(entry.insight).toBeUndefined();
      const turn = { conversation: 'greeter', version: 1, after: { messages: 1 } };
      board.hear({ token: token(entry), turn });
      board.hear({ token: token(entry), log: { level: 'warn', text: 'careful' } });
      board.hear({ token: 'of nobody', turn });
      expect(board.conversations[0]?.entries).toMatchObject([
        { insight: { turn, log: [{ level: 'warn', text: 'careful' }] } },
      ]);
      expect(updates.at(-1)).toMatchObject({ conversation: { entries: [{ insight: { turn } }] } });
    }));

  test('is waited for, where anything was told before', async () => {
    const slow = new Slow();
    await serving(slow.webhook, async (url) => {
      const board = new Switchboard({ url });
      board.hear({ token: 'hello' });
      const answered = send(board, 'a');
      await slow.asked('a');
      const asked = slow.tokens[0] ?? '';
      await slow.answer('a');
      setTimeout(() => {
        board.hear({ token: asked, log: { level: 'log', text: 'late' } });
        board.hear({ token: asked, answered: true });
      }, 100);
      expect((await answered).insight?.log).toStrictEqual([{ level: 'log', text: 'late' }]);
    });
  });
});

describe('what is kept', () => {
  test('is there after a restart, in a file for each webhook, and ids go on', () =>
    serving(twiml('<Message>hi</Message>', { 'Set-Cookie': 'a=1' }), async (webhook) => {
      const options = { webhook, folder: await folder(), onUpdate: () => undefined };
      const desk = await openDesk(options);
      const { id } = await send(desk.board, 'one');
      await desk.board.ask('/forward', { milliseconds: HOUR });
      await desk.close();
      const [name = ''] = await readdir(options.folder);
      expect(name).toMatch(/^127-0-0-1-\d+-sms-[0-9a-f]{6}\.json$/);
      // It holds numbers and cookies.
      expect((await stat(path.join(options.folder, name))).mode & 0o777).toBe(0o600);
      const later = await openDesk(options);
      expect(later.everything()).toMatchObject({
        clock: { ahead: HOUR },
        conversations: [{ ...pair, cookie: { text: 'a=1' }, entries: [{ id, body: 'one' }] }],
      });
      expect(later.everything().run).not.toBe(desk.everything().run);
      expect((await send(later.board, 'two')).id).toBeGreaterThan(id);
      // Another webhook has conversations of its own, and the same time.
      await later.pointAt(`${webhook}/other`);
      expect(later.everything()).toMatchObject({ conversations: [], clock: { ahead: HOUR } });
      await send(later.board, 'three');
      await later.pointAt(webhook);
      expect(later.everything().conversations).toMatchObject([
        { entries: [{ body: 'one' }, { body: 'two' }] },
      ]);
      await expect(later.pointAt('nowhere')).rejects.toThrow(Refused);
      expect(await readdir(options.folder)).toHaveLength(2);
    }));

  test('is there after whatever a turn may answer with', () =>
    serving(twiml('<Message>hi</Message>'), async (webhook) => {
      const options = { webhook, folder: await folder(), onUpdate: () => undefined };
      const desk = await openDesk(options);
      const entry = await send(desk.board, 'talk to somebody');
      const replies = [
        'One moment.',
        { media: ['https://a.example/b.png'] },
        { redirect: 'https://a.example/' },
      ];
      desk.board.hear({ token: token(entry), turn: { conversation: 'support', version: 1, replies } });
      await desk.close();
      const later = await openDesk(options);
      expect(later.everything().conversations).toMatchObject([
        { entries: [{ insight: { turn: { replies } } }] },
      ]);
    }));

  test.each([
    '{"version":2',
    '{"version":1}',
    '[]',
    '{"version":2,"webhook":"http://a/","lastId":0,"carrier":{"version":2,"ahead":8.64e20,"lines":[]},"conversations":[]}',
    '{"version":2,"webhook":"http://a/","lastId":0,"carrier":{"version":2,"ahead":0,"lines":[]},"conversations":[{"from":1}]}',
  ])('a file that holds %s is left as it is', async (content) => {
    const webhook = 'http://localhost:3000/sms';
    const file = fileFor(webhook, await folder());
    await writeFile(file, content);
    await expect(loadPhone(file)).rejects.toThrow(UnusableFile);
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  test('a folder that cannot be written is told', async () => {
    const file = path.join(__filename, 'phone.json');
    const saved = new Switchboard({ url: 'http://localhost:3000/sms' }).save();
    await expect(savePhone(file, saved)).rejects.toThrow('cannot be written (EEXIST)');
  });
});

test('the last twenty pictures are kept', () => {
  const pictures = new Pictures();
  const paths = Array.from({ length: 21 }, () => pictures.add('image/png', 'AAAA'));
  expect(paths.map((path) => pictures.at(path) !== undefined)).toStrictEqual([
    false,
    ...Array<boolean>(20).fill(true),
  ]);
});

test('a desk that is asked twice at once to keep what there is keeps it', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const options = { webhook: 'http://127.0.0.1:9/sms', folder: await folder(), onUpdate: () => undefined };
  const desk = await openDesk(options);
  await desk.board.ask('/open', pair);
  await Promise.all(Array.from({ length: 8 }, () => desk.close()));
  expect(said).not.toHaveBeenCalled();
  expect((await openDesk(options)).everything().conversations).toHaveLength(1);
  said.mockRestore();
});
