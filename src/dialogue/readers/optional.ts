import { isOwnWord } from '../understanding/own-words';
import type { Reader } from './reader';
import { Wrong, wrong } from './wrong';

/**
 * What the reader reads, or `undefined` for SKIP in the language of the dialogue. Who answers something wrong
 * hears of SKIP.
 */
export function optional<const T>(reader: Reader<T>): Reader<Exclude<T, Wrong> | undefined> {
  return (text, language) => {
    const { hears, says } = language;
    if (isOwnWord(text, hears.skip, language)) return undefined;
    const value = reader(text, language);
    return value instanceof Wrong
      ? wrong(`${value.reason} ${says.skip(hears.skip[0])}`)
      : (value as Exclude<T, Wrong>);
  };
}
