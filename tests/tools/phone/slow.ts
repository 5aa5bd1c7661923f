import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { formOf, twiml } from '../../../tools/testing/webhook';

/** A webhook that answers a text only when it is told to. */
export class Slow {
  /** The token of each delivery. */
  readonly tokens: string[] = [];
  readonly #waiting: { body: string; answer: () => void }[] = [];

  readonly webhook: RequestListener = (request, response) => {
    void formOf(request).then((form) => {
      const body = String(form.get('Body'));
      this.tokens.push(String(request.headers['i-twilio-idempotency-token']));
      this.#waiting.push({
        body,
        answer: () => {
          twiml(`<Message>re ${body}</Message>`)(request, response);
        },
      });
    });
  };

  /** Waits until this text is there. */
  async asked(body: string): Promise<void> {
    while (!this.#waiting.some((text) => text.body === body)) await sleep(5);
  }

  /** Answers this text, once it is there. */
  async answer(body: string): Promise<void> {
    await this.asked(body);
    const [text] = this.#waiting.splice(
      this.#waiting.findIndex((text) => text.body === body),
      1,
    );
    text?.answer();
  }
}
