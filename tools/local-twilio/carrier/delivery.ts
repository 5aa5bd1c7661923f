import { randomUUID } from 'node:crypto';
import { unescape } from 'node:querystring';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { LIMITS } from '../limits';
import type { Clock } from './clock';
import { lifeAsked, type CookieJar } from './cookie-jar';
import { valuesOf, type Headers } from './headers';
import { problem, type Problem } from './twilio-errors';
import { readTwiml, type Twiml, type TwimlMessage } from './twiml';
import { call, contentOf, type WebhookRequest, type WebhookResponse } from './webhook';
import type { Parameters } from './webhook-parameters';

/** How many HTTP redirects in a row we follow. Twilio publishes no number: error 11215. */
const MAX_REDIRECTS = 10;

export interface Hop {
  readonly request: WebhookRequest;
  /** `undefined` if none came. */
  readonly response: WebhookResponse | undefined;
}

export interface Delivery {
  /** All requests in order. There are several if the webhook redirects. */
  readonly hops: readonly [Hop, ...Hop[]];
  /** The messages of the webhook, before any limit is applied. */
  readonly messages: readonly TwimlMessage[];
  readonly problems: readonly Problem[];
}

/** How a webhook is reached. */
export interface Route {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly authToken: string;
  /** `undefined` on a channel that carries no cookies. */
  readonly jar: CookieJar | undefined;
  readonly clock: Clock;
  /** How long the webhook may take for one document, in milliseconds. */
  readonly timeout: number;
  /** Servers to connect to instead of a host. */
  readonly connect: Readonly<Record<string, string>>;
}

interface Document {
  /** Its URL without the parameters. The URLs in `<Redirect>` and `<Media>` are relative to it. */
  readonly url: URL;
  readonly content: Twiml;
}

interface Target {
  /** Without the parameters. */
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  /** Empty after an HTTP redirect to GET, which loses them. */
  readonly params: Parameters;
}

/**
 * Delivers a message to its webhook with the pair's cookies. It follows HTTP redirects and `<Redirect>`. It
 * never throws because of what the webhook does.
 *
 * It reads the cookies before it first waits. So two deliveries that start together carry the same cookie.
 */
export async function deliver(params: Parameters, route: Route): Promise<Delivery> {
  const idempotencyToken = randomUUID();
  const hops: Hop[] = [];
  const problems: Problem[] = [];
  const messages: TwimlMessage[] = [];
  let target: Target | undefined = targetOf(route.url, route.method, params);
  for (let documents = 0; target !== undefined; documents++) {
    if (documents === LIMITS.documents.value) {
      problems.push(problem(14106, `<Redirect> led to more than ${LIMITS.documents.value} documents.`));
      break;
    }
    const document = await retrieve(target);
    if (document === undefined) break;
    const { redirect, ...content } = document.content;
    problems.push(...content.problems);
    messages.push(
      ...content.messages.map((message) => ({
        ...message,
        media: message.media.map((media) => absolute(media, document.url)),
      })),
    );
    target = redirect && follow(redirect.url, redirect.method, params, document.url);
  }
  // The loop above has run at least once.
  return { hops: hops as [Hop, ...Hop[]], messages, problems };

  /** Follows HTTP redirects to the document, and gives it if it can be read. */
  async function retrieve(first: Target): Promise<Document | undefined> {
    const signal = AbortSignal.timeout(route.timeout);
    let current: Target | undefined = first;
    for (let redirects = 0; current !== undefined; redirects++) {
      if (redirects > MAX_REDIRECTS) {
        problems.push(problem(11215, `The webhook redirected more than ${MAX_REDIRECTS} times in a row.`));
        return undefined;
      }
      const request = requestTo(current, route, idempotencyToken);
      const answer = await call(request, signal, route.connect);
      hops.push({ request, response: answer.response });
      const found = answer.problem ?? (answer.response && overlongCookie(answer.response, route.clock.now()));
      if (found) problems.push(found);
      if (found || answer.response === undefined) return undefined;
      keepCookies(answer.response, current.url);
      if (answer.response.status < 300 || answer.response.status > 399) {
        return documentIn(answer.response, current.url);
      }
      current = redirected(answer.response, current);
    }
    return undefined;
  }

  function keepCookies({ headers }: WebhookResponse, url: URL): void {
    for (const setCookie of valuesOf(headers, 'set-cookie')) {
      if (route.jar?.store(setCookie, url, route.clock.now()) === 'malformed') {
        problems.push(problem(11206, 'A Set-Cookie is malformed, or its cookie has no name.'));
      }
    }
  }

  function documentIn(response: WebhookResponse, url: URL): Document | undefined {
    if (response.status === 204) return undefined;
    const content = read(response);
    if (!('code' in content)) return { url, content };
    problems.push(content);
    return undefined;
  }

  function redirected({ status, headers }: WebhookResponse, { url, method }: Target): Target | undefined {
    const [location] = valuesOf(headers, 'location');
    if (
      ![301, 302, 303, 307].includes(status) ||
      location === undefined ||
      !URL.canParse(location, url.href)
    ) {
      problems.push(
        problem(
          11216,
          `HTTP ${status} with ${location === undefined ? 'no Location' : `the Location ${location}`} is no redirect that Twilio follows.`,
        ),
      );
      return undefined;
    }
    // RFC 9110, 15.4: a client may turn a redirected POST into a GET, except for 307. The body is lost then.
    return status === 307 && method === 'POST'
      ? follow(location, 'POST', params, url)
      : follow(location, 'GET', {}, url);
  }

  function follow(
    location: string,
    method: 'GET' | 'POST',
    carried: Parameters,
    base: URL,
  ): Target | undefined {
    const url = URL.canParse(location, base.href) ? new URL(location, base) : undefined;
    if (url && /^https?:$/.test(url.protocol)) return targetOf(url, method, carried);
    problems.push(problem(11100, `${location} is no URL to redirect to.`));
    return undefined;
  }
}

function overlongCookie({ headers }: WebhookResponse, now: number): Problem | undefined {
  const life = Math.max(...valuesOf(headers, 'set-cookie').map((cookie) => lifeAsked(cookie, now)));
  if (life <= LIMITS.cookieMaxAge.value) return undefined;
  return problem(
    11200,
    `A cookie asks to be kept for ${life / 1000} s, which is over a day: Twilio Functions answer 400 in the place of such a response.`,
  );
}

function read({ status, headers, body }: WebhookResponse): Twiml | Problem {
  if (status < 200 || status > 299) return problem(11200, `The webhook answered with HTTP ${status}.`);
  const [type] = valuesOf(headers, 'content-type');
  if (type === undefined) return problem(12300, 'The response names no Content-Type.');
  switch (contentOf(type)) {
    case 'twiml':
      return readTwiml(body);
    case 'text':
      return { messages: [{ body, media: [] }], redirect: undefined, problems: [] };
    case undefined:
      return problem(12300, `${type} is neither a type of XML nor plain text.`);
  }
}

function targetOf(url: string | URL, method: 'GET' | 'POST', params: Parameters): Target {
  const target = new URL(url);
  // The fragment holds settings for Twilio (`#rc=2`) and never leaves it.
  target.hash = '';
  return { url: target, method, params };
}

function requestTo(
  { url, method, params }: Target,
  { jar, clock, authToken }: Route,
  token: string,
): WebhookRequest {
  const form = new URLSearchParams(params).toString();
  const target = new URL(url);
  if (method === 'GET' && form !== '') target.search = target.search ? `${target.search}&${form}` : form;
  const body = method === 'POST' ? form : '';
  const cookie = jar?.header(url, clock.now());
  const { username, password } = target;
  target.username = target.password = '';
  // The signature of a GET covers only the URL, which holds the parameters.
  const signature = getExpectedTwilioSignature(authToken, target.href, method === 'POST' ? params : {});
  const headers: Headers = [
    ['Host', target.host],
    ['User-Agent', 'TwilioProxy/1.1'],
    ['Accept', '*/*'],
    ['X-Twilio-Signature', signature],
    ['I-Twilio-Idempotency-Token', token],
    ['X-Home-Region', 'us1'],
    // Not of Twilio's: a Function on this machine goes by the phone's clock.
    ...(clock.ahead > 0 ? [['X-Phone-Clock-Ahead', String(clock.ahead)] as const] : []),
    ...(username ? [['Authorization', basic(username, password)] as const] : []),
    ...(cookie === undefined ? [] : [['Cookie', cookie] as const]),
    ...(method === 'POST'
      ? ([
          ['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8'],
          ['Content-Length', String(Buffer.byteLength(body))],
        ] as const)
      : []),
    ['Connection', 'close'],
  ];
  return { method, url: target.href, headers, params, body };
}

function basic(username: string, password: string): string {
  // Unlike decodeURIComponent this never throws, and a redirect may hold anything.
  const credentials = `${unescape(username)}:${unescape(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** Resolves a relative URL against the document's own, as everywhere in TwiML. Leaves a malformed URL as it is. */
function absolute(url: string, base: URL): string {
  return url === '' || URL.canParse(url) || !URL.canParse(url, base.href) ? url : new URL(url, base).href;
}
