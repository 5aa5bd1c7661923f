import { randomUUID } from 'node:crypto';
import { chooseByVariable, type Variables } from '../choose-by-variable';
import { isReply, tagOf, type Conversation, type Message, type Turn } from '../conversation';
import { CannotOpen } from '../cannot-open';
import { LoggableError, describe } from '../log';
import { Delivery } from '../session/delivery';
import { attempt, readTtl } from '../session/document-store';
import type { Documents } from '../session/documents';
import { openingId } from '../session/ids';
import { PairDocument, type Loaded } from '../session/pair-document';
import { redisDocuments } from '../session/redis-documents';
import type { Reached } from '../session/reached';
import type { Session, WithRing } from '../session/session';
import { syncDocuments } from '../session/sync-documents';
import { TIME } from '../time-limits';
import { Ledger, hashed, type Claim } from './ledger';
import { NotSent, ourMessage, type OurMessage, type Texting } from './texting';

/** What is to be opened, and with whom. */
export interface ToOpen {
  /** Whom we text: `+14158675308`, or with a channel. */
  readonly to: string;
  /** Our number that the answer is to come to, in the same form. */
  readonly from: string;
  /** The name of a dialogue that has the option `data`. */
  readonly name: string;
  /** What it is handed: JSON. */
  readonly data?: unknown;
  /** What is opened once: `order-42`. Without it, every call opens anew. */
  readonly key?: string;
  /** Whether it takes the place of a conversation that is going on. */
  readonly replaces?: boolean;
}

export type Opened =
  | 'opened'
  /** With this key, earlier. */
  | 'opened before'
  /** Another call began it less than a minute ago. If that call failed, a later one finishes the opening. */
  | 'being opened'
  /** The sender is in the middle of a conversation. */
  | 'busy'
  /** They have texted STOP. */
  | 'opted out';

export interface OpenOptions {
  readonly variables: Variables;
  readonly texting: Texting;
  /** In milliseconds since 1970. */
  readonly now?: () => number;
}

/** How long a claim keeps others away, in milliseconds. */
const CLAIM = 60_000;

/** Twilio: they have opted out. https://www.twilio.com/docs/api/errors/21610 */
const OPTED_OUT = 21610;

/** The documents of the store that `SESSION_STORE` names. @throws {LoggableError} for the cookie */
function documentsOf(variables: Variables): Documents {
  const known = { cookie: refuseCookie, sync: syncDocuments, redis: redisDocuments };
  return chooseByVariable<(variables: Variables) => Documents>('SESSION_STORE', known, 'cookie')(variables)(
    variables,
  );
}

function refuseCookie(): never {
  throw new LoggableError(
    'Twilio keeps no cookie for what we send. To open a conversation set SESSION_STORE to sync or redis.',
  );
}

/**
 * Opens a conversation: texts somebody first. Their answer comes to the conversation as any text does.
 *
 * With a key it is opened once, whatever fails. The first step writes down the key and what is to be sent.
 * The second sends it. The third marks it as sent. For a minute, another call with the key returns
 * `being opened`. After that, a call looks for the message in Twilio's list, and sends it only if it is missing.
 *
 * @throws {CannotOpen} if there is no such dialogue, or it does not take the data
 * @throws {NotSent} if Twilio refuses the message: what was remembered before is put back. Also if it is not
 *   known whether it was sent: call again in a minute, with the same key.
 * @throws {LoggableError} if the dialogue says more than one message, or the store fails
 */
export async function open<State>(
  conversation: Conversation<State>,
  asked: ToOpen,
  options: OpenOptions,
): Promise<Opened> {
  return new Opening(conversation, asked, options).run();
}

/** What was written down, and what was there before. */
interface Begun {
  readonly message: OurMessage;
  readonly claim: Claim;
  readonly before: Session;
  readonly written: WithRing;
  /** It was sent by an earlier call. */
  readonly isSent: boolean;
}

class Opening<State> {
  readonly #documents: Documents;
  readonly #ledger: Ledger;
  readonly #message: Message;
  readonly #key: string;
  readonly #id: string;
  readonly #by = randomUUID();
  readonly #ttl: number;
  readonly #now: () => number;
  #before: Session | undefined;

  constructor(
    private readonly conversation: Conversation<State>,
    private readonly asked: ToOpen,
    private readonly options: OpenOptions,
  ) {
    const { variables, now = Date.now } = options;
    this.#documents = documentsOf(variables);
    this.#message = { sid: undefined, from: asked.to, to: asked.from, body: '', media: [], params: {} };
    this.#ledger = new Ledger(this.#documents, this.#message, variables, now);
    const key = asked.key ?? this.#by;
    this.#key = hashed(key);
    this.#id = openingId(this.#message, key, variables);
    this.#ttl = readTtl(variables.SESSION_TTL);
    this.#now = now;
  }

  async run(): Promise<Opened> {
    // It throws if variables are missing. After the message is out, that would be too late.
    this.conversation.reminds?.check(this.options.variables);
    let begun: Begun | Opened;
    try {
      begun = await this.#attempt((end) => this.#begin(end));
    } catch (error) {
      if (error instanceof CannotOpen && error.why === 'busy') return 'busy';
      throw error;
    }
    if (typeof begun === 'string') return begun;
    if (!begun.isSent) {
      try {
        await this.options.texting.send(begun.message);
      } catch (error) {
        const code = error instanceof NotSent ? error.code : undefined;
        if (code === undefined) throw error;
        await this.#putBack(begun, code);
        if (code === OPTED_OUT) return 'opted out';
        throw error;
      }
    }
    await this.#mark(begun.claim).catch((error: unknown) => {
      // The message is out. The first text of the sender gets the question again.
      console.warn(`An opening was sent, and could not be marked: ${describe(error)}`);
    });
    return begun.isSent ? 'opened before' : 'opened';
  }

  /** Writes down what is to be sent. */
  async #begin(end: number): Promise<Begun | Opened> {
    const page = await this.#ledger.read();
    const earlier = page.claims.find(({ key }) => key === this.#key);
    if (earlier && earlier.text === undefined) return 'opened before';
    const isOurs = earlier?.by === this.#by;
    if (earlier && !isOurs && this.#now() - earlier.at < CLAIM) return 'being opened';
    const document = this.#document(end);
    const loaded = await document.load();
    if (loaded.session.out) return 'opted out';
    const turn = await this.#turn(loaded, end, false);
    const claim = { key: this.#key, at: this.#now(), by: this.#by };
    const [reply] = turn.replies;
    if (earlier && reply === undefined) {
      // The sender texted meanwhile, and got the question as the reply.
      await this.#ledger.write(page, claim);
      return 'opened before';
    }
    const message = this.#messageOf(turn);
    const sending = { ...claim, text: hashed(message.body) };
    const isSent = earlier !== undefined && !isOurs && (await this.#wasSent(earlier));
    if (!isOurs) await this.#ledger.write(page, sending);
    const written = this.#sessionWith(loaded.session, turn.state);
    // What an earlier call has written is not what was there before.
    const isWritten = JSON.stringify(this.#stateIn(loaded)) === JSON.stringify(turn.state);
    const before = (this.#before ??= isWritten ? {} : loaded.session);
    if (!isSent) await document.save(written, this.#ttl, loaded);
    return { message, claim: sending, before, written, isSent };
  }

  async #wasSent({ at, text }: Claim): Promise<boolean> {
    const { from, to } = this.asked;
    const sent = await this.options.texting.sentSince({ from, to }, at);
    return sent.some((body) => hashed(body) === text);
  }

  /** Marks that it was sent, in the ledger last: until then a later call with the key looks for the message. */
  async #mark({ key, at, by }: Claim): Promise<void> {
    await this.#attempt(async (end) => {
      const document = this.#document(end);
      const loaded = await document.load();
      const { state } = await this.#turn(loaded, end, true);
      if (JSON.stringify(state) === JSON.stringify(this.#stateIn(loaded))) return;
      const session = this.#sessionWith(loaded.session, state);
      const reached: Reached = {
        message: this.#message,
        variables: this.options.variables,
        end,
        now: new Date(this.#now()),
        document,
        ttl: this.#ttl,
      };
      const plan = this.conversation.reminds?.plan(this.conversation, loaded.session, session, reached);
      const written = await document.save({ ...session, ...plan?.session }, plan?.ttl ?? this.#ttl, loaded);
      await plan?.carryOut(written);
    });
    await this.#attempt(async () => this.#ledger.write(await this.#ledger.read(), { key, at, by }));
  }

  /** Twilio has refused the message. */
  async #putBack({ claim, before, written }: Begun, code: number): Promise<void> {
    await this.#attempt(async (end) => {
      const document = this.#document(end);
      const loaded = await document.load();
      // If a text has changed the state meanwhile, it stays.
      if (JSON.stringify(loaded.session.state) !== JSON.stringify(written.state)) return;
      const { of, state } = before;
      const isKept = of !== undefined && code !== OPTED_OUT;
      const bare = this.#sessionWith(loaded.session, undefined);
      await document.save(isKept ? { ...bare, of, state } : bare, this.#ttl, loaded);
    });
    await this.#attempt(async () => this.#ledger.remove(await this.#ledger.read(), claim));
  }

  async #turn(loaded: Loaded, end: number, sent: boolean): Promise<Turn<State>> {
    const { conversation } = this;
    const { name, data, replaces = false } = this.asked;
    if (!conversation.open) throw new CannotOpen('unknown');
    const delivery = new Delivery(new Date(this.#now()), end, () => this.#id);
    try {
      const state = this.#stateIn(loaded);
      return await conversation.open({ name, data, replaces, sent }, this.#message, state, delivery);
    } finally {
      delivery.close();
    }
  }

  #stateIn({ session }: Loaded): State | undefined {
    // What carries this conversation's tag was a State of this version when it was kept.
    return session.of === tagOf(this.conversation) ? (session.state as State) : undefined;
  }

  /** Carries over all else that is remembered of the pair. */
  #sessionWith({ spent, due, ring = [] }: Session, state: State | undefined): WithRing {
    return {
      ...(state !== undefined && { of: tagOf(this.conversation), state }),
      ...(spent && { spent }),
      ...(due && { due }),
      ring,
    };
  }

  #messageOf({ replies }: Turn<State>): OurMessage {
    const [reply, ...more] = replies;
    if (reply === undefined || more.length > 0 || !isReply(reply)) {
      throw new LoggableError(`${this.asked.name} has to say one message when it is opened`);
    }
    return ourMessage(this.asked, reply);
  }

  #document(end: number): PairDocument {
    return new PairDocument(this.#documents, this.#message, this.options.variables, {
      now: new Date(this.#now()),
      end,
    });
  }

  #attempt<Result>(begin: (end: number) => Promise<Result>): Promise<Result> {
    const end = performance.now() + TIME.answer;
    return attempt(end, () => begin(end));
  }
}
