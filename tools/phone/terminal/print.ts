import type { Exchange, HeldCookie, Pair, Reply } from '../../local-twilio';
import { gistOf } from '../gist';
import type { Clock, Entry, Unasked } from '../switchboard/protocol';
import { receivedOf } from '../switchboard/received';
import { writeDuration } from './duration';

/** How many places of a stack are printed. */
const MAX_PLACES = 3;

type Colour = 'dim' | 'red' | 'green';

const CODES: Readonly<Record<Colour, number>> = { dim: 2, red: 31, green: 32 };

/** https://no-color.org */
export function paint(text: string, colour: Colour, stream: NodeJS.WriteStream): string {
  return stream.isTTY && !process.env.NO_COLOR ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}

/** Prints what came of a text: what the phone receives to standard output, the rest to standard error. */
export function printEntry({ exchange, insight }: Entry, clock: Clock): void {
  const received = receivedOf(exchange);
  for (const reply of received) console.log(paint(textOf(reply, exchange), 'green', process.stdout));
  console.error(paint(summaryOf(received, exchange, clock), 'dim', process.stderr));
  for (const { code, title, meaning, remedy } of exchange.problems) {
    console.error(paint(`${code} ${title}`, 'red', process.stderr));
    console.error(`  ${harmless(meaning)}\n  ${remedy}`);
  }
  for (const line of gistOf(exchange)) console.error(`  | ${harmless(line)}`);
  if (insight?.failure) {
    const { name, message, places } = insight.failure;
    console.error(paint(harmless(`${name}: ${message}`), 'red', process.stderr));
    for (const { file, line, column } of places.slice(0, MAX_PLACES)) {
      console.error(`  at ${file}:${line}:${column}`);
    }
  }
}

/** A message of ours that answers no text, as it reads in a chat of somebody. */
export function printedUnasked(pair: Pair, { body, media, failed }: Unasked, from: string): string {
  const elsewhere = pair.from === from ? [] : [`(to ${pair.from})`];
  const missed = failed ? [`(not delivered: ${failed.code} ${failed.title})`] : [];
  return paint(
    harmless([...elsewhere, ...missed, body, ...media].filter(Boolean).join('\n')),
    'green',
    process.stdout,
  );
}

/** What came of a text, as one line of JSON: the exchange, what is remembered now, and what went wrong. */
export function jsonOf({ exchange, insight }: Entry): string {
  const { turn, failure, log } = insight ?? {};
  const remembered = turn && { conversation: turn.conversation, version: turn.version, state: turn.after };
  return JSON.stringify({ ...exchange, remembered, failure, log });
}

function textOf({ body, media, to }: Reply, { request }: Exchange): string {
  const elsewhere = to === request.params.From ? [] : [`(to ${to})`];
  return harmless([...elsewhere, body, ...media].filter((part) => part !== '').join('\n'));
}

function summaryOf(received: readonly Reply[], { response, cookie }: Exchange, clock: Clock): string {
  const segments = received.reduce((sum, reply) => sum + reply.segments, 0);
  const encodings = [...new Set(received.map(({ encoding }) => encoding))].join(', ');
  return [
    response ? `HTTP ${response.status} in ${response.milliseconds} ms` : 'no response',
    received.length === 0
      ? 'says nothing'
      : `${segments} ${segments === 1 ? 'segment' : 'segments'} of ${encodings}`,
    cookie === undefined
      ? 'no cookie'
      : `cookie of ${cookie.bytes} bytes, for ${writeDuration(cookie.expiresAt - clock.now)}${withheldNote(cookie)}`,
    ...(clock.ahead > 0 ? [`clock ${writeDuration(clock.ahead)} ahead (/now in a chat sets it back)`] : []),
  ].join(' · ');
}

function withheldNote({ withheld }: HeldCookie): string {
  return withheld.length > 0 ? ` (${withheld.join(', ')}: Secure, and so not sent over http)` : '';
}

/** A text may not move the cursor or change the colours: U+009B alone would do it. */
function harmless(text: string): string {
  // eslint-disable-next-line no-control-regex -- the control characters are what it is about
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}
