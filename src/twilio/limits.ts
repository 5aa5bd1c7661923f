/*
 * All limits of Twilio's that this library respects. If two of Twilio's pages disagree, the stricter number is here.
 * The local Twilio, which tests this library, has its own table: tools/local-twilio/limits.ts.
 */

/**
 * The longest text of a message, in UTF-16 units, which is the strictest way to count. Errors 14103
 * and 21617: https://www.twilio.com/docs/api/errors/14103
 */
export const MAX_TEXT = 1600;

/** The most replies to one incoming message. Error 14109: https://www.twilio.com/docs/api/errors/14109 */
export const MAX_REPLIES = 10;

/** The most pictures or files of one message. Error 21623: https://www.twilio.com/docs/api/errors/21623 */
export const MAX_MEDIA = 10;

/**
 * The bytes that all headers of a request or a response may have, cookies included. Error 82008, with
 * HTTP 431: https://www.twilio.com/docs/api/errors/82008. The page of limitations says 15 KB.
 */
export const MAX_HEADER_BYTES = 4096;

/**
 * How long a cookie lives, in seconds: four hours by default, and a longer life is capped to that.
 * https://help.twilio.com/articles/223136287
 */
export const COOKIE_MAX_AGE = 4 * 60 * 60;

/**
 * How long a Function may take, in milliseconds. Twilio then ends it.
 * https://www.twilio.com/docs/serverless/functions-assets/faq
 */
export const EXECUTION_LIMIT = 10_000;

/**
 * The bytes of JSON that one document of Sync holds. Error 54006:
 * https://www.twilio.com/docs/api/errors/54006. Other pages say 16 KiB, which is 384 bytes more.
 */
export const MAX_SYNC_DATA = 16_000;

/**
 * The longest life of a document of Sync, in seconds: a year.
 * https://www.twilio.com/docs/api/errors/54011
 */
export const MAX_SYNC_TTL = 31_536_000;

/**
 * How far ahead of its time a message has to be scheduled, in milliseconds: more than this.
 * https://www.twilio.com/docs/api/errors/35115. The page of error 35114 says 15 minutes.
 */
export const SCHEDULE_EARLIEST = 300_000;

/**
 * How far ahead of its time a message may be scheduled, in milliseconds: 35 days.
 * https://www.twilio.com/docs/api/errors/35115
 */
export const SCHEDULE_LATEST = 3_024_000_000;
