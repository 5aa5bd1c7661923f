/** An error that an API of Twilio's answers. */
export interface ApiError {
  /** The HTTP status. */
  readonly status: number;
  /** The code in Twilio's error dictionary. */
  readonly code: number;
  readonly message: string;
}

/** What the APIs answer, from Twilio's error dictionary: https://www.twilio.com/docs/api/errors */
const DICTIONARY = {
  20001: { status: 400, message: 'Unknown parameters' },
  20003: { status: 401, message: 'Authenticate' },
  20403: { status: 403, message: 'Forbidden' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20409: { status: 409, message: 'Conflict' },
  20429: { status: 429, message: 'Too Many Requests' },
  20500: { status: 500, message: 'Internal server error' },
  21211: { status: 400, message: "Invalid 'To' Phone Number" },
  21212: { status: 400, message: "Invalid 'From' Number" },
  21402: { status: 400, message: 'Url is not valid' },
  21602: { status: 400, message: 'Message body is required' },
  21603: { status: 400, message: "A 'From' phone number is required" },
  21604: { status: 400, message: "A 'To' phone number is required" },
  21610: { status: 400, message: 'Attempt to send to unsubscribed recipient' },
  21617: { status: 400, message: 'The concatenated message body exceeds the 1600 character limit' },
  21620: { status: 400, message: 'Invalid media URL(s)' },
  21623: { status: 400, message: 'Number of media files exceeds allowed limit' },
  30409: { status: 400, message: 'This message cannot be canceled' },
  35111: { status: 400, message: 'SendAt timestamp is missing' },
  35114: { status: 400, message: 'SendAt is not a valid timestamp' },
  35115: { status: 400, message: 'Scheduling does not support this timestamp' },
  35118: { status: 400, message: 'MessagingServiceSid is required to schedule a message' },
  35126: { status: 400, message: 'The ScheduleType value provided is not supported for this channel' },
  54006: { status: 413, message: 'Request entity too large' },
  54009: { status: 429, message: 'Rate limit exceeded' },
  54011: { status: 400, message: 'Invalid TTL' },
  54101: { status: 400, message: 'Invalid Document data' },
  54103: { status: 412, message: 'Document revision mismatch' },
  54301: { status: 409, message: 'Unique name already exists' },
  54302: { status: 400, message: 'Invalid unique name' },
} as const;

export type ApiErrorCode = keyof typeof DICTIONARY;

export function apiError(code: ApiErrorCode): ApiError {
  return { code, ...DICTIONARY[code] };
}
