import { Carrier, type Exchange } from '../phone/carrier/carrier';
import { KNOWN_CALLER, OUR_NUMBER } from '../phone/terminal/options';
import type { Finding } from './finding';

/** Two, because the second shows whether the first is remembered. */
const TEXTS = ['hello', 'hello'];

/** Texts a webhook from one phone, and waits for each answer. */
export async function converse(url: string, authToken: string): Promise<Exchange[]> {
  const phone = new Carrier({ url, authToken }).pair({ from: KNOWN_CALLER, to: OUR_NUMBER });
  const exchanges: Exchange[] = [];
  for (const text of TEXTS) exchanges.push(await phone.send(text));
  return exchanges;
}

/** What Twilio would have logged as errors and warnings. */
export function findingsIn(exchanges: readonly Exchange[]): Finding[] {
  return exchanges.flatMap(({ problems, request }) =>
    problems.map(({ code, title, meaning, remedy }) => ({
      name: 'conversation',
      what: `To "${request.params.Body ?? ''}" Twilio would log ${code}, ${title}. ${meaning}`,
      remedy,
    })),
  );
}
