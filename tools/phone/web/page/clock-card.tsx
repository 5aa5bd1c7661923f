import { useState } from 'preact/hooks';
import { moveClock } from './actions';
import { useClock } from './device';
import type { State } from './state';
import { dayOf, span, timeOf } from './wording';

const HOUR = 60 * 60 * 1000;
const STEPS = [
  { name: '+1 h', milliseconds: HOUR, key: 'Alt H' },
  { name: '+4 h', milliseconds: 4 * HOUR, key: 'Alt J' },
  { name: '+1 day', milliseconds: 24 * HOUR, key: '' },
] as const;

/** The carrier's clock, which can be moved. */
export function ClockCard({ state }: { state: State }) {
  const now = useClock(state);
  const [choosing, setChoosing] = useState(false);
  const [time, setTime] = useState('');
  const { ahead } = state.clock;
  return (
    <section class="card clock" aria-labelledby="clock-title">
      <div class="heading">
        <h2 id="clock-title">Clock</h2>
        <p>
          {dayOf(now)}, {timeOf(now)}
          {ahead > 0 && <b> · {span(ahead)} ahead</b>}
        </p>
      </div>
      <div class="actions">
        {STEPS.map(({ name, milliseconds, key }) => (
          <button
            key={name}
            type="button"
            aria-label={`Clock ${name}`}
            title={`Lets ${span(milliseconds)} pass${key && ` (${key})`}`}
            onClick={() => void moveClock(state, '/forward', { milliseconds })}
          >
            {name}
          </button>
        ))}
        <button
          type="button"
          aria-expanded={choosing}
          title="Goes to a moment of your choice"
          onClick={() => {
            setTime(localTime(state.now));
            setChoosing(!choosing);
          }}
        >
          Go to…
        </button>
        <button
          type="button"
          disabled={ahead === 0}
          title="The real time. All cookies are lost: they come from a time that has not been yet (Alt B)"
          onClick={() => void moveClock(state, '/back-to-now', {})}
        >
          Back to now
        </button>
      </div>
      {choosing && (
        <form
          class="pair"
          onSubmit={(event) => {
            event.preventDefault();
            void moveClock(state, '/go-to', { time: new Date(time).getTime() }).then((isDone) => {
              if (isDone) setChoosing(false);
            });
          }}
        >
          <input
            type="datetime-local"
            aria-label="Moment"
            value={time}
            required
            onInput={({ currentTarget }) => setTime(currentTarget.value)}
          />
          <button>Go</button>
        </form>
      )}
      <p class="hint">Lets time pass at once. Twilio drops a cookie after four hours without a text.</p>
    </section>
  );
}

/** `2026-11-23T10:27`, in the time zone of this browser, as the field takes it. */
function localTime(time: number): string {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
