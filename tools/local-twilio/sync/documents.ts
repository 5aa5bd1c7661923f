import { apiError, type ApiError } from '../api-error';
import { LIMITS } from '../limits';
import { sid } from '../sid';

/** One JSON object, as Sync keeps it. */
export interface Document {
  readonly sid: string;
  readonly uniqueName: string | undefined;
  readonly data: object;
  /** Every write changes it. */
  readonly revision: string;
  /** In milliseconds since 1970, as all times here. */
  readonly created: number;
  readonly updated: number;
  readonly expires: number | undefined;
}

/** The parameters of a write, as text. */
export interface Written {
  readonly data: string | undefined;
  readonly ttl: string | undefined;
}

/**
 * Sync's documents in memory, with Sync's rules. Each call reads the clock once, so that everything in it happens
 * at the same time.
 *
 * https://www.twilio.com/docs/sync/api/document-resource
 * https://www.twilio.com/docs/sync/limits
 */
export class Documents {
  readonly #bySid = new Map<string, Document>();
  readonly #calls = new Map<string, number[]>();

  /** @param now gives the time, in milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /** All documents, the oldest first. */
  list(): Document[] {
    return this.#living(this.now());
  }

  create(uniqueName: string | undefined, { data, ttl }: Written): Document | ApiError {
    if (uniqueName !== undefined && !isUniqueName(uniqueName)) return apiError(54302);
    const now = this.now();
    if (uniqueName !== undefined && this.#find(uniqueName, now)) return apiError(54301);
    const content = readData(data ?? '{}');
    const expires = expiryOf(now, ttl);
    if (isSyncError(content)) return content;
    if (isSyncError(expires)) return expires;
    const created = {
      sid: sid('ET'),
      uniqueName,
      data: content,
      revision: '0',
      created: now,
      updated: now,
      expires,
    };
    this.#bySid.set(created.sid, created);
    return created;
  }

  /** @param name a document's sid or its unique name */
  fetch(name: string): Document | ApiError {
    const now = this.now();
    const found = this.#find(name, now);
    if (!found) return apiError(20404);
    return this.#isTooFast(`read ${found.sid}`, LIMITS.syncReads.value, now) ? apiError(54009) : found;
  }

  /** @param ifMatch the revision that it has to have, if any */
  update(name: string, { data, ttl }: Written, ifMatch: string | undefined): Document | ApiError {
    const now = this.now();
    const found = this.#find(name, now);
    if (!found) return apiError(20404);
    const bytes = Buffer.byteLength(data ?? JSON.stringify(found.data));
    if (this.#isTooFast(`write ${found.sid}`, writesASecond(bytes), now)) return apiError(54009);
    if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== found.revision) return apiError(54103);
    const content = data === undefined ? found.data : readData(data);
    const expires = ttl === undefined ? found.expires : expiryOf(now, ttl);
    if (isSyncError(content)) return content;
    if (isSyncError(expires)) return expires;
    const revision = (Number.parseInt(found.revision, 16) + 1).toString(16);
    const updated = { ...found, data: content, revision, updated: now, expires };
    this.#bySid.set(found.sid, updated);
    return updated;
  }

  remove(name: string): ApiError | undefined {
    const found = this.#find(name, this.now());
    if (!found) return apiError(20404);
    this.#drop(found);
    return undefined;
  }

  #living(now: number): Document[] {
    for (const document of this.#bySid.values()) {
      if (document.expires !== undefined && document.expires <= now) this.#drop(document);
    }
    return [...this.#bySid.values()];
  }

  #find(name: string, now: number): Document | undefined {
    return this.#living(now).find((document) => document.sid === name || document.uniqueName === name);
  }

  #drop({ sid }: Document): void {
    this.#bySid.delete(sid);
    this.#calls.delete(`read ${sid}`);
    this.#calls.delete(`write ${sid}`);
  }

  #isTooFast(call: string, perSecond: number, now: number): boolean {
    const recent = (this.#calls.get(call) ?? []).filter((at) => at > now - LIMITS.syncWindow.value);
    // Calls are counted over the whole window, so a short burst may use all of it.
    if (recent.length + 1 > (perSecond * LIMITS.syncWindow.value) / 1000) return true;
    this.#calls.set(call, [...recent, now]);
    return false;
  }
}

export function isSyncError(result: object | number | undefined): result is ApiError {
  return typeof result === 'object' && 'status' in result;
}

/** Twilio publishes one rate for small documents and one for large ones. We assume that it falls evenly in between. */
function writesASecond(bytes: number): number {
  const { syncSmall, syncLarge, syncWrites, syncLargeWrites } = LIMITS;
  const above = (bytes - syncSmall.value) / (syncLarge.value - syncSmall.value);
  const share = Math.min(1, Math.max(0, above));
  return syncWrites.value - share * (syncWrites.value - syncLargeWrites.value);
}

/** When a document that is written now expires; `undefined` if never. */
function expiryOf(now: number, ttl = '0'): number | undefined | ApiError {
  const seconds = Number(ttl);
  if (!/^\d+$/.test(ttl) || seconds > LIMITS.syncTtl.value) return apiError(54011);
  return seconds === 0 ? undefined : now + seconds * 1000;
}

/** Whether it is short enough, and does not look like a sid. */
function isUniqueName(name: string): boolean {
  return name !== '' && name.length <= LIMITS.syncUniqueName.value && !/^[A-Z]{2}[0-9a-f]{32}$/i.test(name);
}

function readData(text: string): object | ApiError {
  if (Buffer.byteLength(text) > LIMITS.syncData.value) return apiError(54006);
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? data : apiError(54101);
  } catch {
    return apiError(54101);
  }
}
