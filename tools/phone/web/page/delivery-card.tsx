import { useState } from 'preact/hooks';
import { ask, attempt } from './actions';
import { post } from './server';
import type { State, Talk } from './state';

/** What Twilio does on a bad day. */
export function DeliveryCard({ state, talk }: { state: State; talk: Talk }) {
  const [first, setFirst] = useState('one');
  const [second, setSecond] = useState('two');
  const { from, to, entries, pending } = talk;
  return (
    <section class="card" aria-labelledby="delivery-title">
      <h2 id="delivery-title">Delivery on a bad day</h2>
      <div class="explained">
        <button
          type="button"
          disabled={entries.length + pending.length === 0}
          title="Alt D"
          onClick={() => void ask(state, '/repeat', talk)}
        >
          Deliver the last text again
        </button>
        <p class="hint">With the same MessageSid, as Twilio does when a webhook was too late.</p>
      </div>
      <form
        class="explained"
        onSubmit={(event) => {
          event.preventDefault();
          state.showLatest(talk);
          void attempt(state, () => post('/send-together', { from, to, first, second }));
        }}
      >
        <div class="pair">
          <input
            aria-label="First of two texts"
            value={first}
            required
            onInput={({ currentTarget }) => setFirst(currentTarget.value)}
          />
          <input
            aria-label="Second of two texts"
            value={second}
            required
            onInput={({ currentTarget }) => setSecond(currentTarget.value)}
          />
          <button>Two at once</button>
        </div>
        <p class="hint">Both carry the older cookie, and what the later response sets is kept.</p>
      </form>
    </section>
  );
}
