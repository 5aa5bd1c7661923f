/** What a call of the `twilio` package throws. */
export interface ApiFailure extends Error {
  /** The HTTP status, also of an answer that broke off. */
  readonly status?: number;
  /** A code of Twilio's error dictionary, or one of Node's. */
  readonly code?: number | string;
  /** Whether axios, which the package uses, got no complete answer. */
  readonly isAxiosError?: boolean;
}

/** Whether Twilio has refused the call, so that nothing was done. Only a complete answer with a 4xx status says so. */
export function isRefused({ status = 0, isAxiosError = false }: ApiFailure): boolean {
  return !isAxiosError && status >= 400 && status <= 499;
}
