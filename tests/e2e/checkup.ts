import { choose, dialogue, handOver, lookUp, once, reminding, say, wrong } from '../../src';

export interface Office {
  /** Free slots, as we say them: `Friday 3 pm`. */
  readonly free: () => Promise<string[]>;
  /** Takes the new slot in place of the old one, once with a key. */
  readonly move: (key: string, from: string, to: string) => Promise<void>;
  /** The webhook by which somebody answers. */
  readonly desk: string;
}

const readSlot = (value: unknown) => (typeof value === 'string' ? value : wrong('It takes "Friday 3 pm".'));

/** Asks a day before whether they come, and once more after two hours. */
export function checkup({ free, move, desk }: Office) {
  return dialogue(
    'checkup',
    function* ({ data: slot }) {
      if (slot === undefined) return 'We text you the day before your check-up.';
      const answer = yield* choose(
        `Your check-up is on ${slot}. Will you come?`,
        ['Yes', 'No', 'Talk to someone'],
        {
          remind: { after: '2h', say: `We still keep ${slot} for you. Will you come?` },
        },
      );
      if (answer === 'Yes') return 'See you then!';
      if (answer === 'Talk to someone') {
        yield* say('Somebody answers you here. Text RESUME when you are done.');
        yield* handOver(desk, { until: 'RESUME' });
        return 'Thank you for your time.';
      }
      const slots = yield* lookUp('free slots', free);
      const other = yield* choose('When do you come instead?', slots);
      yield* once('move', (key) => move(key, slot, other));
      return `You come on ${other}. See you then!`;
    },
    { data: readSlot, handsOver: true, reminds: reminding() },
  );
}
