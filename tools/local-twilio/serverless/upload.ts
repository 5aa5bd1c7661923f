/** Who can reach a file: everybody, only requests that Twilio has signed, or only the service's own Functions. */
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

/** Everything that one deploy sends to Twilio. It holds secrets, so show only names and sizes. */
export interface Upload {
  /** The domain of its Functions: `sms-conversations-0000-dev.twil.io`. */
  readonly domain: string;
  readonly functions: readonly UploadedFile[];
  readonly assets: readonly UploadedFile[];
  readonly dependencies: readonly Dependency[];
  /** `undefined` leaves the choice to Twilio. */
  readonly runtime: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
}
