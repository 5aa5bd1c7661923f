import { Pictures } from '../../../tools/phone/web/pictures';
import { Refused, Switchboard } from '../../../tools/phone/web/switchboard';
import { Slow } from './slow';
import { serving, twiml } from '../../../tools/testing/webhook';

const pair = { from: '+14158675308', to: '+14155550100' };

test('texts stand in the order in which they were sent, whichever is answered first', async () => {
  const slow = new Slow();
  await serving(slow.webhook, async (url) => {
    const switchboard = new Switchboard({ url });
    const sent = (body: string) => switchboard.send({ ...pair, body, media: [] });
    const first = sent('one');
    await slow.asked('one');
    const second = sent('two');
    await slow.answer('two');
    await second;
    const [conversation] = switchboard.conversations;
    expect(conversation?.pending).toMatchObject([{ body: 'one' }]);
    const settled = switchboard.settle({ ...pair, since: conversation?.pending[0]?.at ?? NaN });
    // The last text is what was sent last, although something else is answered later.
    const again = switchboard.repeat(pair);
    await slow.answer('two');
    expect((await again).entries).toMatchObject([{ body: 'two', repeated: true }]);
    await slow.answer('one');
    await first;
    expect((await settled).entries.map(({ body }) => body)).toEqual(['one', 'two', 'two']);
    expect(switchboard.conversations).toMatchObject([
      { pending: [], entries: [{ body: 'one' }, { body: 'two' }, { body: 'two' }] },
    ]);
  });
});

test('what a page left open for days holds is bounded', () =>
  serving(twiml(''), async (url) => {
    const switchboard = new Switchboard({ url });
    for (let n = 1; n <= 201; n++) await switchboard.send({ ...pair, body: String(n), media: [] });
    const bodies = switchboard.conversations[0]?.entries.map(({ body }) => body);
    expect(bodies).toHaveLength(200);
    expect(bodies?.[0]).toBe('2');
    for (let n = 10; n < 59; n++) switchboard.open({ ...pair, to: `+141555501${n}` });
    expect(switchboard.conversations).toHaveLength(50);
    expect(() => switchboard.open({ ...pair, to: '+14155550199' })).toThrow(Refused);
    expect(switchboard.open(pair).line).toMatchObject(pair);
  }));

test('the last twenty pictures are kept', () => {
  const pictures = new Pictures();
  const paths = Array.from({ length: 21 }, () => pictures.add('image/png', 'AAAA'));
  expect(paths.map((path) => pictures.at(path) !== undefined)).toEqual([
    false,
    ...Array<boolean>(20).fill(true),
  ]);
});
