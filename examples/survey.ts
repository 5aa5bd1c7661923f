import { ask, choose, confirm, dialogue, email, german, once, optional, say, wholeNumber } from '../src';

export interface Answers {
  readonly visits: number | undefined;
  readonly liked: string;
  readonly comment: string | undefined;
  readonly address: string | undefined;
}

/** Ein Fragebogen. A survey in German, in which most questions may be skipped with WEITER. */
export function survey(save: (key: string, answers: Answers) => Promise<void>) {
  return dialogue(
    'survey',
    function* () {
      const { skip, back } = german.hears;
      yield* say(`Danke, dass Sie mitmachen! ${skip[0]} lässt eine Frage aus, ${back[0]} geht zurück.`);
      const visits = yield* ask('Wie oft waren Sie schon bei uns?', optional(wholeNumber({ min: 0 })));
      const liked = yield* choose('Was hat Ihnen am besten gefallen?', [
        'Essen',
        'Bedienung',
        'Musik',
        'Nichts',
      ]);
      const comment = yield* ask(
        liked === 'Nichts' ? 'Das tut uns leid. Was war nicht gut?' : 'Möchten Sie noch etwas sagen?',
        optional((text) => text),
        { maxLength: 600 },
      );
      const address = (yield* confirm('Dürfen wir Ihnen schreiben?'))
        ? yield* ask('Wie lautet Ihre E-Mail-Adresse?', optional(email()))
        : undefined;
      yield* once('save', (key) => save(key, { visits, liked, comment, address }));
      return 'Vielen Dank!';
    },
    { language: german },
  );
}
