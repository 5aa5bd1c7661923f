import { ClockCard } from './clock-card';
import { CookieCard } from './cookie-card';
import { DeliveryCard } from './delivery-card';
import { ExchangeCard } from './exchange-card';
import { FailureCard } from './failure-card';
import { LogCard } from './log-card';
import { ProblemCard } from './problem-card';
import { RememberedCard } from './remembered-card';
import type { State, Talk } from './state';

/** What is behind a text: what is remembered, what went wrong, and what Twilio sees of it. */
export function Inspector({ state, talk }: { state: State; talk: Talk }) {
  const { shown } = state;
  return (
    <section class="inspector" aria-label="What is behind it">
      <ClockCard state={state} />
      {shown?.insight?.failure && <FailureCard failure={shown.insight.failure} exchange={shown.exchange} />}
      {shown?.exchange.problems.map((problem, n) => (
        <ProblemCard key={n} problem={problem} exchange={shown.exchange} />
      ))}
      <RememberedCard talk={talk} shown={shown} />
      <CookieCard state={state} talk={talk} />
      {shown && <LogCard log={shown.insight?.log ?? []} />}
      {shown && <ExchangeCard exchange={shown.exchange} />}
      <DeliveryCard state={state} talk={talk} />
    </section>
  );
}
