import { english } from '../../../../src/dialogue/languages/english';
import { german } from '../../../../src/dialogue/languages/german';
import type { Language } from '../../../../src/dialogue/languages/language';
import { spanish } from '../../../../src/dialogue/languages/spanish';
import { readYesNo } from '../../../../src/dialogue/understanding/yes-no';

/** What people text for yes and no. The lists are written apart from those of the languages, so that none gets lost. */
const WORDS: readonly [string, Language, { readonly yes: string; readonly no: string }][] = [
  [
    'english',
    english,
    {
      yes:
        "yes|y|i do|i am|i am sure|i'm sure|im sure|it is|it does|yep|yeah|yea|yeh|yup|yh|ya|yas|sure|" +
        'sure thing|ok|okay|okey|k|kk|please|of course|please do|alright|all right|sounds great|perfect|' +
        'go for it|i agree|agreed|confirm|confirmed|' +
        'i confirm|i do confirm|' +
        'that works|works for me|correct|right|exactly|' +
        'absolutely|definitely|certainly|indeed|affirmative|true|go ahead|do it|sounds good|' +
        "that's right|thats right|that is right|that's correct|thats correct|that is correct|👍|👌|✅|✔|☑|" +
        '💯',
      no:
        'no|n|nope|nah|nay|no way|not now|not yet|not really|absolutely not|definitely not|' +
        "of course not|don't|dont|i don't|i dont|i do not|i am not|i'm not|im not|it isn't|it is not|" +
        "it doesn't|it doesnt|it does not|never|incorrect|wrong|false|not correct|not right|" +
        "that's wrong|thats wrong|that is wrong|that's not right|thats not right|" +
        "not confirmed|do not confirm|don't confirm|dont confirm|i do not confirm|i don't confirm|i dont confirm|i do not agree|i don't agree|i dont agree|i disagree|disagree|" +
        '👎|❌|✖|🚫',
    },
  ],
  [
    'german',
    german,
    {
      yes:
        'ja|j|jo|jep|jup|jap|jepp|joa|jawohl|ja klar|na klar|klar|natürlich|sicher|gern|gerne|sehr gern|' +
        'sehr gerne|genau|richtig|perfekt|alles klar|geht klar|machen wir|stimmt|das stimmt|korrekt|' +
        'passt|das passt|in ordnung|einverstanden|auf jeden fall|unbedingt|selbstverständlich|' +
        'bestätigt|bestätige|ich bestätige|ich bestätige das|bestätige ich|bestätigen|hiermit bestätigt|ich bin einverstanden|' +
        'ok|okay|' +
        'okey|oke|k|yes|yep|👍|👌|✅|✔|☑|💯',
      no:
        'nein|n|nö|nee|ne|nope|no|nein danke|lieber nicht|nicht|noch nicht|natürlich nicht|eher nicht|' +
        'auf keinen fall|auf gar keinen fall|niemals|falsch|stimmt nicht|das stimmt nicht|passt nicht|' +
        'das passt nicht|nicht richtig|nicht korrekt|das ist falsch|' +
        'nicht bestätigt|noch nicht bestätigt|nicht bestätigen|bestätige nicht|ich bestätige nicht|ich bestätige das nicht|nicht einverstanden|ich bin nicht einverstanden|nicht in ordnung|nicht ok|nicht okay|' +
        '👎|❌|✖|🚫',
    },
  ],
  [
    'spanish',
    spanish,
    {
      yes:
        'si|s|sip|sí señor|sí quiero|claro|claro que sí|por supuesto|desde luego|vale|dale|va|sale|' +
        'órale|ándale|de acuerdo|correcto|es correcto|exacto|así es|eso es|está bien|perfecto|' +
        'afirmativo|acepto|confirmo|' +
        'lo confirmo|confirmar|confirmado|confirmada|estoy de acuerdo|' +
        'cierto|ok|okay|okey|oki|k|yes|yep|👍|👌|✅|✔|☑|💯',
      no:
        'no|n|nop|nope|nel|no quiero|claro que no|para nada|de ninguna manera|ahora no|todavía no|' +
        'aún no|mejor no|nunca|incorrecto|falso|no es correcto|no está bien|' +
        'no confirmo|no lo confirmo|no confirmar|no confirmado|no confirmada|no acepto|no estoy de acuerdo|no es cierto|' +
        '👎|❌|✖|🚫',
    },
  ],
];

test.each(WORDS)('each word for yes and for no is heard: %s', (_, language, words) => {
  for (const [list, means] of [
    [words.yes, true],
    [words.no, false],
  ] as const) {
    for (const word of list.split('|'))
      expect([word, readYesNo(word, language)]).toStrictEqual([word, means]);
  }
});
