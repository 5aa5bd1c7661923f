import { Cookie, CookieJar as Jar, MemoryCookieStore } from 'tough-cookie';
import { LIMITS } from '../limits';
import { LATEST } from './clock';

/** The cookies that a jar holds for a webhook. */
export interface HeldCookie {
  /** `name=value`; several are joined with `; `. The next request carries all that are not withheld. */
  readonly text: string;
  /** The length of `text`. */
  readonly bytes: number;
  /** When the first of them expires, in milliseconds since 1970 on the carrier's clock. */
  readonly expiresAt: number;
  /** The names of those that no request carries, because they are `Secure` and the webhook is plain http. */
  readonly withheld: readonly string[];
}

/** The outcome of a `Set-Cookie`. */
export type Stored = 'stored' | 'refused' | 'malformed';

export interface SavedJar {
  /** Each cookie in the JSON form of tough-cookie. */
  readonly cookies: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The cookies of one pair. They live for their `Max-Age` or `Expires`, and no longer than four hours
 * after they were set. (Twilio's page on TwiML counts from the last message, which is never sooner.)
 */
export class CookieJar {
  readonly #store = new MemoryCookieStore();
  readonly #jar = new Jar(this.#store, {
    // Browsers send Secure cookies to http://localhost. Twilio is no browser on this machine, and does not.
    allowSecureOnLocal: false,
    // The jar stores them all the same, so that we can report that they are withheld.
    enforceSecureOriginOnStorage: false,
    // A host such as `localhost` is a public suffix.
    rejectPublicSuffixes: false,
  });

  static restore({ cookies }: SavedJar): CookieJar {
    const jar = new CookieJar();
    for (const saved of cookies) {
      const cookie = Cookie.fromJSON(saved);
      if (cookie !== undefined) void jar.#store.putCookie(cookie);
    }
    return jar;
  }

  save(): SavedJar {
    return { cookies: this.#jar.toJSON()?.cookies ?? [] };
  }

  clear(): void {
    this.#jar.removeAllCookiesSync();
  }

  store(setCookie: string, url: URL, now: number): Stored {
    const cookie = Cookie.parse(setCookie);
    if (cookie === undefined) return 'malformed';
    // The jar counts `Max-Age` from the real time. So we set the time on our clock at which it expires.
    const asked = cookie.expiryTime(new Date(now)) ?? Infinity;
    const expiry = Math.max(0, Math.min(asked, now + LIMITS.cookieLife.value, LATEST));
    cookie.maxAge = null;
    cookie.expires = new Date(expiry);
    const stored = this.#jar.setCookieSync(cookie, url, { ignoreError: true });
    return stored === undefined ? 'refused' : 'stored';
  }

  /** The `Cookie` header for a request; `undefined` if there is no cookie. */
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
    const sent = new Set(this.#living(url, now));
    return {
      text,
      bytes: Buffer.byteLength(text),
      expiresAt: Math.min(...cookies.map(expiryOf)),
      withheld: cookies.filter((cookie) => !sent.has(cookie)).map(({ key }) => key),
    };
  }

  #living(url: URL, now: number): Cookie[] {
    const cookies = this.#jar.getCookiesSync(url, { expire: false, sort: true });
    return cookies.filter((cookie) => expiryOf(cookie) > now);
  }
}

function expiryOf(cookie: Cookie): number {
  return Number(cookie.expiryTime());
}

/** How long a cookie asks to be kept, in milliseconds; 0 if it does not say. */
export function lifeAsked(setCookie: string, now: number): number {
  const expiry = Cookie.parse(setCookie)?.expiryTime(new Date(now)) ?? Infinity;
  return expiry === Infinity ? 0 : expiry - now;
}

function textOf(cookies: readonly Cookie[]): string {
  return cookies.map((cookie) => cookie.cookieString()).join('; ');
}
