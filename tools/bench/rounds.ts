import { Bench } from 'tinybench';
import type { Row } from './subject';
import { median, quantile } from './statistics';

export interface Contender {
  readonly name: string;
  readonly link?: string;
  readonly run: () => unknown;
  /** Is called before each run, and not timed. */
  readonly before?: () => void;
}

/** Short enough that a change in the machine's load meets all contenders of a round alike. */
const ROUND = { time: 120, warmupTime: 30 };
const ROUNDS = 15;

/**
 * Times contenders in turns, many short rounds of each, and compares those of one round with each
 * other: on a machine that others use, too, only that is fair. The first is what the others are
 * compared with.
 */
export async function inRounds(contenders: readonly [Contender, ...Contender[]]): Promise<Row[]> {
  const times = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of contenders) times.get(contender)?.push(await time(contender));
  }
  const base = times.get(contenders[0]) ?? [];
  return contenders.map((contender) => {
    const own = times.get(contender) ?? [];
    return {
      name: contender.name,
      median_us: median(own),
      ...compare(own, base),
      ...(contender.link && { link: contender.link }),
    };
  });
}

/** How many times the base, round by round. */
export function compare(
  own: readonly number[],
  base: readonly number[],
): Pick<Row, 'ratio'> & Required<Pick<Row, 'spread'>> {
  const ratios = own.map((value, round) => value / (base[round] ?? NaN));
  return { ratio: median(ratios), spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)] };
}

/** The median of one round, in microseconds. */
async function time({ name, run, before }: Contender): Promise<number> {
  const bench = new Bench({ ...ROUND, throws: true }).add(name, run, before && { beforeEach: before });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`${name} could not be timed`);
  return task.result.latency.p50 * 1000;
}
