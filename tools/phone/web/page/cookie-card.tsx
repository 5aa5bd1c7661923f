import { LIMITS } from '../../../local-twilio/limits';
import { ask } from './actions';
import { useClock } from './device';
import type { State, Talk } from './state';
import { countdown } from './wording';

/** Not all of the limit is there for the cookie: what else is in the headers needs room as well, in bytes. */
const OTHER_HEADERS = 1024;

/** The cookie against what fits, and how long it is still kept. */
export function CookieCard({ state, talk }: { state: State; talk: Talk }) {
  const now = useClock(state);
  const { cookie } = talk;
  // Between a response and our clock there is some rounding.
  const left = cookie ? Math.min(Math.max(0, cookie.expiresAt - now), LIMITS.cookieLife.value) : 0;
  const isHeld = cookie !== null && left > 0;
  const { value: most } = LIMITS.headerBytes;
  return (
    <section class="card" aria-labelledby="cookie-title">
      <div class="heading">
        <h2 id="cookie-title">Cookie of this pair</h2>
        <button
          type="button"
          disabled={!isHeld}
          title={isHeld ? 'Twilio may lose it at any time (Alt L)' : 'There is none to lose'}
          onClick={() => void ask(state, '/forget', talk)}
        >
          Lose the cookie
        </button>
      </div>
      {isHeld ? (
        <>
          <dl class="meters">
            <dt>
              <b>{cookie.bytes.toLocaleString('en')}</b> of {most.toLocaleString('en')} bytes
            </dt>
            <dd>
              <Meter
                value={cookie.bytes}
                max={most}
                label={`The cookie's size against ${most} bytes`}
                isTight={cookie.bytes > most - OTHER_HEADERS}
              />
            </dd>
            <dt>
              <b>{countdown(left)}</b> of 4:00:00 left
            </dt>
            <dd>
              <Meter value={left} max={LIMITS.cookieLife.value} label="What is left of four hours" />
            </dd>
          </dl>
          {cookie.withheld.length > 0 && (
            <p class="warning">
              {cookie.withheld.join(', ')}: Secure, and the webhook is plain http. Twilio keeps such a cookie
              and never sends it.
            </p>
          )}
          <code class="raw" tabIndex={0}>
            {cookie.text}
          </code>
        </>
      ) : (
        <p class="hint">None: the next text carries no cookie.</p>
      )}
    </section>
  );
}

interface MeterProps {
  readonly value: number;
  readonly max: number;
  readonly label: string;
  readonly isTight?: boolean;
}

function Meter({ value, max, label, isTight = false }: MeterProps) {
  return (
    <div
      class={isTight ? 'meter tight' : 'meter'}
      role="meter"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      style={{ '--share': String(Math.min(1, value / max)) }}
    />
  );
}
