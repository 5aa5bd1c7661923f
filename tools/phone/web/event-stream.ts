import type { ServerResponse } from 'node:http';

/** How long a page waits before it connects again, in milliseconds. */
const RETRY = 500;

/**
 * Server-sent events: everyone who listens hears the same.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStream {
  readonly #listeners = new Set<ServerResponse>();

  /** Goes on until the other side leaves. */
  open(response: ServerResponse, first: unknown): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(`retry: ${RETRY}\n${eventOf(first)}`);
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  send(content: unknown): void {
    if (this.#listeners.size === 0) return;
    const event = eventOf(content);
    for (const listener of this.#listeners) listener.write(event);
  }
}

/** JSON has no line ends outside of its texts, where they are escaped. */
function eventOf(content: unknown): string {
  return `data: ${JSON.stringify(content)}\n\n`;
}
