/** Who reaches a file: everybody, whoever signs as Twilio, or the Functions of its service alone. */
export type Visibility = 'public' | 'protected' | 'private';

export interface UploadedFile {
  /** Below the domain, as in `/sms`; that of a private asset is its name for `Runtime.getAssets()`. */
  readonly path: string;
  readonly visibility: Visibility;
  readonly content: Uint8Array;
}

export interface Dependency {
  readonly name: string;
  /** As package.json declares it. */
  readonly version: string;
}

/** Everything that one deploy sends to Twilio. It holds secrets: show names and sizes only. */
export interface Upload {
  /** Where its Functions are, as in `sms-conversations-0000-dev.twil.io`. */
  readonly domain: string;
  readonly functions: readonly UploadedFile[];
  readonly assets: readonly UploadedFile[];
  readonly dependencies: readonly Dependency[];
  /** `undefined` leaves the choice to Twilio. */
  readonly runtime: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

const MEGABYTE = 1024 * 1024;

/**
 * What Twilio takes, in bytes and in files of one build. For a Function's own file Twilio publishes
 * no limit.
 *
 * https://www.twilio.com/docs/runtime/functions-assets-api
 */
export const LIMITS = {
  assetBytes: { public: 25 * MEGABYTE, protected: 25 * MEGABYTE, private: 10 * MEGABYTE },
  functions: 50,
  privateAssets: 50,
  otherAssets: 1000,
} as const;
