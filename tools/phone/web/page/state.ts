import type {
  Clock,
  Conversation,
  Entry,
  Everything,
  Line,
  Sent,
  Unasked,
  Update,
} from '../../switchboard/protocol';
import type { Pair, Parameters } from '../../../local-twilio';

/** A conversation as the page shows it. */
export interface Talk extends Conversation {
  readonly key: string;
}

/** What is typed and not sent. */
export interface Draft {
  readonly body: string;
  /** The URL of a picture that goes along. */
  readonly picture?: string | undefined;
  /** Parameters that go along. */
  readonly params: Parameters;
}

const EMPTY: Draft = { body: '', params: {} };

/** What the page knows, and what is open on it. Every change is told to `onChange`. */
export class State {
  talks: readonly Talk[] = [];
  callers: Everything['callers'] = {};
  webhook = '';
  starting = false;
  build: Everything['build'] = null;
  chosenBy: Everything['chosenBy'] = null;
  clock: Clock = { now: Date.now(), ahead: 0 };
  /** Whether the server is there. */
  connected = false;
  /** Something the person at the page has to know, until the next thing is done. */
  error = '';
  /** The latest that was said, for a screen reader. */
  spoken = '';
  #run = '';
  /** How far the carrier's clock is ahead of this browser's. */
  #skew = 0;
  readonly #drafts = new Map<string, Draft>();
  /** Whose exchange is shown in each conversation, if it is not the latest. */
  readonly #shown = new Map<string, number>();
  readonly #seen = new Map<string, number>();

  constructor(private readonly onChange: () => void) {}

  hear(update: Update): void {
    if ('everything' in update) this.#load(update.everything);
    else if ('conversation' in update) this.#update(update.conversation, update.whole);
    else if ('removed' in update) this.#remove(update.removed);
    else if ('lines' in update) this.#moveClock(update.clock, update.lines);
    else ({ starting: this.starting, build: this.build } = update);
    this.onChange();
  }

  lost(): void {
    this.connected = false;
    this.onChange();
  }

  /** The conversation on the phone's screen, if there is any. */
  get current(): Talk | undefined {
    const key = sessionStorage.getItem('current');
    return this.talks.find((talk) => talk.key === key) ?? this.talks[0];
  }

  select({ from, to }: Pair): void {
    sessionStorage.setItem('current', keyOf({ from, to }));
    this.error = '';
    this.#see(this.current);
    this.onChange();
  }

  /** The text whose exchange is shown. */
  get shown(): Entry | undefined {
    const { current } = this;
    const id = current && this.#shown.get(current.key);
    return current?.entries.find((entry) => entry.id === id) ?? current?.entries.at(-1);
  }

  show({ id }: Sent): void {
    const { current } = this;
    if (current) this.#shown.set(current.key, id);
    this.onChange();
  }

  /** Shows the latest exchange again. */
  showLatest({ key }: Talk): void {
    this.#shown.delete(key);
  }

  /** How many texts were answered, and how many came unasked, since it was last on the screen. */
  unread(talk: Talk): number {
    const seen = this.#seen.get(talk.key) ?? 0;
    return heardIn(talk).filter(({ id }) => id > seen).length;
  }

  draftOf({ key }: Talk): Draft {
    const draft = this.#drafts.get(key) ?? readDraft(key);
    this.#drafts.set(key, draft);
    return draft;
  }

  /** What is typed outlives a reload. */
  keepDraft(talk: Talk, change: Partial<Draft>): void {
    const draft = { ...this.draftOf(talk), ...change };
    this.#drafts.set(talk.key, draft);
    sessionStorage.setItem(`draft ${talk.key}`, JSON.stringify(draft));
    this.onChange();
  }

  say(error: string): void {
    this.error = error;
    this.onChange();
  }

  /** The carrier's time, in milliseconds since 1970. */
  get now(): number {
    return Date.now() + this.#skew;
  }

  #load({ run, conversations, clock, ...rest }: Everything): void {
    const isOther = run !== this.#run || rest.webhook !== this.webhook;
    Object.assign(this, rest, { connected: true });
    this.#run = run;
    this.#setClock(clock);
    this.talks = conversations.map((conversation) => ({ ...conversation, key: keyOf(conversation) }));
    this.#sort();
    if (isOther) for (const talk of this.talks) this.#see(talk);
  }

  #update(conversation: Conversation, whole: boolean): void {
    const key = keyOf(conversation);
    const before = this.talks.find((talk) => talk.key === key);
    const changed = new Map(conversation.entries.map((entry) => [entry.id, entry]));
    const kept = whole ? [] : (before?.entries ?? []).filter(({ id }) => !changed.has(id));
    const entries = [...kept, ...changed.values()].sort(byId);
    const talk: Talk = { ...conversation, key, entries };
    this.talks = [...this.talks.filter((each) => each !== before), talk];
    this.#sort();
    if (this.current?.key !== key) return;
    this.#see(talk);
    const known = new Set(before?.unasked.map(({ id }) => id));
    const heard = [...conversation.entries, ...conversation.unasked.filter(({ id }) => !known.has(id))];
    if (heard.length > 0) this.spoken = heard.map(spokenOf).join('. ');
  }

  #remove(pair: Pair): void {
    this.talks = this.talks.filter(({ key }) => key !== keyOf(pair));
    this.#see(this.current);
  }

  #moveClock(clock: Clock, lines: readonly Line[]): void {
    this.#setClock(clock);
    const byKey = new Map(lines.map((line) => [keyOf(line), line]));
    this.talks = this.talks.map((talk) => ({ ...talk, ...byKey.get(talk.key) }));
  }

  #setClock(clock: Clock): void {
    this.clock = clock;
    this.#skew = clock.now - Date.now();
  }

  /** The latest comes first. */
  #sort(): void {
    this.talks = [...this.talks].sort((one, other) => other.touched - one.touched);
  }

  #see(talk: Talk | undefined): void {
    if (talk) this.#seen.set(talk.key, heardIn(talk).at(-1)?.id ?? 0);
  }
}

/** What the phone has heard, in the order in which it began: answers to its texts, and what came unasked. */
export function heardIn({ entries, unasked }: Pick<Talk, 'entries' | 'unasked'>): (Entry | Unasked)[] {
  return [...entries, ...unasked].sort(byId);
}

export function byId(one: { readonly id: number }, other: { readonly id: number }): number {
  return one.id - other.id;
}

function keyOf({ from, to }: Pair): string {
  return `${from} ${to}`;
}

function readDraft(key: string): Draft {
  const kept = sessionStorage.getItem(`draft ${key}`);
  // What this page wrote itself.
  return kept === null ? EMPTY : (JSON.parse(kept) as Draft);
}

function spokenOf(heard: Entry | Unasked): string {
  if (!('exchange' in heard)) return heard.body || 'A picture.';
  const { exchange, insight } = heard;
  const { automatic, replies, problems } = exchange;
  const said = [
    ...[automatic, ...replies].map((reply) => reply?.body ?? ''),
    ...problems.map(({ code, title }) => `Error ${code}, ${title}`),
    insight?.failure ? `${insight.failure.name}: ${insight.failure.message}` : '',
  ];
  return said.filter(Boolean).join('. ') || 'No reply.';
}
