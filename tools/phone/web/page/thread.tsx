import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Reply } from '../../../local-twilio';
import type { Entry, Scheduled, Sent, Unasked } from '../../switchboard/protocol';
import { receivedOf } from '../../switchboard/received';
import { edit, send } from './actions';
import { Dialog } from './dialog';
import { byId, heardIn, type State, type Talk } from './state';
import { counted, dayOf, grouped, timeOf } from './wording';

/** A pause after which a thread says what time it is, in milliseconds. */
const PAUSE = 30 * 60 * 1000;
/** How far from the end somebody may be, in pixels, to be taken along to what is new. */
const NEAR_THE_END = 80;

/** The bubbles of the conversation on the screen, and the dots of the side that is writing. */
export function Thread({ state, talk }: { state: State; talk: Talk }) {
  const { entries, unasked, scheduled, pending } = talk;
  const thread = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const toEnd = () => {
    const { current } = thread;
    if (current && isAtEnd.current) current.scrollTop = current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (pending.length > 0) isAtEnd.current = true;
    toEnd();
  }, [entries, unasked.at(-1)?.id, scheduled, pending]);
  const texts: (Entry | Unasked | Sent)[] = [...heardIn(talk), ...pending].sort(byId);
  return (
    <div
      ref={thread}
      class="thread"
      tabIndex={0}
      role="region"
      aria-label="Messages"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
      }}
      onLoadCapture={toEnd}
    >
      {texts.length === 0 && <p class="empty">Say hello. Nothing leaves this machine.</p>}
      {texts.map((text, n) => {
        const before = texts[n - 1];
        const isLater = before === undefined || Math.abs(text.at - before.at) > PAUSE;
        return (
          <div key={text.id} class="moment">
            {isLater && (
              <p class="pause">
                {dayOf(text.at)}, {timeOf(text.at)}
              </p>
            )}
            {'exchange' in text ? (
              <Group state={state} talk={talk} entry={text} isShown={text.id === state.shown?.id} />
            ) : 'params' in text ? (
              <Bubble whose="mine" {...text} />
            ) : (
              <Ours message={text} />
            )}
          </div>
        );
      })}
      {scheduled.map((message) => (
        <ToCome key={message.sid} message={message} />
      ))}
      {pending.length > 0 && (
        <div class="bubble theirs typing" aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
      )}
    </div>
  );
}

interface GroupProps {
  readonly state: State;
  readonly talk: Talk;
  readonly entry: Entry;
  /** Whether its exchange is shown beside the phone. */
  readonly isShown: boolean;
}

/** A text and what was replied to it. */
function Group({ state, talk, entry, isShown }: GroupProps) {
  // What is the same element as before is not drawn again.
  return useMemo(() => {
    const { exchange, insight, was } = entry;
    const { problems, response, milliseconds } = exchange;
    const received = receivedOf(exchange);
    const segments = received.reduce((sum, reply) => sum + reply.segments, 0);
    const isBad = problems.length > 0 || insight?.failure !== undefined;
    const inspect = () => state.show(entry);
    return (
      <div
        class={isShown ? 'group shown' : 'group'}
        onClick={() => {
          // To select a text is not to ask for its exchange.
          if (getSelection()?.isCollapsed !== false) inspect();
        }}
      >
        <Bubble whose="mine" {...entry} note={entry.repeated ? 'Delivered again' : undefined} />
        {received.map((reply, n) => (
          <Bubble key={n} whose="theirs" {...reply} note={noteOf(reply, entry, talk)} />
        ))}
        {was && differs(was, received) && <Earlier replies={was} />}
        {insight?.failure && (
          <p class="problem" dir="auto">
            {insight.failure.name}: {insight.failure.message}
          </p>
        )}
        {problems.map(({ code, title }, n) => (
          <p key={n} class="problem">
            {code} {title}
          </p>
        ))}
        <div class="footer">
          <button
            type="button"
            class={isBad ? 'summary bad' : 'summary'}
            aria-current={isShown ? 'true' : undefined}
            onClick={inspect}
          >
            <span class="spoken">Inspect: </span>
            {response ? `${milliseconds} ms` : 'no response'}
            {segments > 0 && ` · ${counted(segments, 'segment')}`}
          </button>
          <button
            type="button"
            class="again"
            title="Put this text into the field, to change and send it"
            onClick={() => {
              edit(state, talk, entry);
              document.getElementById('draft')?.focus();
            }}
          >
            Edit
          </button>
          <button
            type="button"
            class="again"
            title="Send the same text as a new message"
            onClick={() => {
              document.getElementById('draft')?.focus({ preventScroll: true });
              void send(state, talk, entry);
            }}
          >
            Send again
          </button>
        </div>
      </div>
    );
  }, [entry, isShown]);
}

/** A message of ours that answers no text. There is no exchange behind it. */
function Ours({ message: { body, media, segments, failed } }: { message: Unasked }) {
  return (
    <div class="group unasked">
      <Bubble whose="theirs" body={body} media={media} />
      <p class="summary">Sent with the Messages API · {counted(segments, 'segment')}</p>
      {failed && (
        <p class="problem">
          Not delivered: {failed.code} {failed.title}
        </p>
      )}
    </div>
  );
}

/** A message of ours that is scheduled. It goes out when the clock is moved there. */
function ToCome({ message: { body, media, sendAt } }: { message: Scheduled }) {
  return (
    <div class="group unasked scheduled">
      <Bubble whose="theirs" body={body} media={media} />
      <p class="summary">
        Scheduled for {dayOf(sendAt)}, {timeOf(sendAt)}
      </p>
    </div>
  );
}

/** What was replied before the thread was run again. */
function Earlier({ replies }: { replies: readonly Reply[] }) {
  return (
    <div class="earlier">
      <p class="note">Before, the reply was:</p>
      {replies.length === 0 && <p>Nothing.</p>}
      {replies.map(({ body, media }, n) => (
        <p key={n} dir="auto">
          {[body, ...media].filter(Boolean).join('\n')}
        </p>
      ))}
    </div>
  );
}

function differs(before: readonly Reply[], now: readonly Reply[]): boolean {
  const said = (replies: readonly Reply[]) => JSON.stringify(replies.map(({ body, media }) => [body, media]));
  return said(before) !== said(now);
}

function noteOf(reply: Reply, { exchange }: Entry, talk: Talk): string | undefined {
  if (reply === exchange.automatic) return 'Answered by Twilio itself';
  return reply.to === talk.from ? undefined : `To ${grouped(reply.to)}`;
}

interface BubbleProps extends Pick<Sent, 'body' | 'media'> {
  readonly whose: 'mine' | 'theirs';
  readonly params?: Sent['params'];
  readonly note?: string | undefined;
}

function Bubble({ whose, body, media, params = {}, note }: BubbleProps) {
  return (
    <div class={`bubble ${whose}`}>
      <span class="spoken">{whose === 'mine' ? 'Sent: ' : 'Reply: '}</span>
      {note !== undefined && <span class="note">{note}</span>}
      {media.map((url) => (
        <Picture key={url} url={url} />
      ))}
      {body !== '' && <p dir="auto">{body}</p>}
      {Object.entries(params).map(([name, value]) => (
        <span key={name} class="parameter">
          {name}: {value}
        </span>
      ))}
    </div>
  );
}

/** A picture, which a click enlarges. */
function Picture({ url }: { url: string }) {
  const [large, setLarge] = useState(false);
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label="Enlarge the picture"
        title="Enlarge"
        onClick={(event) => {
          event.stopPropagation();
          setLarge(true);
        }}
      >
        <img src={url} alt="Picture" loading="lazy" />
      </button>
      {large && (
        <Dialog title="Picture" close={() => setLarge(false)}>
          <img class="large" src={url} alt="Picture, enlarged" />
          <code>{url}</code>
        </Dialog>
      )}
    </>
  );
}
