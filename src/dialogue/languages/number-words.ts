/**
 * The number words of a language and what they mean.
 *
 * @param small the words from zero on, separated by spaces
 * @param tens the words for the tens behind `small`, up to ninety
 * @param compound how people write tens and ones together: `['twenty one', 'twenty-one']`
 */
export function numberWords(
  small: string,
  tens: string,
  compound: (tens: string, ones: string) => readonly string[],
): Record<string, number> {
  const below = small.split(' ');
  const words = Object.fromEntries(below.map((word, number) => [word, number]));
  const round = tens.split(' ');
  for (const [place, ten] of round.entries()) {
    const number = 100 - 10 * (round.length - place);
    words[ten] = number;
    for (let ones = 1; ones <= 9; ones++) {
      for (const word of compound(ten, below[ones] ?? '')) words[word] = number + ones;
    }
  }
  return words;
}
