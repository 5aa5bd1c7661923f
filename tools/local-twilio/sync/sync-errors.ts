import type { ApiError } from '../api-error';

/** The errors that Sync answers, from Twilio's error dictionary: https://www.twilio.com/docs/api/errors */
const DICTIONARY = {
  20003: { status: 401, message: 'Authenticate' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20500: { status: 500, message: 'Internal server error' },
  54006: { status: 413, message: 'Request entity too large' },
  54009: { status: 429, message: 'Rate limit exceeded' },
  54011: { status: 400, message: 'Invalid TTL' },
  54101: { status: 400, message: 'Invalid Document data' },
  54103: { status: 412, message: 'Document revision mismatch' },
  54301: { status: 409, message: 'Unique name already exists' },
  54302: { status: 400, message: 'Invalid unique name' },
} as const;

export type SyncErrorCode = keyof typeof DICTIONARY;

export type SyncError = ApiError;

export function syncError(code: SyncErrorCode): SyncError {
  return { code, ...DICTIONARY[code] };
}
