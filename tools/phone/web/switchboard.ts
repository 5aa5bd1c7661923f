import {
  Carrier,
  InvalidAddress,
  InvalidMove,
  keyOf,
  readPair,
  type CarrierOptions,
  type Exchange,
  type Pair,
  type Phone,
} from '../../local-twilio';
import { inOrder, lastOf } from './order';
import type { Change, Clock, Conversation, Entry, Line, Posts, Sent } from './protocol';

/** How many texts of a conversation are kept, so that a page left open for days stays small. */
const MAX_ENTRIES = 200;
const MAX_CONVERSATIONS = 50;

/** What was asked cannot be done. Its message is for the person at the page. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

type Ask<Path extends keyof Posts> = Posts[Path]['ask'];
type Answer<Path extends keyof Posts> = Posts[Path]['answer'];

interface Talk {
  readonly phone: Phone;
  /** In the order in which they were sent. */
  readonly entries: Entry[];
  /** What is under way, until its answer is there. */
  readonly pending: Map<Sent, Promise<Entry>>;
}

/** All conversations of one page: who texts whom, what was said, and the carrier between. */
export class Switchboard {
  readonly #carrier: Carrier;
  readonly #talks = new Map<string, Talk>();
  #lastId = 0;

  constructor(options: CarrierOptions) {
    this.#carrier = new Carrier(options);
  }

  get clock(): Clock {
    const { clock } = this.#carrier;
    return { now: clock.now(), ahead: clock.ahead };
  }

  get conversations(): Conversation[] {
    return [...this.#talks.values()].map(({ phone, entries, pending }) => ({
      ...lineOf(phone),
      entries,
      pending: [...pending.keys()],
    }));
  }

  open(pair: Pair): Change {
    return this.#change(this.#talk(pair), []);
  }

  async send({ body, media, ...pair }: Ask<'/send'>): Promise<Answer<'/send'>> {
    const talk = this.#talk(pair);
    const entry = await this.#deliver(talk, { body, media }, talk.phone.send(body, { media }));
    return this.#change(talk, [entry]);
  }

  async sendTogether({ first, second, ...pair }: Ask<'/send-together'>): Promise<Answer<'/send-together'>> {
    const talk = this.#talk(pair);
    const exchanges = talk.phone.sendTogether(first, second);
    const entries = await Promise.all([
      this.#deliver(
        talk,
        { body: first },
        exchanges.then(([exchange]) => exchange),
      ),
      this.#deliver(
        talk,
        { body: second },
        exchanges.then(([, exchange]) => exchange),
      ),
    ]);
    return this.#change(talk, entries);
  }

  async repeat(pair: Ask<'/repeat'>): Promise<Answer<'/repeat'>> {
    const talk = this.#talk(pair);
    const last = lastOf([...talk.entries, ...talk.pending.keys()]);
    if (last === undefined) throw new Refused('Nothing has been sent yet that could be delivered again.');
    const entry = await this.#deliver(talk, { ...last, repeated: true }, talk.phone.repeat());
    return this.#change(talk, [entry]);
  }

  async settle({ since, ...pair }: Ask<'/settle'>): Promise<Answer<'/settle'>> {
    const talk = this.#talk(pair);
    await Promise.allSettled(talk.pending.values());
    return this.#change(
      talk,
      talk.entries.filter(({ at }) => at >= since),
    );
  }

  forget(pair: Ask<'/forget'>): Answer<'/forget'> {
    const talk = this.#talk(pair);
    talk.phone.forget();
    return this.#change(talk, []);
  }

  forward({ milliseconds }: Ask<'/forward'>): Answer<'/forward'> {
    try {
      this.#carrier.clock.forward(milliseconds);
    } catch (error) {
      throw error instanceof InvalidMove ? new Refused(error.message) : error;
    }
    return { lines: [...this.#talks.values()].map(({ phone }) => lineOf(phone)), clock: this.clock };
  }

  #talk(addresses: Pair): Talk {
    const pair = readable(addresses);
    let talk = this.#talks.get(keyOf(pair));
    if (talk === undefined) {
      if (this.#talks.size === MAX_CONVERSATIONS) {
        throw new Refused(`${MAX_CONVERSATIONS} conversations are enough. Start the phone anew for others.`);
      }
      talk = { phone: this.#carrier.pair(pair), entries: [], pending: new Map() };
      this.#talks.set(keyOf(pair), talk);
    }
    return talk;
  }

  /** Keeps a text as one that is under way until it is answered. */
  #deliver(
    { entries, pending }: Talk,
    { body, media = [], repeated = false }: Pick<Sent, 'body'> & Partial<Sent>,
    exchange: Promise<Exchange>,
  ): Promise<Entry> {
    const sent: Sent = { at: this.clock.now, body, media, repeated };
    const answered = exchange
      .then((exchange) => {
        const entry = { id: ++this.#lastId, ...sent, exchange };
        entries.splice(0, entries.length, ...inOrder([...entries, entry]).slice(-MAX_ENTRIES));
        return entry;
      })
      .finally(() => pending.delete(sent));
    pending.set(sent, answered);
    return answered;
  }

  #change({ phone }: Talk, entries: readonly Entry[]): Change {
    return { line: lineOf(phone), entries, clock: this.clock };
  }
}

function lineOf({ from, to, cookie, optedOut }: Phone): Line {
  return { from, to, cookie: cookie ?? null, optedOut };
}

function readable(pair: Pair): Pair {
  try {
    return readPair(pair);
  } catch (error) {
    throw error instanceof InvalidAddress ? new Refused(error.message) : error;
  }
}
