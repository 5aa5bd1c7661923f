import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { segmentsOf } from '../../../local-twilio/carrier/segments';
import { LIMITS } from '../../../local-twilio/limits';
import { attach, sendDraft } from './actions';
import { EMOJIS } from './emojis';
import { ParameterPanel } from './parameter-panel';
import type { Draft, State, Talk } from './state';
import { counted } from './wording';

type Panel = 'emoji' | 'parameters';

/** The text field, and all that can go along with a text. */
export function Composer({ state, talk }: { state: State; talk: Talk }) {
  const draft = state.draftOf(talk);
  const field = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [panel, setPanel] = useState<Panel>();
  const [isOver, setIsOver] = useState(false);
  const isEmpty =
    draft.body.trim() === '' && draft.picture === undefined && Object.keys(draft.params).length === 0;

  useEffect(() => {
    field.current?.focus({ preventScroll: true });
  }, []);

  const attachFrom = (files: FileList | undefined | null) => {
    const [picture] = files ?? [];
    if (picture) void attach(state, talk, picture).then(() => field.current?.focus());
    return picture !== undefined;
  };
  const insert = (text: string) => {
    const { current } = field;
    if (!current) return;
    current.setRangeText(text, current.selectionStart, current.selectionEnd, 'end');
    state.keepDraft(talk, { body: current.value });
    current.focus();
  };
  const submit = () => {
    setPanel(undefined);
    void sendDraft(state, talk);
  };

  return (
    <form
      class={isOver ? 'composer over' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || panel === undefined) return;
        const { target } = event;
        // If the focus is elsewhere, it stays there.
        if (target instanceof Element && target.closest('.panel')) document.getElementById(panel)?.focus();
        setPanel(undefined);
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        attachFrom(event.dataTransfer?.files);
      }}
    >
      <Attached state={state} talk={talk} draft={draft} />
      <p class="error" role="alert">
        {state.error}
      </p>
      <div class="row">
        <PanelButton name="emoji" label="Emoji" panel={panel} setPanel={setPanel}>
          <circle cx="12" cy="12" r="9" />
          <path d="M8.5 14.5c2 2.5 5 2.5 7 0M9 9.5v.5M15 9.5v.5" />
        </PanelButton>
        <button
          type="button"
          class="round"
          aria-label="Picture"
          title="A picture: choose, paste or drop one"
          onClick={() => file.current?.click()}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <rect x="3.5" y="5" width="17" height="14" rx="3" />
            <path d="m4 16 4.5-4.5 4 4 2.5-2.5 5 4.5M15.5 9.5v.2" />
          </svg>
        </button>
        <PanelButton name="parameters" label="Parameters" panel={panel} setPanel={setPanel}>
          <path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5" />
        </PanelButton>
        <input
          ref={file}
          type="file"
          id="file"
          accept="image/png,image/jpeg,image/gif,image/webp"
          hidden
          onChange={({ currentTarget }) => {
            attachFrom(currentTarget.files);
            currentTarget.value = '';
          }}
        />
        <textarea
          ref={field}
          id="draft"
          rows={1}
          dir="auto"
          aria-label="Text"
          placeholder="Text message"
          value={draft.body}
          onInput={({ currentTarget }) => state.keepDraft(talk, { body: currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
              event.preventDefault();
              submit();
            }
            const last = talk.pending.at(-1) ?? talk.entries.at(-1);
            if (event.key === 'ArrowUp' && !event.altKey && draft.body === '' && last) {
              event.preventDefault();
              state.keepDraft(talk, { body: last.body });
            }
          }}
          onPaste={(event) => {
            if (attachFrom(event.clipboardData?.files)) event.preventDefault();
          }}
        />
        <button class="round send" aria-label="Send" disabled={isEmpty}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 19V5.5M6 11l6-6 6 6" />
          </svg>
        </button>
      </div>
      <Count draft={draft} from={talk.from} />
      {panel === 'emoji' && <Emojis insert={insert} close={() => setPanel(undefined)} />}
      {panel === 'parameters' && <ParameterPanel state={state} talk={talk} params={draft.params} />}
    </form>
  );
}

interface PanelButtonProps {
  readonly name: Panel;
  readonly label: string;
  readonly panel: Panel | undefined;
  readonly setPanel: (panel: Panel | undefined) => void;
  readonly children: preact.ComponentChildren;
}

function PanelButton({ name, label, panel, setPanel, children }: PanelButtonProps) {
  const isOpen = panel === name;
  return (
    <button
      type="button"
      class="round"
      id={name}
      aria-label={label}
      title={name === 'emoji' ? 'Emoji' : 'Location, button, profile name, or any other parameter'}
      aria-expanded={isOpen}
      onClick={() => setPanel(isOpen ? undefined : name)}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {children}
      </svg>
    </button>
  );
}

/** What goes along with the text. */
function Attached({ state, talk, draft }: { state: State; talk: Talk; draft: Draft }) {
  const { picture, params } = draft;
  const names = Object.keys(params);
  if (picture === undefined && names.length === 0) return null;
  const without = (name: string) =>
    Object.fromEntries(Object.entries(params).filter(([other]) => other !== name));
  return (
    <div class="attached">
      {picture !== undefined && (
        <span class="chip">
          <img
            src={picture}
            alt="The attached picture"
            onError={() => {
              // It was attached before the phone was started again.
              state.keepDraft(talk, { picture: undefined });
            }}
          />
          <RemoveButton what="the picture" remove={() => state.keepDraft(talk, { picture: undefined })} />
        </span>
      )}
      {names.map((name) => (
        <span key={name} class="chip">
          {name}: {params[name]}
          <RemoveButton what={name} remove={() => state.keepDraft(talk, { params: without(name) })} />
        </span>
      ))}
    </div>
  );
}

function RemoveButton({ what, remove }: { what: string; remove: () => void }) {
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`Remove ${what}`}
      onClick={() => {
        remove();
        document.getElementById('draft')?.focus();
      }}
    >
      ×
    </button>
  );
}

/** What the text would be: its segments, its encoding, and how far it is from the longest that Twilio takes. */
function Count({ draft: { body, picture }, from }: { draft: Draft; from: string }) {
  if (body === '') return <p class="count" />;
  const { value: most } = LIMITS.text;
  const { encoding, segments } = segmentsOf(body, { media: picture === undefined ? 0 : 1, address: from });
  const isTooLong = body.length > most;
  return (
    <p class={isTooLong ? 'count bad' : 'count'}>
      <meter
        aria-label={`Its length against ${most} characters`}
        min={0}
        max={most}
        high={most - 1}
        value={body.length}
      />
      {isTooLong && 'Longer than a message can be: '}
      {body.length.toLocaleString('en')} of {most.toLocaleString('en')} · {counted(segments, 'segment')} ·{' '}
      {encoding}
    </p>
  );
}

function Emojis({ insert, close }: { insert: (emoji: string) => void; close: () => void }) {
  const group = useRef<HTMLDivElement>(null);
  // Before the next key is pressed: another Enter would otherwise close what the first one has opened.
  useLayoutEffect(() => {
    group.current?.querySelector('button')?.focus();
  }, []);
  return (
    <div ref={group} class="panel emojis" role="group" aria-label="Emoji">
      {EMOJIS.map((emoji) => (
        <button
          key={emoji}
          type="button"
          onClick={() => {
            close();
            insert(emoji);
          }}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
