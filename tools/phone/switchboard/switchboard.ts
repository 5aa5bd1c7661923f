import {
  Carrier,
  InvalidAddress,
  InvalidMove,
  keyOf,
  problem,
  readPair,
  segmentsOf,
  type CarrierOptions,
  type Exchange,
  type OutgoingMessage,
  type Pair,
  type Phone,
} from '../../local-twilio';
import type { Report } from './insight';
import { Insights } from './insights';
import type {
  Accepted,
  Clock,
  Conversation,
  Done,
  Entry,
  Line,
  Posts,
  Scheduled,
  Sent,
  Unasked,
  Update,
} from './protocol';
import { receivedOf } from './received';
import { Refused } from './refused';
import type { SavedConversation, SavedPhone } from './saved-file';

/** How many texts of a conversation are kept. */
const MAX_ENTRIES = 200;
/** How many of them are kept after the end. */
const MAX_SAVED_ENTRIES = 50;
const MAX_CONVERSATIONS = 50;

/** All that can be asked of a switchboard, whether it is in this process or behind HTTP. */
export type Ask = <Path extends Asked>(path: Path, ask: Posts[Path]['ask']) => Promise<Posts[Path]['answer']>;
export type Asked = Exclude<keyof Posts, '/picture' | '/webhook'>;

export interface SwitchboardOptions extends Omit<CarrierOptions, 'state'> {
  /** What an earlier one has kept. */
  readonly saved?: SavedPhone | undefined;
  /** How far the clock is ahead, in milliseconds, if it is not as it was kept. */
  readonly ahead?: number;
  /** Settles when the webhook is ready. Texts wait for it. */
  readonly started?: Promise<void>;
  /** Hears of everything that changes. */
  readonly onUpdate?: (update: Update) => void;
}

interface Talk {
  readonly phone: Phone;
  /** The number of its last text; before that, one that was given when it was opened. */
  touched: number;
  /** In the order in which they were sent. */
  entries: Entry[];
  unasked: readonly Unasked[];
  /** It is kept nowhere: what has scheduled it ends with the phone. */
  scheduled: readonly Scheduled[];
  /** What is under way, until its answer is there. */
  readonly pending: Map<Sent, Promise<Entry>>;
}

/** All conversations with one webhook: who texts whom, what was said, and the carrier between. */
export class Switchboard {
  readonly #carrier: Carrier;
  readonly #talks = new Map<string, Talk>();
  readonly #insights = new Insights();
  /** The token of each delivery whose reports may still come, and whose they are. */
  readonly #deliveries = new Map<string, { talk: Talk; id: number }>();
  readonly #started: Promise<void> | undefined;
  readonly #onUpdate: (update: Update) => void;
  #lastId: number;

  constructor({ saved, ahead, started, onUpdate = () => undefined, ...options }: SwitchboardOptions) {
    const kept = saved?.carrier ?? { version: 2, ahead: 0, lines: [] };
    this.#carrier = new Carrier({ ...options, state: { ...kept, ahead: ahead ?? kept.ahead } });
    this.#started = started;
    this.#onUpdate = onUpdate;
    this.#lastId = saved?.lastId ?? 0;
    for (const { from, to, entries, unasked = [] } of saved?.conversations ?? []) {
      const touched = Math.max(entries.at(-1)?.id ?? 0, unasked.at(-1)?.id ?? 0);
      this.#begin({ from, to }, { entries: [...entries], unasked, touched });
    }
  }

  get webhook(): string {
    return this.#carrier.url;
  }

  get clock(): Clock {
    const { clock } = this.#carrier;
    return { now: clock.now(), ahead: clock.ahead };
  }

  get conversations(): Conversation[] {
    return Array.from(this.#talks.values(), (talk) => conversationOf(talk));
  }

  /** Does what is asked. @throws {Refused} */
  readonly ask: Ask = async (path, ask) => {
    const answers: { [Path in Asked]: (ask: Posts[Path]['ask']) => Answer<Path> } = {
      '/open': (pair) => this.#open(pair),
      '/send': ({ from, to, ...text }) => this.#send(this.#talk({ from, to }), text),
      '/send-together': ({ first, second, ...pair }) => this.#sendTogether(this.#talk(pair), first, second),
      '/repeat': (pair) => this.#repeat(this.#talk(pair)),
      '/run-again': (pair) => this.#runAgain(this.#talk(pair)),
      '/await': ({ id }) => this.#await(id),
      '/forget': (pair) => this.#forget(this.#talk(pair)),
      '/remove': (pair) => this.#remove(pair),
      '/forward': ({ milliseconds }) => this.#moveClock(() => this.#carrier.clock.forward(milliseconds)),
      '/go-to': ({ time }) => this.#moveClock(() => this.#goTo(time)),
      '/back-to-now': () => this.#moveClock(() => this.#carrier.backToNow()),
    };
    return answers[path](ask);
  };

  /** Hears what a Function tells of a delivery. */
  hear(report: Report): void {
    this.#insights.hear(report);
    const delivery = this.#deliveries.get(report.token);
    if (delivery === undefined) return;
    const { talk, id } = delivery;
    const entry = talk.entries.find((each) => each.id === id);
    if (entry === undefined) return;
    this.#keep(talk, { ...entry, insight: this.#insights.about(report.token) });
  }

  /** Shows a message that we send first. @throws {Refused} if it would be one conversation too many */
  receive({ from, to, body, media, sendAt, errorCode }: OutgoingMessage): void {
    const talk = this.#talk({ from: to, to: from });
    const id = ++this.#lastId;
    const { segments } = segmentsOf(body, { media: media.length, address: to });
    const failed = errorCode && problem(errorCode, 'Twilio had taken the message.');
    const message: Unasked = { id, at: sendAt, body, media, segments, ...(failed && { failed }) };
    talk.unasked = [...talk.unasked, message].slice(-MAX_ENTRIES);
    talk.touched = id;
    this.#tell(talk, []);
  }

  /** Shows what is scheduled from our number to theirs. @throws {Refused} as {@link Switchboard.receive} does */
  expect({ from, to }: Pair, messages: readonly OutgoingMessage[]): void {
    const talk = this.#talk({ from: to, to: from });
    talk.scheduled = messages
      .map(({ sid, body, media, sendAt }) => ({ sid, body, media, sendAt }))
      .sort((one, other) => one.sendAt - other.sendAt);
    this.#tell(talk, []);
  }

  /** Whether somebody has texted STOP to a number of ours: who (`from`), and to which number (`to`). */
  optedOut(pair: Pair): boolean {
    return this.#carrier.pair(pair).optedOut;
  }

  /** When somebody last texted a number of ours, in milliseconds since 1970. */
  heardAt(pair: Pair): number | undefined {
    return this.#carrier.pair(pair).heardAt;
  }

  /** What there is, for a later switchboard. */
  save(): SavedPhone {
    const conversations = this.conversations.map(({ from, to, entries, unasked }): SavedConversation => ({
      from,
      to,
      entries: entries.slice(-MAX_SAVED_ENTRIES),
      unasked: unasked.slice(-MAX_SAVED_ENTRIES),
    }));
    return {
      version: 2,
      webhook: this.webhook,
      carrier: this.#carrier.save(),
      lastId: this.#lastId,
      conversations,
    };
  }

  #open(pair: Pair): Pair {
    const { from, to } = this.#talk(pair).phone;
    return { from, to };
  }

  #send(talk: Talk, text: TextOf): Accepted {
    return this.#deliver(talk, text, ({ body, media = [], params = {} }) =>
      talk.phone.send(body, { media, params }),
    );
  }

  #sendTogether(talk: Talk, first: string, second: string): Accepted[] {
    let together: Promise<[Exchange, Exchange]> | undefined;
    const send = () => (together ??= talk.phone.sendTogether(first, second));
    return [
      this.#deliver(talk, { body: first }, async () => (await send())[0]),
      this.#deliver(talk, { body: second }, async () => (await send())[1]),
    ];
  }

  #repeat(talk: Talk): Accepted {
    const texts = [...talk.entries, ...talk.pending.keys()].sort((one, other) => one.id - other.id);
    const last = texts.at(-1);
    if (last === undefined) throw new Refused('Nothing has been sent yet that could be delivered again.');
    const { body, media, params } = last;
    return this.#deliver(talk, { body, media, params, repeated: true }, () => talk.phone.repeat());
  }

  #runAgain(talk: Talk): Done {
    if (talk.unasked.length > 0) {
      throw new Refused(
        'A thread that holds a message of ours cannot run again: the texts alone do not lead there. Delete it, and open the conversation anew.',
      );
    }
    const texts = talk.entries.filter(({ repeated }) => !repeated);
    const isKeptElsewhere = texts.some(
      ({ insight, exchange }) => insight?.turn?.after !== undefined && !exchange.cookie,
    );
    talk.entries = [];
    talk.phone.forget();
    this.#tell(talk, []);
    const run = async () => {
      // A store on the webhook's own side forgets somebody who opts out.
      if (isKeptElsewhere) await talk.phone.send('STOP');
      if (talk.phone.optedOut) await talk.phone.send('START');
      for (const { body, media, params, exchange } of texts) {
        const { id } = this.#send(talk, { body, media, params, was: receivedOf(exchange) });
        await this.#await(id);
      }
    };
    // A delivery never fails, and what is not there any more was removed meanwhile.
    run().catch(() => undefined);
    return {};
  }

  async #await(id: number): Promise<Posts['/await']['answer']> {
    for (const { entries, pending } of this.#talks.values()) {
      const [, answered] = [...pending].find(([sent]) => sent.id === id) ?? [];
      const entry = (await answered) ?? entries.find((each) => each.id === id);
      if (entry) return { entry, clock: this.clock };
    }
    throw new Refused(`There is no text ${id}.`);
  }

  #forget(talk: Talk): Done {
    talk.phone.forget();
    this.#tell(talk, []);
    return {};
  }

  #remove(addresses: Pair): Done {
    const pair = readable(addresses);
    this.#carrier.remove(pair);
    this.#talks.delete(keyOf(pair));
    this.#onUpdate({ removed: pair });
    return {};
  }

  #goTo(time: number): void {
    const { clock } = this.#carrier;
    if (time < clock.now()) {
      if (time < clock.now() - clock.ahead) {
        throw new Refused('The clock does not go back behind the real time.');
      }
      this.#carrier.backToNow();
    }
    clock.forward(Math.max(0, time - clock.now()));
  }

  #moveClock(move: () => void): Clock {
    try {
      move();
    } catch (error) {
      throw error instanceof InvalidMove ? new Refused(error.message) : error;
    }
    const { clock } = this;
    this.#onUpdate({ clock, lines: Array.from(this.#talks.values(), ({ phone }) => lineOf(phone)) });
    return clock;
  }

  #talk(addresses: Pair): Talk {
    const pair = readable(addresses);
    const known = this.#talks.get(keyOf(pair));
    if (known) return known;
    if (this.#talks.size === MAX_CONVERSATIONS) {
      throw new Refused(`${MAX_CONVERSATIONS} conversations are enough. Delete one.`);
    }
    const talk = this.#begin(pair, { touched: ++this.#lastId, entries: [], unasked: [] });
    this.#tell(talk, []);
    return talk;
  }

  #begin(pair: Pair, begun: Pick<Talk, 'touched' | 'entries' | 'unasked'>): Talk {
    const talk: Talk = { phone: this.#carrier.pair(pair), pending: new Map(), scheduled: [], ...begun };
    this.#talks.set(keyOf(pair), talk);
    return talk;
  }

  /** Keeps a text as one that is under way until it is answered. */
  #deliver(talk: Talk, text: TextOf, send: (text: TextOf) => Promise<Exchange>): Accepted {
    const id = ++this.#lastId;
    const sent: Sent = { media: [], params: {}, repeated: false, ...text, id, at: this.clock.now };
    const answered = this.#answer(talk, sent, () => send(text));
    talk.pending.set(sent, answered);
    talk.touched = id;
    this.#tell(talk, []);
    return { id };
  }

  async #answer(talk: Talk, sent: Sent, send: () => Promise<Exchange>): Promise<Entry> {
    await this.#started;
    const exchange = await send();
    const token = tokenOf(exchange);
    const insight = await this.#insights.whole(token);
    const entry: Entry = { ...sent, exchange, insight };
    talk.pending.delete(sent);
    this.#deliveries.set(token, { talk, id: sent.id });
    const [oldest] = this.#deliveries.keys();
    if (this.#deliveries.size > MAX_ENTRIES && oldest !== undefined) this.#deliveries.delete(oldest);
    this.#keep(talk, entry);
    return entry;
  }

  /** Puts an entry into its place, or in the place of what was known of it. */
  #keep(talk: Talk, entry: Entry): void {
    const others = talk.entries.filter(({ id }) => id !== entry.id);
    talk.entries = [...others, entry].sort((one, other) => one.id - other.id).slice(-MAX_ENTRIES);
    this.#tell(talk, [entry]);
  }

  #tell(talk: Talk, entries: readonly Entry[]): void {
    const whole = talk.entries.length === 0;
    // One that was removed meanwhile does not come back.
    if (this.#talks.get(keyOf(talk.phone)) !== talk) return;
    this.#onUpdate({ conversation: { ...conversationOf(talk), entries }, whole });
  }
}

type Answer<Path extends keyof Posts> = Posts[Path]['answer'] | Promise<Posts[Path]['answer']>;

type TextOf = Pick<Sent, 'body'> & Partial<Omit<Sent, 'id' | 'at'>>;

function conversationOf({ phone, pending, ...talk }: Talk): Conversation {
  return { ...lineOf(phone), ...talk, pending: [...pending.keys()] };
}

function lineOf({ from, to, cookie, optedOut }: Phone): Line {
  return { from, to, cookie: cookie ?? null, optedOut };
}

/** By this the preload names the delivery. All its requests carry it. */
function tokenOf({ request }: Exchange): string {
  return new Map(request.headers).get('I-Twilio-Idempotency-Token') ?? '';
}

function readable(pair: Pair): Pair {
  try {
    return readPair(pair);
  } catch (error) {
    throw error instanceof InvalidAddress ? new Refused(error.message) : error;
  }
}
