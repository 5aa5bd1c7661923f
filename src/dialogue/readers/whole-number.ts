import { readWholeNumber } from '../understanding/whole-number';
import type { Reader } from './reader';
import { wrong } from './wrong';

export interface WholeNumberOptions {
  min?: number;
  max?: number;
  /**
   * What may stand behind the number: `['weeks', 'week']`. Without it `5 people` is understood, but `2 weeks` is not,
   * because the question may ask for days.
   */
  units?: readonly string[];
  /** What is said to anything else. */
  wrong?: string;
}

/** A whole number from `min` to `max`, in digits or words: `5`, `5 people`, `two`, `1,000`. */
export function wholeNumber({
  min = -Infinity,
  max = Infinity,
  units,
  wrong: reason,
}: WholeNumberOptions = {}): Reader<number> {
  return (text, language) => {
    const number = readWholeNumber(text, language, units);
    const fits = number !== undefined && number >= min && number <= max;
    return fits ? number : wrong(reason ?? language.says.wholeNumber(min, max));
  };
}
