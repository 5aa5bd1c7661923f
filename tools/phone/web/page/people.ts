import { element, fill } from './dom';
import type { State, Talk } from './state';
import { grouped, initialsOf, nameOf } from './wording';

/** The list of conversations. Each shows the cookie of its pair, which no other one has. */
export function showPeople(list: HTMLElement, state: State, select: (talk: Talk) => void): void {
  fill(list, ...state.talks.map((talk, n) => element('li', {}, person(talk, n, state, select))));
}

function person(talk: Talk, n: number, state: State, select: (talk: Talk) => void): HTMLElement {
  const { from, to } = talk.line;
  const name = nameOf(from, state.callers);
  const last = talk.entries.at(-1)?.exchange;
  const said = (last?.replies.at(-1) ?? last?.automatic)?.body ?? last?.problems[0]?.title;
  const button = element(
    'button',
    { type: 'button', className: 'person', id: `person-${n}` },
    avatar(from, name),
    element(
      'span',
      { className: 'who' },
      element('strong', {}, name),
      element('span', { className: 'to' }, `to ${grouped(to)}`),
      element(
        'span',
        { className: 'said' },
        talk.pending.length > 0 ? 'typing…' : (said ?? 'Nothing said yet'),
      ),
      element('span', { className: 'held' }),
    ),
  );
  if (talk === state.current) button.setAttribute('aria-current', 'true');
  button.addEventListener('click', () => {
    select(talk);
  });
  return button;
}

export function avatar(address: string, name: string): HTMLElement {
  const circle = element('span', { className: 'avatar', ariaHidden: 'true' }, initialsOf(name));
  circle.dataset.hue = hueOf(address);
  return circle;
}

/** One of six colours, the same for an address wherever it shows. */
export function hueOf(address: string): string {
  const sum = Array.from(address).reduce((total, character) => total * 31 + character.charCodeAt(0), 7);
  return String(sum % 6);
}
