/**
 * What Twilio Functions take of a request's or a response's headers, cookies included: bytes and
 * lines. Another edition of the page allows 15 KB and 90; what is within these works under both.
 *
 * https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
export const MAX_HEADER_BYTES = 4096;
export const MAX_HEADERS = 75;

/** How long Twilio keeps a pair's cookies after the pair was last active, in milliseconds. */
export const INACTIVITY = 4 * 60 * 60 * 1000;
