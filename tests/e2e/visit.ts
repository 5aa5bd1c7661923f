import { choose, dialogue, wrong } from '../../src';

/** Asks a day before whether somebody comes. */
export const visit = dialogue(
  'visit',
  function* ({ data }) {
    const answer = yield* choose(`Do you come on ${data ?? 'a day'}?`, ['Yes', 'No']);
    return `${answer} is noted.`;
  },
  { data: (value: unknown) => (typeof value === 'string' ? value : wrong('no day')) },
);
