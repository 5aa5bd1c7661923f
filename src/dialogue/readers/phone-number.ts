import type { CountryCode, Examples } from 'libphonenumber-js';
import type { Language } from '../languages/language';
import { LoggableError } from '../../log';
import type { Reader } from './reader';
import { wrong, type Wrong } from './wrong';

export interface PhoneNumberOptions {
  /** The country of a number without `+`: `'DE'` (ISO 3166-1). Without it, only numbers with `+` are taken. */
  country?: CountryCode;
}

/**
 * A phone number, as it is written in its country, in E.164: `+4930901820`. `libphonenumber-js` is loaded when
 * the first answer comes, which takes some 25 ms, and knows which numbers a country has.
 *
 * @throws {LoggableError} at an answer, if there is no such country
 */
export function phoneNumber({ country }: PhoneNumberOptions = {}): Reader<string> {
  return (text, language) => readPhoneNumber(text, language, country);
}

function readPhoneNumber(text: string, { says }: Language, country: CountryCode | undefined): string | Wrong {
  const library = require('libphonenumber-js') as typeof import('libphonenumber-js');
  if (country !== undefined && !library.isSupportedCountry(country)) {
    throw new LoggableError(
      `phoneNumber() knows no country ${JSON.stringify(country)}: two capitals, such as 'DE'`,
    );
  }
  const [found, another] = library.findPhoneNumbersInText(text.normalize('NFKC'), country);
  // An extension would be lost in silence: E.164 has none.
  if (found && !another && found.number.ext === undefined) return found.number.number;
  return wrong(says.phoneNumber(country && exampleOf(country, library)));
}

function exampleOf(country: CountryCode, library: typeof import('libphonenumber-js')): string | undefined {
  const examples = require('libphonenumber-js/examples.mobile.json') as Examples;
  return library.getExampleNumber(country, examples)?.formatNational();
}
