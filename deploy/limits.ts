import { SIZE_BUDGET } from '../scripts/bundle';

const MEGABYTE = 1024 * 1024;

/**
 * What Twilio takes, in bytes and in files of one build. A Function's size is our own budget, far
 * below whatever Twilio takes.
 *
 * https://www.twilio.com/docs/runtime/functions-assets-api
 */
export const LIMITS = {
  functionBytes: SIZE_BUDGET,
  assetBytes: { public: 25 * MEGABYTE, protected: 25 * MEGABYTE, private: 10 * MEGABYTE },
  functions: 50,
  privateAssets: 50,
  otherAssets: 1000,
} as const;
