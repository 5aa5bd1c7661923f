/** An error that an API of Twilio's answers. */
export interface ApiError {
  /** The HTTP status. */
  readonly status: number;
  /** The code in Twilio's error dictionary. */
  readonly code: number;
  readonly message: string;
}

/** The body of the response: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function bodyOf({ status, code, message }: ApiError): object {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}
