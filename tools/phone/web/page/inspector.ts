import type { Exchange, Hop, Problem } from '../../../local-twilio';
import { LIMITS } from '../../../local-twilio/limits';
import { element, fill } from './dom';
import type { State } from './state';
import { counted, countdown } from './wording';

/** The parts of an exchange that are unfolded stay so from one to the next. */
const unfolded = new Set(['TwiML']);

/** The cookie against what fits, and how long it is still kept. */
export function showCookie(card: HTMLElement, state: State): void {
  const { cookie } = state.current.line;
  const left = cookie ? Math.max(0, cookie.expiresAt - state.now) : 0;
  if (!cookie || left === 0) {
    fill(
      card,
      element('p', { className: 'figure' }, 'None'),
      element('p', { className: 'hint' }, 'To the webhook, this pair is new.'),
    );
    return;
  }
  const size = meter(
    cookie.bytes,
    LIMITS.headerBytes.value,
    `The cookie's size against ${LIMITS.headerBytes.value} bytes`,
  );
  // What else there is in the headers needs room as well.
  size.classList.toggle('tight', cookie.bytes > LIMITS.headerBytes.value - 1024);
  const time = meter(left, LIMITS.cookieLife.value, 'What is left of four hours');
  fill(
    card,
    element(
      'dl',
      { className: 'meters' },
      element(
        'dt',
        {},
        element('b', {}, cookie.bytes.toLocaleString('en')),
        ` of ${LIMITS.headerBytes.value.toLocaleString('en')} bytes`,
      ),
      element('dd', {}, size),
      element('dt', {}, element('b', { id: 'left' }, countdown(left)), ' of 4:00:00 left'),
      element('dd', {}, time),
    ),
    cookie.withheld.length > 0 &&
      element(
        'p',
        { className: 'warning' },
        `${cookie.withheld.join(', ')}: Secure, and the webhook is plain http. Twilio keeps such a cookie and never sends it.`,
      ),
    element('code', { className: 'raw', tabIndex: 0 }, cookie.text),
  );
}

/** The exchange of one text: what went wrong, what was asked, what was answered. */
export function showExchange(panel: HTMLElement, exchange: Exchange | undefined): void {
  if (exchange === undefined) {
    fill(panel, element('p', { className: 'hint' }, 'The request and the response of a text show here.'));
    return;
  }
  const { problems, response, replies, request } = exchange;
  const segments = replies.map(({ segments, encoding }) => `${counted(segments, 'segment')} ${encoding}`);
  fill(
    panel,
    ...problems.map(problemCard),
    element(
      'section',
      { className: 'card' },
      element('h3', {}, 'Exchange'),
      element(
        'p',
        { className: 'figures' },
        pill(
          response ? `HTTP ${response.status}` : 'No response',
          response !== undefined && response.status < 300,
        ),
        response && pill(`${response.milliseconds} ms`),
        ...(segments.length > 0 ? segments : ['says nothing']).map((text) => pill(text)),
      ),
      element('p', { className: 'sid' }, element('code', {}, request.params.MessageSid ?? '')),
      ...exchange.hops.flatMap((hop, n) => hopParts(hop, exchange.hops.length > 1 ? ` ${n + 1}` : '')),
    ),
  );
}

function problemCard({ code, title, meaning, remedy }: Problem): HTMLElement {
  const link = element(
    'a',
    { href: `https://www.twilio.com/docs/api/errors/${code}`, target: '_blank', rel: 'noreferrer' },
    `${code} ${title}`,
  );
  return element(
    'section',
    { className: 'card trouble' },
    element('h3', {}, link),
    element('p', {}, meaning),
    element('p', {}, element('b', {}, 'What to do: '), remedy),
  );
}

function hopParts({ request, response }: Hop, number: string): HTMLElement[] {
  return [
    fold(
      `Request${number}`,
      `${request.method} ${request.url}`,
      table('Headers', request.headers),
      table('Parameters', Object.entries(request.params)),
    ),
    ...(response
      ? [
          fold(`Response${number}`, `HTTP ${response.status}`, table('Headers', response.headers)),
          fold(`TwiML${number}`, '', element('pre', { tabIndex: 0 }, indented(response.body) || '(empty)')),
        ]
      : []),
  ];
}

function fold(name: string, gist: string, ...content: HTMLElement[]): HTMLElement {
  const details = element(
    'details',
    { open: unfolded.has(name) },
    element('summary', { id: `fold-${name}` }, name, ' ', element('code', {}, gist)),
    ...content,
  );
  details.addEventListener('toggle', () => {
    if (details.open) unfolded.add(name);
    else unfolded.delete(name);
  });
  return details;
}

function table(caption: string, rows: Iterable<readonly [string, string]>): HTMLElement {
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element(
      'tbody',
      {},
      ...Array.from(rows, ([name, value]) =>
        element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value)),
      ),
    ),
  );
}

function meter(value: number, max: number, label: string): HTMLElement {
  const bar = element('div', {
    className: 'meter',
    role: 'meter',
    ariaLabel: label,
    ariaValueNow: String(value),
    ariaValueMin: '0',
    ariaValueMax: String(max),
  });
  bar.style.setProperty('--share', String(Math.min(1, value / max)));
  return bar;
}

function pill(text: string, good?: boolean): HTMLElement {
  return element('span', { className: good === undefined ? 'pill' : good ? 'pill good' : 'pill bad' }, text);
}

/** A line for each verb, for the eye only. */
function indented(twiml: string): string {
  return twiml
    .replace(/>\s*<(?=\/?(Response|Message|Sms|Body|Media|Redirect)\b)/g, '>\n<')
    .replace(/^<(?=(Message|Sms|Redirect|\/Message)\b)/gm, '  <')
    .replace(/^<(?=(Body|Media)\b)/gm, '    <');
}
