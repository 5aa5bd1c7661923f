import { ask, moveClock } from './actions';
import type { State } from './state';

const HOUR = 60 * 60 * 1000;

/** What a key does together with Alt, by its place on a keyboard: with Alt, its character may be another. */
export const KEYS: readonly { code: string; name: string; what: string; run: (state: State) => void }[] = [
  {
    code: 'KeyN',
    name: 'N',
    what: 'new conversation',
    run: () => focusOn('new'),
  },
  {
    code: 'KeyS',
    name: 'S',
    what: 'search',
    run: () => focusOn('search'),
  },
  {
    code: 'ArrowUp',
    name: '↑',
    what: 'the conversation above',
    run: (state) => step(state, -1),
  },
  {
    code: 'ArrowDown',
    name: '↓',
    what: 'the conversation below',
    run: (state) => step(state, 1),
  },
  {
    code: 'KeyH',
    name: 'H',
    what: 'an hour passes',
    run: (state) => forward(state, HOUR),
  },
  {
    code: 'KeyJ',
    name: 'J',
    what: 'four hours pass',
    run: (state) => forward(state, 4 * HOUR),
  },
  { code: 'KeyB', name: 'B', what: 'back to now', run: (state) => void moveClock(state, '/back-to-now', {}) },
  {
    code: 'KeyL',
    name: 'L',
    what: 'lose the cookie',
    run: (state) => onCurrent(state, '/forget'),
  },
  {
    code: 'KeyD',
    name: 'D',
    what: 'deliver the last text again',
    run: (state) => onCurrent(state, '/repeat'),
  },
  {
    code: 'KeyR',
    name: 'R',
    what: 'run the thread again',
    run: (state) => onCurrent(state, '/run-again'),
  },
];

/** @returns what ends it */
export function listenToKeys(state: State): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const key = KEYS.find(({ code }) => code === event.code);
    if (key === undefined || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    key.run(state);
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function focusOn(id: string): void {
  const found = document.getElementById(id);
  if (found instanceof HTMLButtonElement) found.click();
  found?.focus();
}

function step(state: State, by: number): void {
  const { talks, current } = state;
  const at = talks.findIndex((talk) => talk === current);
  const next = talks[at + by];
  if (next) state.select(next);
}

function forward(state: State, milliseconds: number): void {
  void moveClock(state, '/forward', { milliseconds });
}

function onCurrent(state: State, path: '/forget' | '/repeat' | '/run-again'): void {
  if (state.current) void ask(state, path, state.current);
}
