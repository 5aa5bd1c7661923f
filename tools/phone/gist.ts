import type { Exchange } from '../local-twilio';

/** Lines of a body that are shown at once, and characters of a line. */
const MAX_LINES = 8;
const MAX_LENGTH = 200;

/** Twilio's errors about a response that holds no TwiML. */
const NO_TWIML = [11200, 11750, 12100, 12300];

/**
 * The first lines of a response that is no TwiML: a stack trace, or an error page without its markup.
 * `[]` if the response is TwiML, or has no body.
 */
export function gistOf({ problems, response }: Exchange): string[] {
  if (response === undefined || !problems.some(({ code }) => NO_TWIML.includes(code))) return [];
  const isHtml = /^\s*<(!doctype html|html)/i.test(response.body);
  const lines = (isHtml ? withoutMarkup(response.body) : response.body)
    .split('\n')
    .map((line) => line.trimEnd().slice(0, MAX_LENGTH))
    .filter((line) => line.trim() !== '');
  return lines.slice(0, MAX_LINES);
}

function withoutMarkup(html: string): string {
  return html
    .replace(/<(style|script|head)\b.*?<\/\1\s*>/gis, '')
    .replace(/<(br|p|h\d|div|li|pre|hr|tr)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#0?39|#x27|nbsp|amp);/g, (_, name: string) => CHARACTERS[name] ?? ' ');
}

const CHARACTERS: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  amp: '&',
  '#39': "'",
  '#039': "'",
  '#x27': "'",
};
