import type { Exchange, Problem } from '../../../local-twilio';
import { gistOf } from '../../gist';

/** What Twilio would log, and what to do. */
export function ProblemCard({ problem, exchange }: { problem: Problem; exchange: Exchange }) {
  const { code, title, meaning, remedy } = problem;
  const gist = problem === exchange.problems[0] ? gistOf(exchange) : [];
  return (
    <section class="card trouble" aria-label={`${code} ${title}`}>
      <h2>
        <a href={`https://www.twilio.com/docs/api/errors/${code}`} target="_blank" rel="noreferrer">
          {code} {title}
        </a>
      </h2>
      <p>{meaning}</p>
      {gist.length > 0 && <pre tabIndex={0}>{gist.join('\n')}</pre>}
      <p>
        <b>What to do: </b>
        {remedy}
      </p>
    </section>
  );
}
