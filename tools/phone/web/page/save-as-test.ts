import type { Turn } from '../../switchboard/insight';
import { receivedOf } from '../../switchboard/received';
import type { Entry } from '../../switchboard/protocol';
import type { Talk } from './state';
import { written } from './typescript';

/** Whom `talk` texts as by itself: see `tools/testing/messages.ts`. */
const USUAL = { from: '+14158675308', to: '+14155550100' };

/** With less time between two texts than this, in milliseconds, nothing is said of it. */
const PAUSE = 60_000;

type Variables = Readonly<Record<string, string>>;

interface Heard extends Entry {
  readonly turn: Turn;
}

/**
 * A test that texts the conversation as the thread did, and expects the same replies. It holds a test for
 * each time that the sender was new; `undefined` if the thread has no beginning.
 */
export function testOf(talk: Talk, chosenBy: Variables): string | undefined {
  const tests = runsOf(talk.entries).map((run, n) => testOfRun(run, talk, chosenBy, n));
  if (tests.length === 0) return undefined;
  return `import { talk } from '../../tools/testing';
import { served } from '../../tools/testing/served';

${tests.join('\n')}`;
}

/**
 * What the conversation heard in one go, from a sender who was new. What was heard after a state that the
 * texts before do not lead to (a text that overtook another, an older thread that is gone) is left out.
 */
function runsOf(entries: readonly Entry[]): Heard[][] {
  const runs: Heard[][] = [];
  let run: Heard[] | undefined;
  for (const entry of entries) {
    const turn = entry.insight?.turn;
    // A word that Twilio answers, or a repeated delivery: the conversation did not hear of it.
    if (turn === undefined) continue;
    const last = run?.at(-1)?.turn;
    const goesOn = last !== undefined && JSON.stringify(last.after) === JSON.stringify(turn.before);
    if (!goesOn) {
      run = turn.before === undefined ? [] : undefined;
      if (run) runs.push(run);
    }
    run?.push({ ...entry, turn });
  }
  return runs;
}

function testOfRun(run: readonly Heard[], { from, to }: Talk, chosenBy: Variables, n: number): string {
  const variables = Object.keys(chosenBy).length > 0 ? written(chosenBy) : '';
  const begun = run[0]?.turn.now ?? '';
  const texts = run.map((heard, at) => textOf(heard, run[at - 1]));
  const replies = run.map(
    ({ turn, exchange }) => turn.replies ?? receivedOf(exchange).map(({ body }) => body),
  );
  const pair = {
    ...(from !== USUAL.from && { from }),
    ...(to !== USUAL.to && { to }),
  };
  const options = Object.entries(pair).map(([name, value]) => `, ${name}: ${written(value)}`);
  const name = `${run[0]?.turn.conversation ?? ''}, as on ${begun.slice(0, 10)}${n > 0 ? `, ${n + 1}` : ''}`;
  return `test(${written(name)}, async () => {
  const texts = ${written(texts, 2, 'const texts = ;'.length)};
  const replies = ${written(replies, 2, 'const replies = ;'.length)};
  const options = { now: new Date(${written(begun)})${options.join('')} };
  expect(await talk(served(${variables}), texts, options)).toStrictEqual(replies);
});
`;
}

/** As `talk` takes it. */
function textOf({ body, media, params, turn, exchange: { request } }: Heard, before: Heard | undefined) {
  const passed = before ? Date.parse(turn.now ?? '') - Date.parse(before.turn.now ?? '') : 0;
  const more = {
    ...(passed >= PAUSE && { after: durationOf(passed) }),
    ...(turn.id !== undefined && { id: turn.id }),
    ...(media.length > 0 && {
      media: media.map((url, n) => ({ url, type: request.params[`MediaContentType${n}`] ?? '' })),
    }),
    ...(Object.keys(params).length > 0 && { params }),
  };
  return Object.keys(more).length === 0 ? body : { body, ...more };
}

/** `1h5m3s`, as `tools/phone/terminal/duration.ts` reads it. */
function durationOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [`${Math.floor(seconds / 3600)}h`, `${Math.floor(seconds / 60) % 60}m`, `${seconds % 60}s`];
  return parts.filter((part) => !part.startsWith('0')).join('');
}
