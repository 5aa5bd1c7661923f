import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { close, listen } from './loopback';

/** The stand-in of one of Twilio's APIs. Any server on this machine can hand it requests. */
export interface Api {
  /** Whether a path is one of this API's. */
  readonly handles: (path: string) => boolean;
  /** Rejects if the request breaks off. */
  readonly respond: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/**
 * Serves an API on 127.0.0.1, alone.
 *
 * @param port 0 takes any free port
 * @throws {PortTaken}
 */
export async function serveApi(
  { respond }: Pick<Api, 'respond'>,
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    // Refuses DNS rebinding: a foreign web page whose host name resolves to 127.0.0.1.
    if (request.headers.host !== host) {
      response.writeHead(421, { Connection: 'close' }).end();
      return;
    }
    // A request that breaks off, or is malformed, must not end the server.
    respond(request, response).catch(() => response.destroy());
  });
  const host = `127.0.0.1:${await listen(server, port)}`;
  return { url: `http://${host}`, close: () => close(server) };
}
