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
