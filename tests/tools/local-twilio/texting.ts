import type { RequestListener } from 'node:http';
import {
  Carrier,
  type CarrierOptions,
  type Exchange,
  type Phone,
} from '../../../tools/local-twilio/carrier/carrier';
import { serving, twiml } from '../../../tools/testing/webhook';

export const rey = { from: '+14158675308', to: '+14155550100' };
export const finn = { from: '+12349013030', to: '+14155550100' };
export const HOUR = 60 * 60 * 1000;

/** A phone whose number leads to this webhook. */
export function texting<Result>(
  webhook: RequestListener,
  use: (phone: Phone, carrier: Carrier, url: string) => Promise<Result>,
  options: Partial<CarrierOptions> = {},
): Promise<Result> {
  return serving(webhook, (url) => {
    const carrier = new Carrier({ url, ...options });
    return use(carrier.pair(rey), carrier, url);
  });
}

export const sendHello = (phone: Phone): Promise<Exchange> => phone.send('hello');
export const codes = ({ problems }: Exchange) => problems.map(({ code }) => code);
export const bodies = ({ replies }: Exchange) => replies.map(({ body }) => body);

/** Counts the messages of a pair in a cookie, as plainly as can be. */
export const counting =
  (attributes = ''): RequestListener =>
  (request, response) => {
    const seen = Number(/count=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 0) + 1;
    twiml(`<Message>${seen}</Message>`, { 'Set-Cookie': `count=${seen}${attributes}` })(request, response);
  };
