import { inOrder } from '../order';
import type { Change, Clock, Conversation, Entry, Everything, Line, Sent } from '../protocol';

/** A conversation as the page shows it. */
export interface Talk {
  readonly key: string;
  line: Line;
  /** In the order in which they were sent. */
  entries: Entry[];
  /** What is on its way. */
  pending: Sent[];
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

  add({ entries, pending, ...line }: Conversation): Talk {
    const key = `${line.from} ${line.to}`;
    const known = this.talks.find((talk) => talk.key === key);
    if (known) return known;
    const talk: Talk = {
      key,
      line,
      entries: [...entries],
      pending: [...pending],
      draft: sessionStorage.getItem(`draft ${key}`) ?? '',
      picture: sessionStorage.getItem(`picture ${key}`) ?? undefined,
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

  /** And so is the picture that goes along. */
  keepPicture(talk: Talk, picture: string | undefined): void {
    talk.picture = picture;
    if (picture === undefined) sessionStorage.removeItem(`picture ${talk.key}`);
    else sessionStorage.setItem(`picture ${talk.key}`, picture);
  }

  apply({ line, entries, clock }: Change, talk: Talk): void {
    talk.line = line;
    const known = new Set(talk.entries.map(({ id }) => id));
    talk.entries = inOrder([...talk.entries, ...entries.filter(({ id }) => !known.has(id))]);
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
