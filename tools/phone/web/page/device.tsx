import { useEffect, useState } from 'preact/hooks';
import { Composer } from './composer';
import type { State, Talk } from './state';
import { Thread } from './thread';
import { ThreadTools } from './thread-tools';
import { channelOf, grouped, nameOf, span, timeOf } from './wording';

/** Somebody's phone, with our number on its screen. */
export function Device({ state, talk }: { state: State; talk: Talk }) {
  const { from, to, optedOut } = talk;
  const name = nameOf(from, state.callers);
  const isKnown = name !== grouped(from);
  return (
    <section class="device" aria-labelledby="owner">
      <div class="owner">
        <h2 id="owner" dir="auto">
          {isKnown ? `${name}’s phone` : `Phone of ${name}`}
        </h2>
        {isKnown && <p>{grouped(from)}</p>}
        <ThreadTools state={state} talk={talk} />
      </div>
      <div class="frame">
        <div class="screen">
          <StatusBar state={state} />
          <div class="contact">
            <svg class="us" viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="9" r="4" />
              <path d="M4 21c1-5 4-7 8-7s7 2 8 7" />
            </svg>
            <div>
              <h3>{grouped(to)}</h3>
              <p>
                {channelOf(to)}
                {optedOut && <b> · opted out with STOP</b>}
              </p>
            </div>
          </div>
          <Thread state={state} talk={talk} />
          <Composer state={state} talk={talk} />
        </div>
      </div>
    </section>
  );
}

function StatusBar({ state }: { state: State }) {
  const now = useClock(state);
  const { ahead } = state.clock;
  return (
    <div class="status">
      <time>{timeOf(now)}</time>
      <span class="island" aria-hidden="true" />
      <span>{ahead > 0 && `${span(ahead)} ahead`}</span>
    </div>
  );
}

/** The carrier's time, which is drawn anew every second. */
export function useClock(state: State): number {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((ticks) => ticks + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return state.now;
}
