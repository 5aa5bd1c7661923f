import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { close, listen } from '../local-twilio';

/** A webhook that is served while `use` runs. */
export async function serving<Result>(
  listener: RequestListener,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer({ maxHeaderSize: 1 << 20 }, listener);
  const port = await listen(server, 0);
  try {
    return await use(`http://127.0.0.1:${port}/sms`);
  } finally {
    await close(server);
  }
}

/** Answers every request with this TwiML and these headers. */
export function twiml(content: string, headers: Record<string, string | string[]> = {}): RequestListener {
  return (_, response) => {
    response
      .writeHead(200, { 'Content-Type': 'text/xml', ...headers })
      .end(`<Response>${content}</Response>`);
  };
}

export async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await text(request));
}
