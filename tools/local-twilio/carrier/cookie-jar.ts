import { Cookie, CookieJar as Jar, MemoryCookieStore } from 'tough-cookie';
import { LIMITS } from '../limits';
import { LATEST } from './clock';

/** What the jar holds for a webhook. */
export interface HeldCookie {
  /** `name=value`, as the next request carries it; several with `; ` between. */
  readonly text: string;
  /** The length of `text`. */
  readonly bytes: number;
  /** When the first of them is gone, in milliseconds since 1970 on the carrier's clock. */
  readonly expiresAt: number;
  /** It is `Secure` and the webhook is plain http, so no request carries it. */
  readonly withheld: boolean;
}

/** What a `Set-Cookie` came to. */
export type Stored = 'stored' | 'refused' | 'malformed';

export interface SavedJar {
  /** When the pair was last active, in milliseconds since 1970 on the carrier's clock. */
  readonly activeAt: number;
  /** As tough-cookie writes each of them. */
  readonly cookies: readonly object[];
}

/**
 * The cookies of one pair. They live for their `Max-Age` or `Expires`, and in any case no longer than
 * four hours after the pair was last active.
 */
export class CookieJar {
  readonly #store = new MemoryCookieStore();
  readonly #jar = new Jar(this.#store, {
    // Browsers send Secure cookies to http://localhost, which is why they seem to work there. Twilio
    // is no browser on this machine.
    allowSecureOnLocal: false,
    // We keep them all the same, to be able to say what became of them.
    enforceSecureOriginOnStorage: false,
    // A host such as `localhost` is a public suffix.
    rejectPublicSuffixes: false,
  });
  #activeAt: number;

  constructor(now: number) {
    this.#activeAt = now;
  }

  static restore({ activeAt, cookies }: SavedJar): CookieJar {
    const jar = new CookieJar(activeAt);
    for (const saved of cookies) {
      const cookie = Cookie.fromJSON(saved);
      if (cookie !== undefined) void jar.#store.putCookie(cookie);
    }
    return jar;
  }

  save(): SavedJar {
    return { activeAt: this.#activeAt, cookies: this.#jar.toJSON()?.cookies ?? [] };
  }

  /** The pair is active: whatever it still has lives on. */
  touch(now: number): void {
    if (now - this.#activeAt >= LIMITS.cookieLife.value) this.clear();
    this.#activeAt = now;
  }

  clear(): void {
    this.#jar.removeAllCookiesSync();
  }

  store(setCookie: string, url: URL, now: number): Stored {
    const cookie = Cookie.parse(setCookie);
    if (cookie === undefined) return 'malformed';
    // The jar's own reckoning runs on the real time, so it is given an instant on ours.
    const expiry = cookie.expiryTime(new Date(now));
    cookie.maxAge = null;
    // A `Max-Age` may well ask for more than a date can hold.
    cookie.expires = expiry === undefined ? 'Infinity' : new Date(Math.min(Math.max(0, expiry), LATEST));
    const stored = this.#jar.setCookieSync(cookie, url, { ignoreError: true });
    return stored === undefined ? 'refused' : 'stored';
  }

  /** The `Cookie` header for a request, `undefined` where there is nothing to carry. */
  header(url: URL, now: number): string | undefined {
    const cookies = this.#living(url, now);
    return cookies.length === 0 ? undefined : textOf(cookies);
  }

  held(url: URL, now: number): HeldCookie | undefined {
    const overHttps = new URL(url);
    overHttps.protocol = 'https:';
    const cookies = this.#living(overHttps, now);
    if (cookies.length === 0) return undefined;
    const text = textOf(cookies);
    return {
      text,
      bytes: Buffer.byteLength(text),
      expiresAt: Math.min(...cookies.map((cookie) => this.#expiryOf(cookie))),
      withheld: this.#living(url, now).length < cookies.length,
    };
  }

  #living(url: URL, now: number): Cookie[] {
    const cookies = this.#jar.getCookiesSync(url, { expire: false, sort: true });
    return cookies.filter((cookie) => this.#expiryOf(cookie) > now);
  }

  #expiryOf(cookie: Cookie): number {
    return Math.min(cookie.expiryTime() ?? Infinity, this.#activeAt + LIMITS.cookieLife.value);
  }
}

function textOf(cookies: readonly Cookie[]): string {
  return cookies.map((cookie) => cookie.cookieString()).join('; ');
}
