import type { Change, Clock, Conversation, Entry, Everything, Line } from '../protocol';

/** A text that is on its way. */
export interface Pending {
  readonly body: string;
  readonly media: readonly string[];
}

/** A conversation as the page shows it. */
export interface Talk {
  readonly key: string;
  line: Line;
  entries: Entry[];
  pending: Pending[];
  /** Typed and not sent. */
  draft: string;
  /** The URL of a picture that goes along. */
  picture: string | undefined;
  /** Whose exchange is shown, `undefined` for the latest. */
  shown: number | undefined;
}

/** What the page knows. */
export class State {
  readonly talks: Talk[] = [];
  callers: Everything['callers'] = {};
  webhook = '';
  #current = '';
  #clock: Clock = { now: Date.now(), ahead: 0 };
  #skew = 0;

  load({ webhook, callers, conversations, clock }: Everything): void {
    this.webhook = webhook;
    this.callers = callers;
    this.setClock(clock);
    for (const conversation of conversations) this.add(conversation);
    this.#current ||= this.talks[0]?.key ?? '';
  }

  add({ entries, ...line }: Conversation): Talk {
    const key = `${line.from} ${line.to}`;
    const known = this.talks.find((talk) => talk.key === key);
    if (known) return known;
    const talk: Talk = {
      key,
      line,
      entries: [...entries],
      pending: [],
      draft: sessionStorage.getItem(`draft ${key}`) ?? '',
      picture: undefined,
      shown: undefined,
    };
    this.talks.push(talk);
    return talk;
  }

  /** The conversation on the phone's screen. @throws before there is one */
  get current(): Talk {
    const talk = this.talks.find(({ key }) => key === this.#current);
    if (talk) return talk;
    throw new Error('There is no conversation yet.');
  }

  select({ key }: Talk): void {
    this.#current = key;
  }

  /** What is typed outlives a reload. */
  keepDraft(talk: Talk, draft: string): void {
    talk.draft = draft;
    sessionStorage.setItem(`draft ${talk.key}`, draft);
  }

  apply({ line, entries, clock }: Change, talk: Talk): void {
    talk.line = line;
    talk.entries.push(...entries);
    this.setClock(clock);
  }

  setClock(clock: Clock): void {
    this.#clock = clock;
    this.#skew = clock.now - Date.now();
  }

  /** The carrier's clock, in milliseconds since 1970. */
  get now(): number {
    return Date.now() + this.#skew;
  }

  get ahead(): number {
    return this.#clock.ahead;
  }
}
