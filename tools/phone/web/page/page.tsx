import { render } from 'preact';
import { App } from './app';
import { listen } from './server';
import { State } from './state';

const state = new State(() => render(<App state={state} />, document.body));

listen(
  (update) => state.hear(update),
  () => state.lost(),
);
