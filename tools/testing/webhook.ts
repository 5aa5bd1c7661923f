import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook that is served while `use` runs. */
export async function serving<Result>(
  listener: RequestListener,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer({ maxHeaderSize: 1 << 20 }, listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
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
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return new URLSearchParams(body);
}
