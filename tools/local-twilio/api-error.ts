/** What an API of Twilio's says of a request that it refuses. */
export interface ApiError {
  /** Of HTTP. */
  readonly status: number;
  /** Of Twilio's error dictionary. */
  readonly code: number;
  readonly message: string;
}

/** The body of the response: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function bodyOf({ status, code, message }: ApiError): object {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}
