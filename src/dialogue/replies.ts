import type { Outgoing, Reply } from '../conversation';

/**
 * The messages of one turn. Texts are joined into one message: two are billed twice, and their order
 * is not promised. Pictures, and what its author keeps apart, are messages of their own.
 */
export class Replies {
  readonly #replies: Reply[] = [];
  #open = false;

  add(reply: Reply, apart = false): void {
    if (reply === '') return;
    const last = this.#replies.at(-1);
    const joins = this.#open && !apart && typeof reply === 'string';
    if (joins) this.#replies[this.#replies.length - 1] = `${last as string}\n${reply}`;
    else this.#replies.push(reply);
    this.#open = !apart && typeof reply === 'string';
  }

  get all(): readonly Reply[] {
    return this.#replies;
  }
}

/** The messages of two turns as those of one. */
export function joined(first: readonly Outgoing[], second: readonly Outgoing[]): readonly Outgoing[] {
  const [last, next] = [first.at(-1), second[0]];
  if (typeof last !== 'string' || typeof next !== 'string') return [...first, ...second];
  return [...first.slice(0, -1), `${last}\n${next}`, ...second.slice(1)];
}

/** A text, and a question after it, in one message even if the question has a picture. */
export function lead(text: string, prompt: Reply): Reply {
  if (typeof prompt === 'string') return `${text}\n${prompt}`;
  return { ...prompt, body: prompt.body === undefined ? text : `${text}\n${prompt.body}` };
}
