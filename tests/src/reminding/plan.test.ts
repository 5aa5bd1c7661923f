import { reminding, type Conversation, type Planned } from '../../../src';
import type { Plan } from '../../../src/reminding';
import type { Reached } from '../../../src/session/reached';
import { message } from '../../../tools/testing/messages';

/*
 * What is planned in a turn, before Twilio is asked. Here is no client of Twilio: who asks for one, is warned.
 */

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const YEAR = 31_536_000;

const reached = {
  message: message('hi'),
  variables: { MESSAGING_SERVICE_SID: `MG${'1'.repeat(32)}` },
  now: new Date(NOW),
  end: performance.now() + 8_500,
  ttl: 100,
} as unknown as Reached;

const planned = (at: number, sid = `SM${at}`): Planned => ({ at, sid });

/** @param silence what a conversation wants to send */
function plan(
  silence: readonly Planned[],
  later: readonly Planned[] = [],
  was: readonly Planned[] = [],
): Plan {
  const conversation = { name: 'c', version: 1, silence: () => silence } as unknown as Conversation<number>;
  return reminding().plan(conversation, { due: { later, was } }, { state: 1 }, reached);
}

/** Whether it asks for Twilio's client. */
async function asksTwilio(run: () => Promise<void>): Promise<boolean> {
  const warn = jest.spyOn(console, 'warn').mockReturnValue();
  await run();
  const { calls } = warn.mock;
  warn.mockRestore();
  return calls.some(([text]) => String(text).includes('there is no client of Twilio'));
}

const carriesOut = (made: Plan) => asksTwilio(() => made.carryOut({}));

test('what Twilio cannot schedule any more is left out: five minutes ahead are too few', () => {
  const [soon, later] = [NOW + 5 * MINUTE, NOW + 5 * MINUTE + 1].map((at) => ({ at, say: 'Still there?' }));
  expect(plan([soon, later] as Planned[]).session).toStrictEqual({ due: { later: [later], was: [] } });
  expect(plan([soon] as Planned[]).session).toStrictEqual({ due: undefined });
});

test('what has gone out is not canceled, and what goes out a moment later is', () => {
  const [past, now, next] = [NOW - 1, NOW, NOW + 1].map((at) => planned(at));
  const all = [past, now, next] as Planned[];
  expect(plan([], all).session).toStrictEqual({ due: { later: [], was: [next] } });
  expect(plan([{ at: NOW + 6 * MINUTE, say: 'x' }], [], all).session.due?.was).toStrictEqual([next]);
});

test('the eight newest are remembered that may be pending', () => {
  const all = Array.from({ length: 9 }, (_, n) => planned(NOW + n + 1));
  expect(plan([], all.slice(8), all.slice(0, 8)).session.due?.was).toStrictEqual(all.slice(1));
});

test('what is not written again is not remembered: earlier ones alone', () => {
  expect(plan([], [], [planned(NOW + 1)]).session).toStrictEqual({ due: undefined });
});

test('the document lives as long after the last reminder as it would after a text, up to a year', () => {
  expect(plan([]).ttl).toBe(100);
  const at = NOW + 6 * MINUTE;
  expect(
    plan([
      { at: at + 1, say: 'x' },
      { at, say: 'y' },
    ]).ttl,
  ).toBe(100 + 361);
  expect(plan([{ at: NOW + YEAR * 1000, say: 'x' }]).ttl).toBe(YEAR);
});

test('Twilio is asked only if there is something to schedule or to cancel', async () => {
  expect(await carriesOut(plan([]))).toBe(false);
  expect(await carriesOut(plan([], [planned(NOW)], [planned(NOW)]))).toBe(false);
  expect(await carriesOut(plan([], [planned(NOW + 1)]))).toBe(true);
  expect(await carriesOut(plan([], [], [planned(NOW + 1)]))).toBe(true);
  expect(await carriesOut(plan([{ at: NOW + 6 * MINUTE, say: 'x' }]))).toBe(true);
});

describe('a message that is delivered again', () => {
  const [older, latest] = [['a'], ['b']] as const;
  const [known, unknown] = [planned(NOW + 1), { at: NOW + 1, say: 'x' }];
  const resumes = (later: readonly Planned[], was: readonly Planned[], delivered: readonly string[]) => {
    const session = { due: { later, was }, ring: [older, latest] };
    return asksTwilio(() => reminding().resume({ session }, delivered, reached));
  };

  test.each<[string, readonly Planned[], readonly Planned[], readonly string[], boolean]>([
    ['was cut off before it had scheduled', [unknown], [], latest, true],
    ['was cut off between two', [known, unknown], [], latest, true],
    ['was cut off before it had canceled', [], [known], latest, true],
    ['has done all', [known], [], latest, false],
    ['has done all, and what it canceled is still listed', [known], [known], latest, false],
    ['may have scheduled what a newer turn did not find', [known], [unknown], older, true],
    ['has done all, and a newer turn was cut off', [unknown], [known], older, false],
    ['has done all, and nothing is scheduled since', [], [known], older, false],
    ['had nothing to do', [], [], latest, false],
  ])('that %s', async (_, later, was, delivered, expected) => {
    expect(await resumes(later, was, delivered)).toBe(expected);
  });

  test('of which nothing was planned', async () => {
    const found = { session: { ring: [latest] } };
    expect(await asksTwilio(() => reminding().resume(found, latest, reached))).toBe(false);
  });
});
