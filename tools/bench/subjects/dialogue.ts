import { MAX_COOKIE_VALUE } from '../../../src/session/cookie';
import { message as messageOf } from '../../testing/messages';
import { builtFile, load } from '../built';
import type * as Questions from '../functions/questions';
import type * as Replay from '../functions/replay';
import { eventOf, take } from '../message';
import { GrammyTalk } from '../rivals/grammy';
import { inRounds } from '../rounds';
import { marked, type Row, type Subject } from '../subject';

const TURNS = [1, 10, 50, 100];
const ANSWER = 'ten chars!';
const LINK = 'https://grammy.dev/plugins/conversations';

/** What a dialogue of many questions costs at its n-th answer, each of ten characters. */
export const dialogue: Subject = {
  title: 'Dialogue: a replay at its n-th turn',
  comparedWith: 'the whole message at that turn',
  async measure() {
    const rows: Row[] = [];
    for (const turns of TURNS) rows.push(...(await atTurn(turns)));
    return rows;
  },
};

async function atTurn(turns: number): Promise<Row[]> {
  const { handler } = load<typeof Questions>(builtFile('questions'));
  const { handler: turn } = load<typeof Replay>(builtFile('replay'));
  let cookie = await take(handler, eventOf('hi'));
  const opening = cookie.length;
  let { state } = await turn(messageOf('hi'), undefined);
  const grammy = new GrammyTalk();
  await grammy.send('/start');
  const grammyOpening = grammy.bytes;
  for (let n = 1; n < turns; n++) {
    cookie = await take(handler, eventOf(ANSWER, cookie));
    ({ state } = await turn(messageOf(ANSWER), state));
    await grammy.send(ANSWER);
  }
  const saved = grammy.save();
  const event = eventOf(ANSWER, cookie);
  const answer = messageOf(ANSWER);
  const [whole, replay, rival] = await inRounds([
    { name: `turn ${turns}: the whole message`, run: () => take(handler, event) },
    { name: `turn ${turns}: its replay`, run: () => turn(answer, state) },
    {
      name: `turn ${turns}: grammY’s conversations`,
      link: LINK,
      run: async () => {
        grammy.restore(saved);
        await grammy.send(ANSWER);
      },
    },
  ]);
  if (!whole || !replay || !rival) throw new Error('A contender is missing.');
  const after = (await take(handler, event)).length;
  const bytesPerTurn = (after - opening) / turns;
  await grammy.send(ANSWER);
  const timesFaster = rival.ratio / replay.ratio;
  const theirs = {
    ...rival,
    bytes: grammy.bytes,
    also: { bytes_a_turn: (grammy.bytes - grammyOpening) / turns },
  };
  return [
    marked(
      { ...whole, bytes: after, also: { bytes_a_turn: bytesPerTurn } },
      `at most 24 bytes a turn: ${bytesPerTurn.toFixed(1)}; at most ${MAX_COOKIE_VALUE} in all`,
      bytesPerTurn <= 24 && after <= MAX_COOKIE_VALUE,
    ),
    turns === 50 ? marked(replay, 'at most half of the message', replay.ratio <= 0.5) : replay,
    turns === 50
      ? marked(theirs, `our replay at least 50 × as fast: ${timesFaster.toFixed(0)} ×`, timesFaster >= 50)
      : theirs,
  ];
}
