import type { Insight } from '../../switchboard/insight';
import type { Entry } from '../../switchboard/protocol';
import { Remembered } from './remembered';
import type { Talk } from './state';

/** What is remembered of the sender after the text that is shown, as people read it. */
export function RememberedCard({ talk, shown }: { talk: Talk; shown: Entry | undefined }) {
  const { turn } = shown?.insight ?? {};
  return (
    <section class="card" aria-labelledby="remembered-title">
      <div class="heading">
        <h2 id="remembered-title">What is remembered</h2>
        {turn && (
          <p>
            {turn.conversation} <span class="hint">version {turn.version}</span>
          </p>
        )}
      </div>
      {turn ? (
        <>
          <Remembered before={turn.before} after={turn.after} />
          <p class="hint">
            {shown?.insight?.failure ? 'The turn failed, so nothing has changed.' : whereOf(shown, talk)}
          </p>
        </>
      ) : (
        <p class="hint">{whyNothing(talk, shown)}</p>
      )}
    </section>
  );
}

function whyNothing({ unasked }: Talk, shown: Entry | undefined): string {
  if (shown === undefined) {
    return unasked.length > 0
      ? 'We have texted first. What is remembered shows with the answer, and with npm run show.'
      : 'Nothing was said yet, so nothing is remembered.';
  }
  const { insight } = shown;
  if (insight === undefined) {
    return 'This webhook does not tell what it remembers. A Function that npm start serves does.';
  }
  return insight.failure
    ? 'The turn failed, so nothing has changed.'
    : 'No turn was taken: Twilio has answered this word itself.';
}

/** Where it is kept, or what became of it since. */
function whereOf(shown: Entry | undefined, { cookie, entries }: Talk): string {
  const { turn } = shown?.insight ?? {};
  const after = shown?.exchange.cookie;
  const isLatest = shown === entries.at(-1);
  const notes = [];
  const why = whyNew(shown?.insight);
  if (why !== undefined) notes.push(`The sender counts as new: ${why}.`);
  if (turn?.after === undefined) notes.push('The sender is forgotten.');
  else if (after === undefined) notes.push('It is not in a cookie: the webhook keeps it on its own side.');
  else if (isLatest && cookie?.text !== after.text)
    notes.push('Its cookie is gone since: the next text is from somebody new.');
  return notes.join(' ');
}

/** Why what came back was not taken: the stores in `src/session` log it. */
function whyNew(insight: Insight | undefined): string | undefined {
  const lines = insight?.log.map(
    ({ text }) => /(the \w+ was refused:|what is remembered is of) .*/.exec(text)?.[0],
  );
  return lines?.find((line) => line !== undefined);
}
