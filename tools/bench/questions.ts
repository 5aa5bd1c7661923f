import { ask, dialogue } from '../../src/dialogue';

/** Asks without end, as long as somebody answers. */
export const questions = dialogue('questions', function* () {
  for (let n = 1; ; n++) yield* ask(`What is your answer to question ${n}?`);
});
