import { LIMITS } from '../limits';
import { channelOf } from './address';
import { Clock } from './clock';
import { CookieJar, type HeldCookie, type SavedJar } from './cookie-jar';
import { deliver, type Hop } from './delivery';
import { answerKeyword, optOutPair } from './opt-out';
import { keyOf, readPair, type Pair } from './pair';
import { send, type Reply } from './replies';
import { OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN } from '../sid';
import { problem, type Problem } from './twilio-errors';
import { segmentsOf } from './segments';
import type { WebhookRequest, WebhookResponse } from './webhook';
import { mediaTypeOf, webhookParameters, type Parameters, type SentMedia } from './webhook-parameters';

export interface CarrierOptions {
  /** The webhook: an http or https URL, as it would be typed into Twilio's Console. */
  readonly url: string;
  /** Signs the requests. By default {@link OFFLINE_AUTH_TOKEN}. */
  readonly authToken?: string;
  readonly accountSid?: string;
  /** POST by default, as with Twilio. */
  readonly method?: 'GET' | 'POST';
  /** How long the webhook has to answer, in milliseconds. Twilio waits for 15 seconds. */
  readonly timeout?: number;
  /** Servers to connect to instead of a host: `{ 'demo-1234.twil.io': 'http://127.0.0.1:4000' }`. */
  readonly connect?: Readonly<Record<string, string>>;
  /** What the carrier's clock runs on, in milliseconds since 1970. */
  readonly now?: () => number;
  /** The state of an earlier carrier, from its {@link Carrier.save}. */
  readonly state?: CarrierState;
}

export interface SendOptions {
  /** Pictures and files, by URL. Without a type, the ending of the URL decides. */
  readonly media?: readonly (string | SentMedia)[];
  /** Further parameters of the webhook, or other values for the usual ones: `{ ProfileName: 'Rey' }`. */
  readonly params?: Parameters;
}

/** Everything that one message led to. Plain data, which JSON can hold. */
export interface Exchange {
  /** The first request to the webhook. */
  readonly request: WebhookRequest;
  /** The last response of the webhook; `undefined` if none came. */
  readonly response: WebhookResponse | undefined;
  /** All requests in order. There are several if the webhook redirects. */
  readonly hops: readonly Hop[];
  /** The replies of the webhook that Twilio sends. */
  readonly replies: readonly Reply[];
  /** Twilio's own reply to a keyword such as STOP. */
  readonly automatic: Reply | undefined;
  /** The errors and warnings that Twilio would log; `[]` if all is well. */
  readonly problems: readonly Problem[];
  /** The cookies in the pair's jar now. */
  readonly cookie: HeldCookie | undefined;
  /** From the first request to the end of the last response. */
  readonly milliseconds: number;
}

/** One person's phone, with our number on its screen. */
export interface Phone extends Pair {
  /** Texts the number. Two that are sent without waiting both carry the older cookie. */
  send(body: string, options?: SendOptions): Promise<Exchange>;
  /** Sends two texts at once. Both carry the older cookie, and the cookie of the later response is kept. */
  sendTogether(first: string, second: string): Promise<[Exchange, Exchange]>;
  /** Delivers the last message again, with the same MessageSid. @throws {NothingSent} */
  repeat(): Promise<Exchange>;
  /** Loses the pair's cookies, as Twilio may at any time. */
  forget(): void;
  /** The cookies in the pair's jar now. */
  readonly cookie: HeldCookie | undefined;
  /** Whether this phone has texted STOP to the number. */
  readonly optedOut: boolean;
  /** When this phone last texted the number, in milliseconds since 1970 on the carrier's clock. */
  readonly heardAt: number | undefined;
}

/** There is no message to deliver again. */
export class NothingSent extends Error {
  override readonly name = 'NothingSent';
}

/** No request can be sent to this webhook. The message is for the person who typed it. */
export class InvalidWebhook extends Error {
  override readonly name = 'InvalidWebhook';
}

/** The state of a carrier, as JSON. */
export interface CarrierState {
  readonly version: 2;
  /** How far the clock has been moved forward, in milliseconds. */
  readonly ahead: number;
  readonly lines: readonly SavedLine[];
}

export interface SavedLine extends Pair {
  readonly jar: SavedJar;
  readonly optedOut: boolean;
  readonly streak: Streak;
  readonly last: Parameters | undefined;
  readonly heardAt?: number | undefined;
}

/** Replies between two numbers in quick succession: error 14107. */
export interface Streak {
  readonly replies: number;
  /** When it ends if no other reply comes: milliseconds since 1970 on the carrier's clock. */
  readonly until: number;
}

const NO_STREAK: Streak = { replies: 0, until: 0 };

/** What Twilio remembers about a pair. */
interface Line {
  readonly pair: Pair;
  readonly jar: CookieJar;
  optedOut: boolean;
  streak: Streak;
  last: Parameters | undefined;
  heardAt?: number | undefined;
}

/**
 * Plays Twilio for one webhook. It sends the requests that Twilio sends, keeps a cookie jar for each pair of
 * numbers, applies Twilio's limits, and reports errors with Twilio's codes. It never throws because of what the
 * webhook does.
 *
 *     const carrier = new Carrier({ url: 'http://localhost:3000/sms' });
 *     const phone = carrier.pair({ from: '+14158675308', to: '+14155550100' });
 *     const { replies, problems } = await phone.send('hello');
 */
export class Carrier {
  readonly clock: Clock;
  readonly url: string;
  readonly #options: Required<Omit<CarrierOptions, 'state' | 'now' | 'url'>>;
  readonly #lines = new Map<string, Line>();

  /** @throws {InvalidWebhook} */
  constructor({ url, state, now = Date.now, ...options }: CarrierOptions) {
    this.url = readWebhook(url);
    this.#options = {
      authToken: OFFLINE_AUTH_TOKEN,
      accountSid: OFFLINE_ACCOUNT_SID,
      method: 'POST',
      timeout: LIMITS.responseTime.value,
      connect: {},
      ...options,
    };
    this.clock = new Clock(now, state?.ahead);
    for (const { from, to, jar, ...rest } of state?.lines ?? []) {
      const pair = { from, to };
      this.#lines.set(keyOf(pair), {
        pair,
        jar: CookieJar.restore(jar),
        ...rest,
      });
    }
  }

  /**
   * The phone of a person who texts one of our numbers. The carrier keeps what Twilio remembers about the pair,
   * so two calls give two views of one conversation.
   *
   * @throws {InvalidAddress}
   */
  pair(addresses: Pair): Phone {
    const line = this.#line(readPair(addresses));
    const held = () => this.#held(line);
    const optOuts = this.#optOuts(line);
    return {
      ...line.pair,
      send: (body, options) => this.#send(line, body, options),
      sendTogether: (first, second) => Promise.all([this.#send(line, first), this.#send(line, second)]),
      repeat: () => this.#repeat(line),
      forget() {
        line.jar.clear();
      },
      get cookie() {
        return held();
      },
      get optedOut() {
        return optOuts.optedOut;
      },
      get heardAt() {
        return line.heardAt;
      },
    };
  }

  /** Forgets everything about a pair, as if it had never texted. */
  remove(pair: Pair): void {
    for (const each of [pair, optOutPair(pair)]) this.#lines.delete(keyOf(each));
  }

  /** Sets the clock back to the real time. Cookies are lost, because they were set in what is now the future. */
  backToNow(): void {
    this.clock.reset();
    for (const line of this.#lines.values()) {
      line.jar.clear();
      line.streak = NO_STREAK;
    }
  }

  /** Its state, for the `state` option of a later carrier. */
  save(): CarrierState {
    const lines = [...this.#lines.values()].map(({ pair, jar, ...rest }) => ({
      ...pair,
      jar: jar.save(),
      ...rest,
    }));
    return { version: 2, ahead: this.clock.ahead, lines };
  }

  #line(pair: Pair): Line {
    const key = keyOf(pair);
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = { pair, jar: new CookieJar(), optedOut: false, streak: NO_STREAK, last: undefined };
      this.#lines.set(key, line);
    }
    return line;
  }

  async #send(line: Line, body: string, { media = [], params = {} }: SendOptions = {}): Promise<Exchange> {
    const { from, to } = line.pair;
    const optOuts = this.#optOuts(line);
    const { optedOut, answer } = answerKeyword(line.pair, body, {
      optedOut: optOuts.optedOut,
      inService: Boolean(params.MessagingServiceSid),
    });
    optOuts.optedOut = optedOut;
    line.heardAt = this.clock.now();
    line.last = webhookParameters({
      accountSid: this.#options.accountSid,
      ...line.pair,
      body,
      media: media.map((item) => (typeof item === 'string' ? { url: item, type: mediaTypeOf(item) } : item)),
      params,
    });
    const automatic =
      answer === undefined
        ? undefined
        : { body: answer, media: [], to: from, from: to, ...segmentsOf(answer, { media: 0, address: from }) };
    return { ...(await this.#deliver(line, line.last)), automatic };
  }

  async #repeat(line: Line): Promise<Exchange> {
    if (line.last === undefined)
      throw new NothingSent('There is no message yet that could be delivered again.');
    // Twilio received the message once, so it does not answer a keyword again.
    return { ...(await this.#deliver(line, line.last)), automatic: undefined };
  }

  async #deliver(line: Line, params: Parameters): Promise<Omit<Exchange, 'automatic'>> {
    const start = performance.now();
    const { hops, messages, problems } = await deliver(params, {
      ...this.#options,
      url: this.url,
      clock: this.clock,
      // Facebook carries none: https://github.com/codeforanchorage/realtime-bus-sms/issues/109
      jar: channelOf(line.pair.from) === 'messenger' ? undefined : line.jar,
    });
    const sent = send(messages, { from: line.pair.to, to: line.pair.from }, (reply) => this.#gate(reply));
    return {
      request: hops[0].request,
      response: hops.at(-1)?.response,
      hops,
      replies: sent.replies,
      problems: [...problems, ...sent.problems],
      cookie: this.#held(line),
      milliseconds: Math.round(performance.now() - start),
    };
  }

  /** Checks whether a reply may be sent now, and counts it. */
  #gate(reply: Pair): Problem | undefined {
    const line = this.#line({ from: reply.to, to: reply.from });
    if (this.#optOuts(line).optedOut)
      return problem(21610, `${reply.to} has opted out of messages from ${reply.from}.`);
    const now = this.clock.now();
    const { replies } = now < line.streak.until ? line.streak : NO_STREAK;
    // The first reply over the limit starts the time in which all replies fail. Later ones do not extend it.
    if (replies <= LIMITS.streak.value) {
      line.streak = { replies: replies + 1, until: now + LIMITS.pause.value };
    }
    if (line.streak.replies <= LIMITS.streak.value) return undefined;
    return problem(
      14107,
      `More than ${LIMITS.streak.value} replies went to ${reply.to}, each less than ${LIMITS.pause.value / 1000} seconds after the one before it.`,
    );
  }

  /** The line that holds the opt-out of a line. */
  #optOuts({ pair }: Line): Line {
    return this.#line(optOutPair(pair));
  }

  #held(line: Line): HeldCookie | undefined {
    return line.jar.held(new URL(this.url), this.clock.now());
  }
}

/** A webhook's URL as it is texted. @throws {InvalidWebhook} */
export function readWebhook(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InvalidWebhook(
      `${JSON.stringify(url)} is no http or https URL, such as http://localhost:3000/sms.`,
    );
  }
  return new URL(url).href;
}
