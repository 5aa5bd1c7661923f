import { Change } from './change';

/** What `src/dialogue/shown.ts` tells of a dialogue. */
interface Dialogue {
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly open?: string;
  /** While it is handed over. */
  readonly away?: { readonly url: string; readonly until: string };
  readonly wrongAnswers?: number;
  readonly outdated?: number;
  readonly kept?: unknown;
}

export function isDialogue(value: unknown): value is Dialogue {
  return typeof value === 'object' && value !== null && 'steps' in value && Array.isArray(value.steps);
}

interface Row {
  readonly name: string;
  readonly value: unknown;
  readonly note?: string;
}

/** The questions of a dialogue with their answers, what was looked up and done, and the open question. */
export function DialogueState({
  before,
  after,
}: {
  before: Dialogue | undefined;
  after: Dialogue | undefined;
}) {
  const [was, is] = [before?.steps ?? [], after?.steps ?? []].map((steps) => steps.map(rowOf));
  const rows = Array.from({ length: Math.max(was?.length ?? 0, is?.length ?? 0) }, (_, n) => ({
    was: was?.[n],
    is: is?.[n],
  }));
  return (
    <>
      <dl class="remembered">
        {rows.map(({ was: old, is: now }, n) => {
          const isSame = old?.name === now?.name;
          const { name = '', note } = now ?? old ?? {};
          return (
            <div key={n}>
              <dt dir="auto">
                {note !== undefined && <span class="kind">{note}</span>}
                {name}
              </dt>
              <dd dir="auto">
                <Change before={isSame || !now ? old?.value : undefined} after={now?.value} />
              </dd>
            </div>
          );
        })}
        {after?.open !== undefined && (
          <div class="open">
            <dt dir="auto">{after.open}</dt>
            <dd>
              <b>open</b>
              {after.wrongAnswers !== undefined && `, ${after.wrongAnswers} wrong so far`}
            </dd>
          </div>
        )}
        {after?.away !== undefined && (
          <div class="open">
            <dt dir="auto">{after.away.url}</dt>
            <dd dir="auto">
              <b>gets each text</b> until {after.away.until}
            </dd>
          </div>
        )}
        {(before?.kept !== undefined || after?.kept !== undefined) && (
          <div>
            <dt>
              <span class="kind">kept</span>from the last time
            </dt>
            <dd>
              <Change before={before?.kept} after={after?.kept} />
            </dd>
          </div>
        )}
      </dl>
      {after === undefined && <p>It is over, and forgotten.</p>}
      {after?.outdated !== undefined && (
        <p class="warning">The script was changed since: {after.outdated} more no longer fit.</p>
      )}
    </>
  );
}

function rowOf(step: Readonly<Record<string, unknown>>): Row {
  if ('asked' in step) return { name: String(step.asked), value: step.gaveUp ? 'gave up' : step.answer };
  if ('lookedUp' in step) return { name: String(step.lookedUp), value: step.result, note: 'looked up' };
  if ('done' in step) return { name: String(step.done), value: step.result, note: 'done' };
  if ('notDone' in step) return { name: String(step.notDone), value: step.reason, note: 'not done' };
  if ('handedOver' in step) return { name: 'to a person', value: 'came back', note: 'handed over' };
  return { name: 'with', value: step.began, note: 'began' };
}
