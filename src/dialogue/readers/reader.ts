import type { Language } from '../languages/language';
import type { Wrong } from './wrong';

/**
 * Turns the text of an answer (white space around it is gone) into a value, or says what is wrong with it,
 * in the language of the dialogue. It runs again at every replay, so it gives the same for the same text.
 *
 *     const even = (text: string) => (/^\d*[02468]$/.test(text) ? Number(text) : wrong('An even number, please.'));
 */
export type Reader<T> = (text: string, language: Language) => T | Wrong;
