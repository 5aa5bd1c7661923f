import { useState } from 'preact/hooks';
import { ask } from './actions';
import { Avatar } from './avatar';
import { NewConversation } from './new-conversation';
import { heardIn, type State, type Talk } from './state';
import { channelOf, counted, grouped, nameOf, timeOf } from './wording';

/** With so many conversations they can be searched. */
const MANY = 4;

/** The list of conversations, the latest first. */
export function People({ state }: { state: State }) {
  const { talks } = state;
  const [opening, setOpening] = useState(false);
  const [search, setSearch] = useState('');
  const found = talks.filter((talk) => matches(talk, search, state));
  return (
    <section class="people" aria-labelledby="people-title">
      <div class="heading">
        <h2 id="people-title">Conversations</h2>
        <button
          type="button"
          id="new"
          class="new"
          aria-expanded={opening}
          title="Text as somebody else, or on another channel (Alt N)"
          onClick={() => setOpening(!opening)}
        >
          <span aria-hidden="true">+</span> New <span class="spoken">conversation</span>
        </button>
      </div>
      {opening && <NewConversation state={state} close={() => setOpening(false)} />}
      {talks.length >= MANY && (
        <input
          type="search"
          id="search"
          aria-label="Search conversations"
          placeholder="Search names, numbers and texts"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      )}
      <ul>
        {found.map((talk) => (
          <Person key={talk.key} talk={talk} state={state} />
        ))}
      </ul>
      {found.length === 0 && talks.length > 0 && <p class="hint">Nothing has “{search}” in it.</p>}
    </section>
  );
}

function Person({ talk, state }: { talk: Talk; state: State }) {
  const { from, to, pending } = talk;
  const name = nameOf(from, state.callers);
  const unread = state.unread(talk);
  const last = heardIn(talk).at(-1);
  return (
    <li>
      <button
        type="button"
        class="person"
        title={`${name} texts ${grouped(to)}`}
        aria-current={talk === state.current ? 'true' : undefined}
        onClick={() => state.select(talk)}
      >
        <Avatar address={from} name={name} />
        <span class="who">
          <strong dir="auto">{name}</strong>
          <time>{last && timeOf(last.at)}</time>
          <span class="said" dir="auto">
            {pending.length > 0 ? 'typing…' : saidLast(talk)}
          </span>
          {unread > 0 && (
            <span class="unread">
              {unread}
              <span class="spoken"> {counted(unread, 'message')} not seen</span>
            </span>
          )}
          <span class="to">
            to {grouped(to)} · {channelOf(to)}
          </span>
        </span>
      </button>
      <DeleteButton name={name} remove={() => void ask(state, '/remove', talk)} />
    </li>
  );
}

/** Asks once more before it deletes. */
function DeleteButton({ name, remove }: { name: string; remove: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <button
      type="button"
      class={sure ? 'delete sure' : 'delete'}
      aria-label={sure ? `Really delete the conversation of ${name}` : `Delete the conversation of ${name}`}
      title="Delete the conversation, and all that is remembered of it here"
      onClick={() => {
        if (sure) remove();
        else setSure(true);
      }}
      onBlur={() => setSure(false)}
    >
      {sure ? 'Delete?' : '×'}
    </button>
  );
}

function saidLast(talk: Talk): string {
  const last = heardIn(talk).at(-1);
  if (last === undefined) return 'Nothing said yet';
  if (!('exchange' in last)) return last.body || 'Picture';
  const { exchange, insight } = last;
  const reply = exchange.replies.at(-1) ?? exchange.automatic;
  return insight?.failure?.message ?? reply?.body ?? exchange.problems[0]?.title ?? 'No reply';
}

function matches(talk: Talk, search: string, { callers }: State): boolean {
  const { from, to } = talk;
  const texts = heardIn(talk).flatMap((heard) => [
    heard.body,
    ...('exchange' in heard ? heard.exchange.replies.map(({ body }) => body) : []),
  ]);
  const all = [from, to, grouped(from), grouped(to), nameOf(from, callers), ...texts];
  return all.some((text) => text.toLowerCase().includes(search.trim().toLowerCase()));
}
