import { LIMITS } from '../../local-twilio/limits';

/** What carriers take as a picture, and browsers show. No SVG: it can hold scripts. */
const TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Why a file cannot be sent as a picture, `undefined` if it can. For the page, before it reads the file, and its server. */
export function pictureFlaw(type: string, bytes: number): string | undefined {
  if (!TYPES.includes(type)) return `${type || 'This file'} is no PNG, JPEG, GIF or WebP.`;
  if (bytes === 0) return 'This picture is empty.';
  if (bytes > LIMITS.picture.value) return 'This picture is too large: Twilio takes up to 5 MB.';
  return undefined;
}
