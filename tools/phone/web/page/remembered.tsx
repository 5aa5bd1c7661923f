import { Change, type BeforeAndAfter } from './change';
import { DialogueState, isDialogue } from './dialogue-state';

/** A state as a list of names and values, with what the turn has changed. */
export function Remembered({ before, after }: BeforeAndAfter) {
  if (after === undefined && before === undefined) return <p>Nothing, before and after.</p>;
  if (isDialogue(before) || isDialogue(after)) {
    return (
      <DialogueState
        before={isDialogue(before) ? before : undefined}
        after={isDialogue(after) ? after : undefined}
      />
    );
  }
  const names = [...new Set([...namesOf(before), ...namesOf(after)])];
  if (names.length === 0) return <Change before={before} after={after} />;
  return (
    <dl class="remembered">
      {names.map((name) => {
        const [was, is] = [valueOf(before, name), valueOf(after, name)];
        // One of several conversations, which takes the whole width.
        const isNested = isDialogue(was) || isDialogue(is);
        return (
          <div key={name} class={isNested ? 'nested' : undefined}>
            <dt>{name}</dt>
            <dd>{isNested ? <Remembered before={was} after={is} /> : <Change before={was} after={is} />}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function namesOf(value: unknown): string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

function valueOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
