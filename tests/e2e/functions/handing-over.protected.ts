import { greeter } from '../../../conversations/greeter';
import { answer, ask, callers, dialogue, handOver, keywords, say } from '../../../src';

/** Hands over to PERSON_URL, or to itself, which cannot work. */
const support = (person: string, own: string) =>
  dialogue(
    'support',
    function* () {
      const about = yield* ask('What is it about?');
      yield* say('A colleague will answer you here. Text RESUME when you are done.');
      yield* handOver(about === 'you' ? own : person, { until: 'RESUME' });
      return `We talked about ${about}. How was it, ${yield* ask('Your name, please?')}?`;
    },
    { handsOver: true },
  );

export const handler = answer(({ PERSON_URL = '', DOMAIN_NAME, PATH }) =>
  keywords({ agent: support(PERSON_URL, `http://${DOMAIN_NAME}${PATH}?again=1`) }, greeter(callers())),
);
