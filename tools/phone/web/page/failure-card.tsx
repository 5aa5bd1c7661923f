import type { Exchange } from '../../../local-twilio';
import type { Failure, Place } from '../../switchboard/insight';

/** What was thrown, and where. */
export function FailureCard({ failure, exchange }: { failure: Failure; exchange: Exchange }) {
  const { name, message, places } = failure;
  const [innermost, ...others] = places;
  const isHidden = exchange.response?.status === 200;
  return (
    <section class="card trouble" aria-labelledby="failure-title">
      <h2 id="failure-title" dir="auto">
        {name}: {message}
      </h2>
      {innermost && (
        <p class="place">
          <code>{placeOf(innermost)}</code>
        </p>
      )}
      {innermost?.code && (
        <pre class="source" tabIndex={0}>
          {innermost.code.map(({ line, text }) => (
            <span key={line} class={line === innermost.line ? 'line hit' : 'line'}>
              <span class="number">{line}</span>
              {text}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
      {others.length > 0 && (
        <details>
          <summary>Called from</summary>
          <ol class="places">
            {others.map((place, n) => (
              <li key={n}>
                <code>{placeOf(place)}</code>
              </li>
            ))}
          </ol>
        </details>
      )}
      <p class="hint">
        {isHidden
          ? 'The sender got an apology with HTTP 200, so Twilio logs nothing. What is remembered has not changed.'
          : 'What is remembered has not changed.'}
      </p>
    </section>
  );
}

function placeOf({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
