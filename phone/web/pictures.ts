import { randomUUID } from 'node:crypto';
import { Refused } from './switchboard';

/** What carriers take as a picture, and browsers show. No SVG: it can hold scripts. */
const TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Twilio's limit on media, in bytes. */
export const MAX_PICTURE = 5 * 1024 * 1024;
/** The oldest goes when there are more. */
const MAX_PICTURES = 20;

export interface Picture {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Pictures that were attached, each at a URL that nobody can guess, for the webhook to fetch. */
export class Pictures {
  readonly #pictures = new Map<string, Picture>();

  /** @returns the path it is served at. @throws {Refused} */
  add(type: string, base64: string): string {
    if (!TYPES.includes(type)) throw new Refused(`${type || 'This file'} is no PNG, JPEG, GIF or WebP.`);
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length === 0 || bytes.length > MAX_PICTURE) throw new Refused('A picture has up to 5 MB.');
    const path = `/pictures/${randomUUID()}.${type.slice('image/'.length)}`;
    this.#pictures.set(path, { type, bytes });
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size > MAX_PICTURES && oldest !== undefined) this.#pictures.delete(oldest);
    return path;
  }

  at(path: string): Picture | undefined {
    return this.#pictures.get(path);
  }
}
