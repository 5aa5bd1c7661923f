import { createHash } from 'node:crypto';
import type { Variables } from '../choose-by-variable';
import type { Message } from '../conversation';
import type { Documents, Found } from '../session/documents';
import { ledgerName } from '../session/ids';
import { openSession, pairOf, sealSession } from '../session/sealed-state';
import { readKeys } from '../session/secrets';
import { TIME } from '../time-limits';

/** An opening that was begun. */
export interface Claim {
  /** The hash of its key. */
  readonly key: string;
  /** When it was last begun, in milliseconds since 1970. */
  readonly at: number;
  /** Who has begun it: a random id. */
  readonly by: string;
  /** The hash of its message; missing once that was sent. */
  readonly text?: string;
}

/** The claims of a pair, as they were read. */
export interface Page {
  readonly claims: readonly Claim[];
  readonly found: Found | undefined;
}

/** How many openings of a pair are remembered. */
const LENGTH = 8;
/** How long, in seconds: 30 days after the last one. */
const LIFE = 2_592_000;
/** Marks the content as a ledger, so that no session is read as one. */
const OF = 'openings';

/** The openings that a pair of numbers has had: one document, sealed as a session is. It holds no text. */
export class Ledger {
  readonly #name: string;

  constructor(
    private readonly documents: Documents,
    private readonly pair: Pick<Message, 'from' | 'to'>,
    private readonly variables: Variables,
    private readonly now: () => number,
  ) {
    this.#name = ledgerName(pair, variables);
  }

  /** @throws {NotDone} */
  async read(): Promise<Page> {
    const found = await this.documents.read(this.#name, TIME.call);
    const opened = found && openSession(found.text, pairOf(this.pair), this.#keys(), undefined, this.#time());
    const claims = typeof opened === 'object' && opened.of === OF ? (opened.state as Claim[]) : [];
    return { claims, found };
  }

  /** Writes a claim in place of the one with its key, if the page is unchanged since it was read. @throws {NotDone} */
  async write({ claims, found }: Page, claim: Claim): Promise<void> {
    return this.#save([...claims.filter(({ key }) => key !== claim.key), claim], found);
  }

  /** @throws {NotDone} */
  async remove({ claims, found }: Page, { key }: Claim): Promise<void> {
    return this.#save(
      claims.filter((claim) => claim.key !== key),
      found,
    );
  }

  async #save(claims: readonly Claim[], found: Found | undefined): Promise<void> {
    const session = { of: OF, state: claims.slice(-LENGTH) };
    const text = sealSession(
      session,
      { now: this.#time(), seconds: LIFE },
      pairOf(this.pair),
      this.#keys(),
      this.documents.limit,
    );
    await this.documents.write(this.#name, text, LIFE, found, TIME.call);
  }

  #time() {
    return new Date(this.now());
  }

  #keys() {
    return readKeys(this.variables.SESSION_SECRET);
  }
}

export function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
