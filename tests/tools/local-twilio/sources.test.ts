import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ours from '../../../src/twilio/limits';
import { defaultKeyword } from '../../../src/twilio/opt-out-words';
import { answerKeyword } from '../../../tools/local-twilio/carrier/opt-out';
import { LIMITS } from '../../../tools/local-twilio/limits';

/** What a page of Twilio's says, and the number that follows from it in our table, in the judge's, or in both. */
interface Source {
  readonly page: string;
  readonly says: string;
  readonly ours?: { readonly name: keyof typeof ours; readonly value: number };
  readonly judges?: { readonly name: keyof typeof LIMITS; readonly value: number; readonly unit: string };
}

const ERRORS = 'https://www.twilio.com/docs/api/errors';
const BUILDS = 'https://www.twilio.com/docs/runtime/functions-assets-api';
const DOCUMENTS = 'https://www.twilio.com/docs/sync/api/document-resource';
const SYNC_LIMITS = 'https://www.twilio.com/docs/sync/limits';

/** The one list that both tables are held to. Its numbers are typed from the pages, not computed. */
const SOURCES: readonly Source[] = [
  {
    page: `${ERRORS}/14103`,
    says: 'SMS body exceeding 1600 characters',
    ours: { name: 'MAX_TEXT', value: 1600 },
    judges: { name: 'text', value: 1600, unit: 'UTF-16 units' },
  },
  {
    page: `${ERRORS}/14109`,
    says: 'a maximum of 10 TwiML replies per incoming message',
    ours: { name: 'MAX_REPLIES', value: 10 },
    judges: { name: 'replies', value: 10, unit: 'messages' },
  },
  {
    page: `${ERRORS}/21623`,
    says: 'up to 10 media files in a single message',
    ours: { name: 'MAX_MEDIA', value: 10 },
    judges: { name: 'media', value: 10, unit: 'files' },
  },
  {
    page: `${ERRORS}/63034`,
    says: 'media of size 5 MB or less',
    judges: { name: 'picture', value: 5_242_880, unit: 'bytes' },
  },
  {
    page: `${ERRORS}/14107`,
    says: 'until the counter surpasses 30',
    judges: { name: 'streak', value: 30, unit: 'messages' },
  },
  {
    page: `${ERRORS}/14107`,
    says: 'if each reply is less than 30 seconds; "failed" for 30 seconds',
    judges: { name: 'pause', value: 30_000, unit: 'ms' },
  },
  {
    page: `${ERRORS}/63016`,
    says: 'a 24-hour window that begins with the last message of the user',
    judges: { name: 'whatsappWindow', value: 86_400_000, unit: 'ms' },
  },
  {
    page: `${ERRORS}/35115`,
    says: 'more than 5 minutes (300 seconds) from the request time',
    ours: { name: 'SCHEDULE_EARLIEST', value: 300_000 },
    judges: { name: 'scheduleEarliest', value: 300_000, unit: 'ms' },
  },
  {
    page: `${ERRORS}/35115`,
    says: 'no more than 35 days in the future',
    ours: { name: 'SCHEDULE_LATEST', value: 3_024_000_000 },
    judges: { name: 'scheduleLatest', value: 3_024_000_000, unit: 'ms' },
  },
  {
    page: `${ERRORS}/11205`,
    says: 'a total of 15 seconds to receive an HTTP response',
    judges: { name: 'responseTime', value: 15_000, unit: 'ms' },
  },
  {
    page: `${ERRORS}/11750`,
    says: 'the response body is larger than 64 kB',
    judges: { name: 'responseBytes', value: 65_536, unit: 'bytes' },
  },
  {
    page: `${ERRORS}/14106`,
    says: 'requested too many documents; the limit is 50',
    judges: { name: 'documents', value: 50, unit: 'documents' },
  },
  {
    page: 'https://help.twilio.com/articles/223136287',
    says: 'the cookie will expire after 4 hours; longer expirations may be capped to 4 hours',
    ours: { name: 'COOKIE_MAX_AGE', value: 14_400 },
    judges: { name: 'cookieLife', value: 14_400_000, unit: 'ms' },
  },
  {
    page: `${ERRORS}/82008`,
    says: 'request/response headers larger than 4kb',
    ours: { name: 'MAX_HEADER_BYTES', value: 4096 },
    judges: { name: 'headerBytes', value: 4096, unit: 'bytes' },
  },
  {
    page: `${ERRORS}/82008`,
    says: 'more than 75 headers+cookies',
    judges: { name: 'headers', value: 75, unit: 'headers' },
  },
  {
    page: 'https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/limitations',
    says: 'Max-Age or Expires of greater than 24 hours: a 400 error',
    judges: { name: 'cookieMaxAge', value: 86_400_000, unit: 'ms' },
  },
  {
    page: 'https://www.twilio.com/docs/serverless/functions-assets/faq',
    says: 'the 10-second execution time limit',
    ours: { name: 'EXECUTION_LIMIT', value: 10_000 },
    judges: { name: 'execution', value: 10_000, unit: 'ms' },
  },
  {
    page: BUILDS,
    says: 'a build can contain up to 50 Function versions',
    judges: { name: 'functions', value: 50, unit: 'files' },
  },
  {
    page: BUILDS,
    says: 'a build can contain up to 50 private asset versions',
    judges: { name: 'privateAssets', value: 50, unit: 'files' },
  },
  {
    page: BUILDS,
    says: 'a build can contain up to 1000 public/protected asset versions',
    judges: { name: 'otherAssets', value: 1000, unit: 'files' },
  },
  { page: BUILDS, says: 'assets 25 MB', judges: { name: 'asset', value: 26_214_400, unit: 'bytes' } },
  {
    page: BUILDS,
    says: 'private assets 10 MB',
    judges: { name: 'privateAsset', value: 10_485_760, unit: 'bytes' },
  },
  {
    page: 'https://www.twilio.com/docs/serverless/api/resource/variable',
    says: 'It can be a maximum of 450 bytes in size',
    judges: { name: 'variable', value: 450, unit: 'bytes' },
  },
  {
    // Ours keeps to the stricter of the two pages.
    page: `${ERRORS}/54006`,
    says: 'cannot exceed 16KB',
    ours: { name: 'MAX_SYNC_DATA', value: 16_000 },
  },
  {
    page: DOCUMENTS,
    says: 'up to 16KiB in size',
    judges: { name: 'syncData', value: 16_384, unit: 'bytes' },
  },
  {
    page: `${ERRORS}/54011`,
    says: 'an integer between 0 and 31 536 000 (1 year)',
    ours: { name: 'MAX_SYNC_TTL', value: 31_536_000 },
    judges: { name: 'syncTtl', value: 31_536_000, unit: 's' },
  },
  {
    page: DOCUMENTS,
    says: 'a unique name up to 320 characters long',
    judges: { name: 'syncUniqueName', value: 320, unit: 'characters' },
  },
  {
    page: SYNC_LIMITS,
    says: 'object reads up to 20/s per object',
    judges: { name: 'syncReads', value: 20, unit: 'calls/s' },
  },
  {
    page: SYNC_LIMITS,
    says: 'object writes up to 20/s per object',
    judges: { name: 'syncWrites', value: 20, unit: 'calls/s' },
  },
  {
    page: SYNC_LIMITS,
    says: 'objects larger than 1KiB are rate-limited more aggressively',
    judges: { name: 'syncSmall', value: 1024, unit: 'bytes' },
  },
  {
    page: SYNC_LIMITS,
    says: 'payloads 10KiB and larger',
    judges: { name: 'syncLarge', value: 10_240, unit: 'bytes' },
  },
  {
    page: SYNC_LIMITS,
    says: 'is 2 writes/s sustained',
    judges: { name: 'syncLargeWrites', value: 2, unit: 'calls/s' },
  },
  {
    page: SYNC_LIMITS,
    says: 'burst window: 10s',
    judges: { name: 'syncWindow', value: 10_000, unit: 'ms' },
  },
];

const code = readFileSync(path.join(__dirname, '../../../src/twilio/limits.ts'), 'utf8');

/** The comment right above a number of ours. */
function commentOn(name: string): string {
  return new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport const ${name} =`).exec(code)?.[1] ?? '';
}

describe.each(SOURCES)('$page: $says', (row) => {
  if (row.ours) {
    const { name, value } = row.ours;
    test(`ours, ${name}`, () => {
      expect(ours[name]).toBe(value);
      expect(commentOn(name)).toContain(row.page);
    });
  }
  if (row.judges) {
    const { name, ...number } = row.judges;
    test(`the judge's, ${name}`, () => {
      expect(LIMITS[name]).toMatchObject({ ...number, source: row.page });
    });
  }
});

test('no number of either table is without a source', () => {
  const named = (whose: 'ours' | 'judges') => SOURCES.flatMap((row) => row[whose]?.name ?? []).sort();
  expect(named('ours')).toStrictEqual(Object.keys(ours).sort());
  expect(named('judges')).toStrictEqual(Object.keys(LIMITS).sort());
});

/** https://help.twilio.com/articles/223134027 */
const WORDS: readonly (readonly [keyword: 'STOP' | 'START' | 'HELP', answer: RegExp, words: string])[] = [
  [
    'STOP',
    /^You have successfully been unsubscribed\./,
    'STOP STOPALL UNSUBSCRIBE END QUIT REVOKE OPTOUT CANCEL',
  ],
  ['START', /^You have successfully been re-subscribed/, 'START UNSTOP'],
  ['HELP', /^Reply STOP to unsubscribe\./, 'HELP INFO'],
];

describe.each(WORDS)('Twilio acts on its words for %s', (keyword, answer, words) => {
  test.each(words.split(' '))('%s', (word) => {
    const pair = { from: '+14158675308', to: '+14155550100' };
    expect(defaultKeyword(word)).toBe(keyword);
    expect(answerKeyword(pair, word, { optedOut: false, inService: false }).answer).toMatch(answer);
  });
});
