import { randomUUID } from 'node:crypto';
import { pictureFlaw } from './picture-rules';
import { Refused } from '../switchboard/refused';

/** The oldest goes when there are more. */
const MAX_PICTURES = 20;

export interface Picture {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Attached pictures, each at a random URL, for the webhook to fetch. */
export class Pictures {
  readonly #pictures = new Map<string, Picture>();

  /** @returns the path it is served at. @throws {Refused} */
  add(type: string, base64: string): string {
    const bytes = Buffer.from(base64, 'base64');
    const flaw = pictureFlaw(type, bytes.length);
    if (flaw !== undefined) throw new Refused(flaw);
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
