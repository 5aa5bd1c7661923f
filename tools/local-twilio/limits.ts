/** One number of Twilio's. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  /** The error code that Twilio logs or answers above the limit, if it has one. */
  readonly code?: number;
  /** The page that says so. */
  readonly source: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

const FUNCTIONS_API = 'https://www.twilio.com/docs/runtime/functions-assets-api';
const SYNC_LIMITS = 'https://www.twilio.com/docs/sync/limits';

/**
 * All limits of Twilio's that the local Twilio enforces. `src/twilio/limits.ts` repeats some of them on purpose,
 * because the local Twilio tests that code. If two pages disagree, the stricter number is here. The phone's page
 * uses this file in a browser, so it needs nothing of Node's.
 */
export const LIMITS = {
  /** Of one message. UTF-16 units are the strictest way to count characters. */
  text: { value: 1600, unit: 'UTF-16 units', code: 14103, source: errorPage(14103) },
  /** To one incoming message. */
  replies: { value: 10, unit: 'messages', code: 14109, source: errorPage(14109) },
  /** Of one message, in either direction. */
  media: { value: 10, unit: 'files', code: 21623, source: errorPage(21623) },
  /** Of one picture by MMS. */
  picture: { value: 5 * MEBIBYTE, unit: 'bytes', code: 63034, source: errorPage(63034) },
  /** Between two numbers, each sooner than {@link LIMITS.pause} after the one before it. */
  streak: { value: 30, unit: 'messages', code: 14107, source: errorPage(14107) },
  /** What ends a streak, and how long messages fail after it. */
  pause: { value: 30 * SECOND, unit: 'ms', code: 14107, source: errorPage(14107) },

  /** How far ahead of its time a message has to be scheduled, and may be. The page of 35114 says 15 minutes. */
  scheduleEarliest: { value: 5 * MINUTE, unit: 'ms', code: 35115, source: errorPage(35115) },
  scheduleLatest: { value: 35 * DAY, unit: 'ms', code: 35115, source: errorPage(35115) },

  /** On WhatsApp, how long after somebody's last text we may say what we like. */
  whatsappWindow: { value: DAY, unit: 'ms', code: 63016, source: errorPage(63016) },

  /** What the webhook has for one response. */
  responseTime: { value: 15 * SECOND, unit: 'ms', code: 11200, source: errorPage(11205) },
  /** Of a response's body. */
  responseBytes: { value: 64 * KIBIBYTE, unit: 'bytes', code: 11750, source: errorPage(11750) },
  /** Fetched for one message. */
  documents: { value: 50, unit: 'documents', code: 14106, source: errorPage(14106) },
  /** How long a cookie lives: by default, and at most. */
  cookieLife: { value: 4 * HOUR, unit: 'ms', source: 'https://help.twilio.com/articles/223136287' },

  /**
   * Of all headers of a request or a response, cookies included. The page of limitations says 15 KB and
   * 90 today, and 4 KB and 75 in an older edition.
   */
  headerBytes: { value: 4 * KIBIBYTE, unit: 'bytes', code: 82008, source: errorPage(82008) },
  headers: { value: 75, unit: 'headers', code: 82008, source: errorPage(82008) },
  /** The life that a cookie may ask for. Past it Twilio Functions answer 400 in the response's place. */
  cookieMaxAge: {
    value: 24 * HOUR,
    unit: 'ms',
    code: 11200,
    source:
      'https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/limitations',
  },
  /** What a Function has for one request. */
  execution: {
    value: 10 * SECOND,
    unit: 'ms',
    source: 'https://www.twilio.com/docs/serverless/functions-assets/faq',
  },

  /** Of one build. */
  functions: { value: 50, unit: 'files', source: FUNCTIONS_API },
  privateAssets: { value: 50, unit: 'files', source: FUNCTIONS_API },
  /** Public and protected ones together. */
  otherAssets: { value: 1000, unit: 'files', source: FUNCTIONS_API },
  /** Of one asset that is public or protected. */
  asset: { value: 25 * MEBIBYTE, unit: 'bytes', source: FUNCTIONS_API },
  privateAsset: { value: 10 * MEBIBYTE, unit: 'bytes', source: FUNCTIONS_API },
  /** Of a variable's value. */
  variable: {
    value: 450,
    unit: 'bytes',
    source: 'https://www.twilio.com/docs/serverless/api/resource/variable',
  },

  /** Of a document's JSON. The error's page says 16 KB, which is a little less. */
  syncData: {
    value: 16 * KIBIBYTE,
    unit: 'bytes',
    code: 54006,
    source: 'https://www.twilio.com/docs/sync/api/document-resource',
  },
  syncTtl: { value: 31_536_000, unit: 's', code: 54011, source: errorPage(54011) },
  syncUniqueName: {
    value: 320,
    unit: 'characters',
    code: 54302,
    source: 'https://www.twilio.com/docs/sync/api/document-resource',
  },
  /** Of one document. */
  syncReads: { value: 20, unit: 'calls/s', code: 54009, source: SYNC_LIMITS },
  /** Of one document that is no larger than {@link LIMITS.syncSmall}. */
  syncWrites: { value: 20, unit: 'calls/s', code: 54009, source: SYNC_LIMITS },
  syncSmall: { value: KIBIBYTE, unit: 'bytes', code: 54009, source: SYNC_LIMITS },
  /** Of one document from {@link LIMITS.syncLarge} on. */
  syncLargeWrites: { value: 2, unit: 'calls/s', code: 54009, source: SYNC_LIMITS },
  syncLarge: { value: 10 * KIBIBYTE, unit: 'bytes', code: 54009, source: SYNC_LIMITS },
  /** Over how long calls are counted. */
  syncWindow: { value: 10 * SECOND, unit: 'ms', code: 54009, source: SYNC_LIMITS },
} as const satisfies Record<string, Limit>;

function errorPage(code: number): string {
  return `https://www.twilio.com/docs/api/errors/${code}`;
}
