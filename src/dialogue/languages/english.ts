import { ended } from './ended';
import { enumerate } from './enumerate';
import { hourBefore } from './hour-before';
import type { Language } from './language';

// Apart from the rest, because a Function needs these even if its conversation has no language.
export const apology = 'Sorry, something went wrong on our side. Please text that again.';
export const tooMany = 'That was a lot of texts. Please wait an hour, and then text again.';
export const optedOut = 'You will get no more messages from us. Text START to get them again.';
export const optedIn = 'You will get our messages again. Text STOP to end them.';
export const help = 'This number answers automatically. Text STOP to get no more messages.';
export function tooLong(back?: string): string {
  return ended(
    `Sorry, that is more than we can keep. Please answer more briefly${back ? `, or text ${back}` : ''}`,
  );
}

/** English, as it is texted in the United States: 1,000.5 and month before day. The default. */
export const english: Language = {
  locale: 'en',
  hears: {
    back: ['BACK', 'go back', 'take me back', 'previous', 'previous question'],
    restart: ['RESTART', 'start over', 'start again', 'begin again', 'start anew'],
    skip: ['SKIP', 'skip it', 'skip this', 'skip that', 'skip this one', 'skip this question'],
    exit: ['EXIT', 'exit this', 'leave this'],

    yes:
      "yes|y|i do|i am|i am sure|i'm sure|im sure|it is|it does|yep|yeah|yea|yeh|yup|yh|ya|yas|sure|sure thing|ok|okay|okey|k|kk|please|of course|" +
      'please do|alright|all right|sounds great|perfect|go for it|i agree|agreed|confirm|confirmed|i confirm|i do confirm|that works|works for me|' +
      'correct|right|exactly|absolutely|definitely|certainly|indeed|affirmative|true|go ahead|do it|sounds good|' +
      "that's right|thats right|that is right|that's correct|thats correct|that is correct|👍|👌|✅|✔|☑|💯",
    no:
      'no|n|nope|nah|nay|no way|not now|not yet|not really|absolutely not|definitely not|of course not|' +
      "don't|dont|i don't|i dont|i do not|i am not|i'm not|im not|it isn't|it is not|it doesn't|it doesnt|it does not|never|incorrect|wrong|false|" +
      "not correct|not right|that's wrong|thats wrong|that is wrong|that's not right|thats not right|" +
      "not confirmed|do not confirm|don't confirm|dont confirm|i do not confirm|i don't confirm|i dont confirm|" +
      "i do not agree|i don't agree|i dont agree|i disagree|disagree|👎|❌|✖|🚫",
    polite: "please|pls|plz|thanks|thank you|thx|ty|cheers|sir|madam|ma'am",

    choosing:
      "the|a|an|option|number|nr|choice|answer|item|i'll take|ill take|i'll have|ill have|i will take|i will have|" +
      "i would like|i'd like|id like|i want|i choose|i pick|can i have|can we do|let's do|lets do|let's say|lets say|" +
      "let's go with|lets go with|i'll go with|ill go with|on|at|this|ok|okay|yes|yeah|sure",
    chosen:
      'works|is fine|is good|is great|works for me|would be great|would be nice|would be fine|would work|for me|then',
    between: 'or|and|&|/|+',
    ordinals: 'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth',
    last: 'last',
    ordinalEndings: 'st|nd|rd|th',
    ones: 'one|option|choice|answer|item',

    numbers:
      'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen',
    tens: 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety',
    compound: (tens, ones) => `${tens} ${ones}|${tens}-${ones}`,
    dozens: {
      'half a dozen': 6,
      'half dozen': 6,
      'a half dozen': 6,
      'a dozen': 12,
      'one dozen': 12,
      '1 dozen': 12,
      'two dozen': 24,
      '2 dozen': 24,
      'three dozen': 36,
      '3 dozen': 36,
    },
    counting:
      "i want|we want|i need|we need|i'd like|id like|i would like|we'd like|we would like|i'll take|ill take|we'll take|" +
      "i'll have|ill have|we'll have|can i have|can i get|can we have|could i have|could we have|give me|make it|" +
      "we are|we're|we will be|we'll be|there are|there's|there is|there will be|it's|it is|i am|i'm|im|just|only|exactly|" +
      'for|party of|a party of|table for|a table for',
    inexact:
      "o'clock|oclock|" +
      'or|and|to|more|less|fewer|plus|minus|not|no|if|at|am|pm|a.m|p.m|noon|midnight|half|percent|dozen|hundred|thousand|million|k|m|x|times|' +
      'pair|pairs|couple|couples|s|sec|second|seconds|min|mins|minute|minutes|h|hr|hrs|hour|hours|day|days|week|weeks|month|months|year|years|moment|moments',
    decimal: '.',
    thousands: ',',
    dates: {
      clock: 12,
      rewrite: [
        [/\b(?:the )?day after tomorrow\b/g, 'in 2 days'],
        [/\b(?:half past|half) (\d{1,2})\b/g, '$1:30'],
        [/\b(?:a )?quarter past (\d{1,2})\b/g, '$1:15'],
        [/\b(?:a )?quarter (?:to|till) (\d{1,2})\b/g, (_, hour) => `${hourBefore(hour)}:45`],
        [/(?<![/.-])\b12 (?=noon|midnight)/g, ''],
        [/\btonight (?:at )?12[:.](\d\d)$|\b12[:.](\d\d) (?:at night|tonight)\b/g, 'at 0:$1$2'],
        [/\b12 (?=at night|tonight)|(?<=night )(?:at )?12$/g, 'midnight '],
        [/ ?@ ?/g, ' at '],
        [/(?<!in )\b(\d{1,2}) ?h\b/g, '$1:00'],
      ],
      dayOfMonth: /\b(?:on )?(?:the )?\d{1,2}(?:st|nd|rd|th)\b/,
      next: /\bnext (?!week|month|year)/,
      week: /\bweek\b/,
      past: /\b(?:last|ago|past)\b(?! \d)/,
      vague: /^(?:next|this|last|the coming) (?:week|month|year)\b|weekend/,
      morning: /\b(?:in the )?morning\b/,
      afternoon: /\b(?:in the |at )?(?:afternoon|evening|night)\b/,
      around:
        "on|at|the|by|this|coming|upcoming|o'clock|oclock|let's say|lets say|let's do|how about|what about|i'd like|i would like",
      at: 'at',
    },
  },
  says: {
    apology,
    tooLong,
    tooMany,
    optedOut,
    optedIn,
    help,

    changed: 'Our questions have changed. Let us go on from here.',
    stands: (restart) =>
      `Our questions have changed. What was done before still counts.${restart ? ` Text ${restart} to begin anew.` : ''}`,
    startOver: 'Sorry, we have to start over.',
    firstQuestion: 'This is the first question.',
    cannotTakeBack: 'That has been done and cannot be undone.',
    gaveUp: 'Let us leave it there. Text again any time.',
    left: 'OK, we leave it there.',
    correct: (back) => `Text ${back} to correct an answer.`,
    skip: (skip) => ended(`Or text ${skip}`),

    inWords: 'Please answer in words.',
    picture: 'Please send a picture.',
    tooManyCharacters: (limit) => `Please answer in at most ${limit} characters.`,
    yesOrNo: 'Please answer yes or no.',
    oneOf: (last) =>
      last === undefined
        ? 'Please answer with one of these.'
        : `Please answer with a ${/\d/.test(last) ? 'number from 1' : 'letter from A'} to ${last}, or the word.`,
    either: (meanings) => `Which one do you mean: ${enumerate(meanings, 'or')}?`,
    wholeNumber: (min, max) => {
      if (min === -Infinity && max === Infinity) return 'Please answer with a whole number.';
      if (max === Infinity) return `Please answer with a whole number, ${min} or more.`;
      if (min === -Infinity) return `Please answer with a whole number, ${max} or less.`;
      return `Please answer with a whole number from ${min} to ${max}.`;
    },
    doesNotMatch: 'Sorry, that does not look right.',
    email: 'Please answer with an e-mail address, such as name@example.com.',
    phoneNumber: (example) =>
      ended(`Please answer with a phone number${example ? `, such as ${example}` : ''}`),
    dateTime: (time) => ended(`Please answer with a day and a time, such as tomorrow ${time}`),
    date: 'Please answer with a day, such as tomorrow or December 24.',
    time: (time) => ended(`Please answer with a time, such as ${time}`),
    past: 'That has already passed. Please answer with a later one.',
    noSuchDay: 'The calendar has no such day. Please check the date and the weekday.',
    whatYear: 'Please answer with the year, too.',
    whatTime: (time) => ended(`Please answer with the time, too, such as tomorrow ${time}`),
    noSuchTime: 'The clocks go forward then, so that time does not exist. Please answer with another one.',
    hours: (from, to) => ended(`Please answer with a time from ${from} to ${to}`),
  },
};
