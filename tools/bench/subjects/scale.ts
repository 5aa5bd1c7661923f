import path from 'node:path';
import { inChild } from '../child';
import { marked, type Row, type Subject } from '../subject';

const PAIRS = 100_000;

interface Scale {
  before: number;
  tenths: { messagesPerSecond: number; rss: number }[];
}

/** Does time or memory grow with the number of people who text? */
export const scale: Subject = {
  title: `Scale: ${PAIRS.toLocaleString('en')} pairs, three messages each`,
  comparedWith: 'the first tenth',
  async measure() {
    const { before, tenths } = await inChild<Scale>(
      path.join(__dirname, '../scale.ts'),
      [String(PAIRS)],
      ['--expose-gc'],
    );
    const [first, , , , middle, , , , , last] = tenths;
    if (!first || !middle || !last) throw new Error('The run was cut short.');
    const row = (name: string, { messagesPerSecond, rss }: Scale['tenths'][number]): Row => ({
      name,
      median_us: 1e6 / messagesPerSecond,
      ratio: first.messagesPerSecond / messagesPerSecond,
      also: {
        messages_a_second: messagesPerSecond,
        rss_mb: rss / 1e6,
        rss_mb_more_than_before: (rss - before) / 1e6,
      },
    });
    const growth = last.rss - first.rss;
    return [
      row('the first tenth', first),
      row('the fifth tenth', middle),
      marked(
        row('the last tenth', last),
        `as fast as the first (within 10%), memory flat (within 10%: ${(growth / 1e6).toFixed(1)} MB more)`,
        last.messagesPerSecond >= 0.9 * first.messagesPerSecond && growth <= 0.1 * first.rss,
      ),
    ];
  },
};
