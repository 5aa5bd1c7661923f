import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';
import { open, seal } from '../bare';

const sealed = seal('{"messages":1}');

/** A Function that only opens and seals. */
export function handler(_: unknown, __: unknown, callback: ServerlessCallback): void {
  const response = new Twilio.Response()
    .appendHeader('Content-Type', 'text/xml')
    .setBody(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Rey has messaged +14155550100 2 times.</Message></Response>',
    )
    .setCookie('session', seal(open(sealed)), ['Max-Age=14400']);
  callback(null, response);
}
