import { useState } from 'preact/hooks';
import { Dialog } from './dialog';
import { curlOf } from './save-as-curl';
import { testOf } from './save-as-test';
import { transcriptOf } from './save-as-transcript';
import type { State, Talk } from './state';

interface Form {
  readonly name: string;
  readonly file: string;
  readonly hint: string;
  readonly text: string;
}

/** A thread as a text, to be copied or saved. */
export function SaveDialog({ state, talk, close }: { state: State; talk: Talk; close: () => void }) {
  const forms = formsOf(state, talk);
  const [chosen, choose] = useState(0);
  const [copied, setCopied] = useState(false);
  const form = forms[chosen] ?? forms[0];
  return (
    <Dialog title="Save as" close={close}>
      <div class="actions" role="group" aria-label="Form">
        {forms.map(({ name }, n) => (
          <button
            key={name}
            type="button"
            aria-pressed={n === chosen}
            onClick={() => {
              choose(n);
              setCopied(false);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <p class="hint">{form.hint}</p>
      <pre tabIndex={0}>{form.text}</pre>
      <div class="actions">
        <button
          type="button"
          onClick={() => void navigator.clipboard.writeText(form.text).then(() => setCopied(true))}
        >
          {copied ? 'Copied' : 'Copy'}
        </button>
        <a
          class="button"
          download={form.file}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(form.text)}`}
        >
          Download {form.file}
        </a>
      </div>
    </Dialog>
  );
}

function formsOf(state: State, talk: Talk): [Form, ...Form[]] {
  const { shown, callers, webhook, chosenBy } = state;
  const transcript: Form = {
    name: 'Transcript',
    file: 'transcript.txt',
    hint: 'All that was said.',
    text: transcriptOf(talk, callers),
  };
  const forms: [Form, ...Form[]] = [transcript];
  if (shown !== undefined) {
    forms.push({
      name: 'curl',
      file: 'text.sh',
      hint: `Sends the text “${shown.body}” to ${webhook} as it was sent, with its cookie and its signature.`,
      text: curlOf(shown),
    });
  }
  const test = chosenBy === null ? undefined : testOf(talk, chosenBy);
  if (test !== undefined) {
    forms.unshift({
      name: 'Test',
      file: 'thread.test.ts',
      hint: 'Passes as it is, in tests/conversations. Each time that the sender was new begins a test.',
      text: test,
    });
  }
  return forms;
}
