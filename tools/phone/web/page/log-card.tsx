import type { LogLine } from '../../switchboard/insight';

/** What the Function logged during the text. */
export function LogCard({ log }: { log: readonly LogLine[] }) {
  if (log.length === 0) return null;
  return (
    <section class="card" aria-labelledby="log-title">
      <h2 id="log-title">Log of the Function</h2>
      <pre class="log" tabIndex={0}>
        {log.map(({ level, text }, n) => (
          <span key={n} class={`line ${level}`}>
            {level === 'log' ? '' : `${level} `}
            {text}
            {'\n'}
          </span>
        ))}
      </pre>
    </section>
  );
}
