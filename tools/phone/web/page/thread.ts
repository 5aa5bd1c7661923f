import type { Reply } from '../../../local-twilio';
import { inOrder } from '../order';
import type { Entry, Sent } from '../protocol';
import { element, fill } from './dom';
import type { State } from './state';
import { counted, dayOf, timeOf } from './wording';

/** A pause after which a thread says what time it is, in milliseconds. */
const PAUSE = 30 * 60 * 1000;

export interface ThreadActions {
  /** Shows an entry's exchange beside the phone. */
  readonly inspect: (entry: Entry) => void;
  /** Sends the same text as a new message. */
  readonly sendAgain: (entry: Entry) => void;
}

/** The bubbles of the conversation on the screen, and the dots of whoever is writing. */
export function showThread(thread: HTMLElement, state: State, actions: ThreadActions): void {
  const { entries, pending } = state.current;
  const texts = inOrder<Entry | Sent>([...entries, ...pending]);
  const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
  fill(
    thread,
    texts.length === 0 && element('p', { className: 'empty' }, 'Say hello. Nothing leaves this machine.'),
    ...texts.flatMap((text, n) => [
      (n === 0 || text.at - (texts[n - 1]?.at ?? 0) > PAUSE) &&
        element('p', { className: 'pause' }, `${dayOf(text.at)}, ${timeOf(text.at)}`),
      ...('exchange' in text ? bubblesOf(text, state, actions) : [bubble('mine', text)]),
    ]),
    pending.length > 0 && typing(),
  );
  if (atEnd || pending.length > 0) thread.scrollTop = thread.scrollHeight;
}

function bubblesOf(entry: Entry, state: State, { inspect, sendAgain }: ThreadActions): HTMLElement[] {
  const { exchange, id } = entry;
  const { replies, automatic, problems, response } = exchange;
  const received = [
    ...(automatic ? [incoming(automatic, 'Answered by Twilio itself')] : []),
    ...replies.map((reply) =>
      incoming(reply, reply.to === state.current.line.from ? undefined : `To ${reply.to}`),
    ),
  ];
  const segments = replies.reduce((sum, reply) => sum + reply.segments, 0);
  const summary = element(
    'button',
    { type: 'button', className: 'summary', id: `entry-${id}` },
    response ? `${response.milliseconds} ms` : 'no response',
    segments > 0 && ` · ${counted(segments, 'segment')}`,
  );
  summary.ariaLabel = `Inspect: ${summary.textContent}`;
  if (problems.length > 0) summary.classList.add('bad');
  summary.addEventListener('click', () => {
    inspect(entry);
  });
  const footer = element('div', { className: 'footer' }, summary);
  if (problems.length > 0) {
    const again = element('button', { type: 'button', className: 'again' }, 'Send again');
    again.addEventListener('click', () => {
      sendAgain(entry);
    });
    footer.append(again);
  }
  return [
    bubble('mine', entry, entry.repeated ? 'Delivered again' : undefined),
    ...received,
    ...problems.map(({ code, title }) => element('p', { className: 'problem' }, `${code} ${title}`)),
    footer,
  ];
}

function incoming(reply: Reply, note?: string): HTMLElement {
  return bubble('theirs', reply, note);
}

function bubble(
  whose: 'mine' | 'theirs',
  { body, media }: Pick<Sent, 'body' | 'media'>,
  note?: string,
): HTMLElement {
  return element(
    'div',
    { className: `bubble ${whose}` },
    element('span', { className: 'spoken' }, whose === 'mine' ? 'You: ' : 'Reply: '),
    note !== undefined && element('span', { className: 'note' }, note),
    ...media.map((url) => element('img', { src: url, alt: 'Picture', loading: 'lazy' })),
    body !== '' && element('p', {}, body),
  );
}

function typing(): HTMLElement {
  const dots = element('div', { className: 'bubble theirs typing' });
  dots.append(element('span'), element('span'), element('span'));
  dots.ariaHidden = 'true';
  return dots;
}
