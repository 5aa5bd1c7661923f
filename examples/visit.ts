import { ask, choose, dialogue, once, wrong } from '../src';

export interface Visit {
  /** As we say it: `Friday 3 pm`. */
  readonly visit: string;
}

/** What `npm run open -- … --data '{"visit":"Friday 3 pm"}' visit` hands over. */
function readVisit(value: unknown): Visit | ReturnType<typeof wrong> {
  const { visit } = Object(value) as Partial<Visit>;
  return typeof visit === 'string' && visit !== '' ? { visit } : wrong('It takes {"visit":"Friday 3 pm"}.');
}

/** A reminder. We text first, the day before, and ask whether they come. */
export function visit(cancel: (key: string, visit: string, why: string) => Promise<void>) {
  return dialogue(
    'visit',
    function* ({ data }) {
      // They have texted us.
      if (data === undefined) return 'We text you the day before your visit.';
      const answer = yield* choose(`Your visit is on ${data.visit}. Will you come?`, ['Yes', 'No']);
      if (answer === 'Yes') return 'See you then!';
      const why = yield* ask('What a pity! What came up?');
      yield* once('cancel', (key) => cancel(key, data.visit, why));
      return `Your visit on ${data.visit} is called off. Thank you for telling us.`;
    },
    { data: readVisit },
  );
}
