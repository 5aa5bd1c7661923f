import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';
import { open, seal } from '../bare';

const sealed = seal('{"messages":1}');

/** The least that any answer with a sealed cookie takes: an open, a seal and Twilio's own TwiML. */
export function handler(_: unknown, __: unknown, callback: ServerlessCallback): void {
  const twiml = new Twilio.twiml.MessagingResponse();
  twiml.message('Rey has messaged +14155550100 2 times.');
  const response = new Twilio.Response()
    .appendHeader('Content-Type', 'text/xml')
    .setBody(twiml.toString())
    .setCookie('session', seal(open(sealed)), ['Max-Age=14400']);
  callback(null, response);
}
