import type { FunctionContext, Handler } from '../../src/answer';

/** What Twilio sends with an SMS, as a Function gets it. */
export function eventOf(body: string, cookie?: string) {
  return {
    request: { headers: {}, cookies: cookie === undefined ? {} : { session: cookie } },
    ToCountry: 'US',
    ToState: 'CA',
    SmsMessageSid: 'SM00000000000000000000000000000001',
    NumMedia: '0',
    ToCity: 'SAN FRANCISCO',
    FromZip: '94105',
    SmsSid: 'SM00000000000000000000000000000001',
    FromState: 'CA',
    SmsStatus: 'received',
    FromCity: 'SAN FRANCISCO',
    Body: body,
    FromCountry: 'US',
    To: '+14155550100',
    ToZip: '94103',
    NumSegments: '1',
    MessageSid: 'SM00000000000000000000000000000001',
    AccountSid: 'AC00000000000000000000000000000001',
    From: '+14158675308',
    ApiVersion: '2010-04-01',
  };
}

export const context = {
  SESSION_SECRET: 'the secret of the benchmark is long enough',
} as unknown as FunctionContext;

/** Takes one message through a handler, in process, and gives the session cookie that it sets. */
export async function take(handler: Handler, event: object): Promise<string> {
  let setCookie: string | undefined;
  await handler(context, event, (_, response) => {
    setCookie = (response as { headers: { 'Set-Cookie': string[] } }).headers['Set-Cookie'][0];
  });
  const value = /^session=([^;]*)/.exec(setCookie ?? '')?.[1];
  if (!value) throw new Error('The Function did not remember the message.');
  return value;
}
