import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';

interface Event {
  readonly request: { readonly cookies: Readonly<Record<string, string | undefined>> };
  readonly From: string;
  readonly To: string;
}

/**
 * The counter of Twilio's guides, in a cookie that is neither signed nor sealed.
 * https://www.twilio.com/docs/runtime/functions/headers-and-cookies/setting-and-modifying
 */
export function handler(_: unknown, event: Event, callback: ServerlessCallback): void {
  const count = Number(event.request.cookies.count ?? 0) + 1;
  const twiml = new Twilio.twiml.MessagingResponse();
  twiml.message(
    count === 1 ? 'Thanks for the new message, Rey.' : `Rey has messaged ${event.To} ${count} times.`,
  );
  const response = new Twilio.Response()
    .appendHeader('Content-Type', 'text/xml')
    .setBody(twiml.toString())
    .setCookie('count', String(count), ['Max-Age=14400']);
  callback(null, response);
}
