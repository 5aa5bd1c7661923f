import { Understood } from '../understood';
import type { Language } from '../languages/language';
import { isOwnWord } from '../understanding/own-words';
import type { Reader } from './reader';
import { Wrong, wrong } from './wrong';

/**
 * Reads what the reader reads, and gives `undefined` for SKIP in the language of the dialogue. The reply to a wrong answer
 * names SKIP.
 */
export function optional<T>(reader: Understood<T>): Understood<T | undefined>;
export function optional<const T>(reader: Reader<T>): Reader<Exclude<T, Wrong> | undefined>;
export function optional(
  reader: Reader<unknown> | Understood<unknown>,
): Reader<unknown> | Understood<unknown> {
  if (reader instanceof Understood) {
    return new Understood(reader.name, async (text, hearing) => {
      const { language } = hearing;
      return isSkip(text, language) ? undefined : withHint(await reader.read(text, hearing), language);
    });
  }
  return (text, language) =>
    isSkip(text, language) ? undefined : withHint(reader(text, language), language);
}

function isSkip(text: string, language: Language): boolean {
  return isOwnWord(text, language.hears.skip, language);
}

function withHint(value: unknown, { hears, says }: Language): unknown {
  return value instanceof Wrong ? wrong(`${value.reason} ${says.skip(hears.skip[0])}`) : value;
}
