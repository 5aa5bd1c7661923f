import { useState } from 'preact/hooks';
import { ask } from './actions';
import { SaveDialog } from './save-dialog';
import type { State, Talk } from './state';

/** What can be done with a whole thread. */
export function ThreadTools({ state, talk }: { state: State; talk: Talk }) {
  const [saving, setSaving] = useState(false);
  const isEmpty = talk.entries.length === 0;
  // The texts alone do not lead to a message that we have sent first.
  const isOurs = talk.unasked.length > 0;
  return (
    <span class="tools">
      <button
        type="button"
        class="round"
        disabled={isEmpty || isOurs}
        aria-label="Run again"
        title={
          isOurs
            ? 'A thread that holds a message of ours cannot run again'
            : 'Run again: forget, send all texts again, and show where the replies differ (Alt R)'
        }
        onClick={() => void ask(state, '/run-again', talk)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 3.5v4h-4" />
        </svg>
      </button>
      <button
        type="button"
        class="round"
        disabled={isEmpty}
        aria-label="Save as"
        title="Save as a test, a transcript, or a command for curl"
        onClick={() => setSaving(true)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 4v10M8 10.5l4 4 4-4M5 19h14" />
        </svg>
      </button>
      {saving && <SaveDialog state={state} talk={talk} close={() => setSaving(false)} />}
    </span>
  );
}
