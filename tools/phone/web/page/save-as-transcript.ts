import type { Everything } from '../../switchboard/protocol';
import { receivedOf } from '../../switchboard/received';
import { heardIn, type Talk } from './state';
import { channelOf, dayOf, grouped, nameOf, timeOf } from './wording';

/** All that was said, as people read it. */
export function transcriptOf(talk: Talk, callers: Everything['callers']): string {
  const { from, to } = talk;
  const name = nameOf(from, callers);
  const heard = heardIn(talk);
  const [first] = heard;
  const head = `${name} texts ${grouped(to)} (${channelOf(to)})${first ? `, ${dayOf(first.at)}` : ''}`;
  const lines = heard.flatMap((each) => {
    const at = timeOf(each.at);
    const ours = `${at}  ${grouped(to)}: `;
    if (!('exchange' in each)) {
      return [
        ours + said(each),
        ...(each.failed ? [`${at}  (${each.failed.code} ${each.failed.title})`] : []),
      ];
    }
    return [
      `${at}  ${name}: ${said(each)}`,
      ...receivedOf(each.exchange).map((reply) => ours + said(reply)),
      ...each.exchange.problems.map(({ code, title, meaning }) => `${at}  (${code} ${title}: ${meaning})`),
    ];
  });
  return `${[head, '', ...lines].join('\n')}\n`;
}

function said({ body, media }: { body: string; media: readonly string[] }): string {
  return [body, ...media].filter(Boolean).join('\n').replaceAll('\n', '\n       ');
}
