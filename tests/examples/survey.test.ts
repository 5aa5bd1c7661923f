import { survey, type Answers } from '../../examples/survey';
import { talk } from '../../tools/testing';

async function held(texts: readonly string[]) {
  const saved: Answers[] = [];
  const replies = await talk(
    survey((_, answers) => {
      saved.push(answers);
      return Promise.resolve();
    }),
    texts,
  );
  return { saved, replies: replies.flat() };
}

const LIKED = 'Was hat Ihnen am besten gefallen?\n1. Essen\n2. Bedienung\n3. Musik\n4. Nichts';

test('asks in German, and takes every answer', async () => {
  const { saved, replies } = await held([
    'hallo',
    'zwei',
    'die Musik',
    'Gern wieder',
    'jo',
    'ada@example.com',
  ]);
  expect(replies.slice(1)).toStrictEqual([
    LIKED,
    'Möchten Sie noch etwas sagen?',
    'Dürfen wir Ihnen schreiben?',
    'Wie lautet Ihre E-Mail-Adresse?',
    'Vielen Dank!',
  ]);
  expect(saved).toStrictEqual([
    { visits: 2, liked: 'Musik', comment: 'Gern wieder', address: 'ada@example.com' },
  ]);
});

test('lets questions be skipped, and goes back', async () => {
  const [greeting] = (await held(['hallo'])).replies as string[];
  const [, skip = '', back = ''] = /mitmachen! (\S+) lässt .*, (\S+) geht/.exec(greeting ?? '') ?? [];
  const { saved, replies } = await held(['hallo', skip, '4', back, 'essen', skip, 'nein']);
  expect(replies.slice(1)).toStrictEqual([
    LIKED,
    'Das tut uns leid. Was war nicht gut?',
    LIKED,
    'Möchten Sie noch etwas sagen?',
    'Dürfen wir Ihnen schreiben?',
    'Vielen Dank!',
  ]);
  expect(saved).toStrictEqual([
    { visits: undefined, liked: 'Essen', comment: undefined, address: undefined },
  ]);
});
