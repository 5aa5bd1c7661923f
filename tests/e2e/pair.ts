import { CookieJar } from 'tough-cookie';
import { messagesIn } from '../messages';

export interface Answered {
  status: number;
  type: string;
  body: string;
  says: string[];
}

/** Two numbers that text each other, with the cookie jar that Twilio keeps for them. */
export class Pair {
  jar = new CookieJar();

  constructor(
    private readonly url: string,
    readonly from: string,
    readonly to = '+14155550100',
  ) {}

  async text(
    body: string,
    method: 'GET' | 'POST' = 'POST',
    rest: Record<string, string> = {},
  ): Promise<Answered> {
    const MessageSid = `SM${'0123456789abcdef'.repeat(2)}`;
    const params = new URLSearchParams({ MessageSid, From: this.from, To: this.to, Body: body, ...rest });
    const cookie = await this.jar.getCookieString(this.url);
    const headers = cookie ? { cookie } : {};
    const response =
      method === 'GET'
        ? await fetch(`${this.url}?${params.toString()}`, { headers })
        : await fetch(this.url, { method, headers, body: params });
    for (const line of response.headers.getSetCookie()) await this.jar.setCookie(line, this.url);
    const answer = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      type,
      body: answer,
      says: type.startsWith('text/xml') ? messagesIn(answer).map((sent) => sent.body) : [],
    };
  }

  /** What Twilio sends back with the next message, at some later time. */
  async cookies(millisecondsFromNow = 0): Promise<string[]> {
    // tough-cookie reads the clock itself, so its cookies are aged instead.
    const cookies = await this.jar.getCookies(this.url, { expire: false });
    return cookies
      .filter((cookie) => (cookie.expiryTime() ?? Infinity) > Date.now() + millisecondsFromNow)
      .map((cookie) => cookie.cookieString());
  }

  async forget(): Promise<void> {
    await this.jar.removeAllCookies();
  }
}
