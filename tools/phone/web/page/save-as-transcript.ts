import type { Everything } from '../../switchboard/protocol';
import { receivedOf } from '../../switchboard/received';
import type { Talk } from './state';
import { channelOf, dayOf, grouped, nameOf, timeOf } from './wording';

/** All that was said, as people read it. */
export function transcriptOf({ from, to, entries }: Talk, callers: Everything['callers']): string {
  const name = nameOf(from, callers);
  const [first] = entries;
  const head = `${name} texts ${grouped(to)} (${channelOf(to)})${first ? `, ${dayOf(first.at)}` : ''}`;
  const lines = entries.flatMap(({ at, body, media, exchange }) => [
    `${timeOf(at)}  ${name}: ${said({ body, media })}`,
    ...receivedOf(exchange).map((reply) => `${timeOf(at)}  ${grouped(to)}: ${said(reply)}`),
    ...exchange.problems.map(({ code, title, meaning }) => `${timeOf(at)}  (${code} ${title}: ${meaning})`),
  ]);
  return `${[head, '', ...lines].join('\n')}\n`;
}

function said({ body, media }: { body: string; media: readonly string[] }): string {
  return [body, ...media].filter(Boolean).join('\n').replaceAll('\n', '\n       ');
}
