import { Carrier, NothingSent, type CarrierOptions, type Exchange, type Phone } from '../carrier/carrier';
import { InvalidMove } from '../carrier/clock';
import { InvalidAddress, keyOf, readPair, type Pair } from '../carrier/pair';
import type { Change, Clock, Conversation, Entry, Line, Posts } from './protocol';

/** How many texts of a conversation are kept, so that a page left open for days stays small. */
const MAX_ENTRIES = 200;
const MAX_CONVERSATIONS = 50;

/** What was asked cannot be done. Its message is for the person at the page. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

type Ask<Path extends keyof Posts> = Posts[Path]['ask'];
type Answer<Path extends keyof Posts> = Posts[Path]['answer'];

/** All conversations of one page: who texts whom, what was said, and the carrier between. */
export class Switchboard {
  readonly #carrier: Carrier;
  readonly #conversations = new Map<string, { phone: Phone; entries: Entry[] }>();
  #lastId = 0;

  constructor(options: CarrierOptions) {
    this.#carrier = new Carrier(options);
  }

  get clock(): Clock {
    const { clock } = this.#carrier;
    return { now: clock.now(), ahead: clock.ahead };
  }

  get conversations(): Conversation[] {
    return [...this.#conversations.values()].map(({ phone, entries }) => ({ ...lineOf(phone), entries }));
  }

  open(pair: Pair): Change {
    return this.#change(this.#conversation(pair).phone, []);
  }

  async send({ body, media, ...pair }: Ask<'/send'>): Promise<Answer<'/send'>> {
    const { phone, entries } = this.#conversation(pair);
    const { now: at } = this.clock;
    const exchange = await phone.send(body, { media });
    return this.#change(phone, this.#record(entries, [{ at, body, media, repeated: false, exchange }]));
  }

  async sendTogether({ first, second, ...pair }: Ask<'/send-together'>): Promise<Answer<'/send-together'>> {
    const { phone, entries } = this.#conversation(pair);
    const { now: at } = this.clock;
    const exchanges = await phone.sendTogether(first, second);
    const sent = exchanges.map((exchange, n) => {
      return { at, body: n === 0 ? first : second, media: [], repeated: false, exchange };
    });
    return this.#change(phone, this.#record(entries, sent));
  }

  async repeat(pair: Ask<'/repeat'>): Promise<Answer<'/repeat'>> {
    const { phone, entries } = this.#conversation(pair);
    const { now: at } = this.clock;
    const exchange = await phone.repeat().catch((error: unknown) => {
      throw error instanceof NothingSent ? new Refused(error.message) : error;
    });
    const { body, media } = messageOf(exchange);
    return this.#change(phone, this.#record(entries, [{ at, body, media, repeated: true, exchange }]));
  }

  forget(pair: Ask<'/forget'>): Answer<'/forget'> {
    const { phone } = this.#conversation(pair);
    phone.forget();
    return this.#change(phone, []);
  }

  forward({ milliseconds }: Ask<'/forward'>): Answer<'/forward'> {
    try {
      this.#carrier.clock.forward(milliseconds);
    } catch (error) {
      throw error instanceof InvalidMove ? new Refused(error.message) : error;
    }
    return { lines: [...this.#conversations.values()].map(({ phone }) => lineOf(phone)), clock: this.clock };
  }

  #conversation(addresses: Pair) {
    const pair = readable(addresses);
    let conversation = this.#conversations.get(keyOf(pair));
    if (conversation === undefined) {
      if (this.#conversations.size === MAX_CONVERSATIONS) {
        throw new Refused(`${MAX_CONVERSATIONS} conversations are enough. Start the phone anew for others.`);
      }
      conversation = { phone: this.#carrier.pair(pair), entries: [] };
      this.#conversations.set(keyOf(pair), conversation);
    }
    return conversation;
  }

  #record(entries: Entry[], sent: readonly Omit<Entry, 'id'>[]): Entry[] {
    const recorded = sent.map((entry) => ({ id: ++this.#lastId, ...entry }));
    entries.push(...recorded);
    entries.splice(0, entries.length - MAX_ENTRIES);
    return recorded;
  }

  #change(phone: Phone, entries: readonly Entry[]): Change {
    return { line: lineOf(phone), entries, clock: this.clock };
  }
}

function lineOf({ from, to, cookie, optedOut }: Phone): Line {
  return { from, to, cookie: cookie ?? null, optedOut };
}

function messageOf({ request: { params } }: Exchange): { body: string; media: string[] } {
  const media = Array.from({ length: Number(params.NumMedia) }, (_, n) => params[`MediaUrl${n}`] ?? '');
  return { body: params.Body ?? '', media };
}

function readable(pair: Pair): Pair {
  try {
    return readPair(pair);
  } catch (error) {
    throw error instanceof InvalidAddress ? new Refused(error.message) : error;
  }
}
