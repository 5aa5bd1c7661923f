import * as http from 'node:http';
import * as https from 'node:https';
import { pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { LIMITS } from '../limits';
import { headerProblem, type Headers } from './headers';
import { problem, type Problem } from './twilio-errors';
import type { Parameters } from './webhook-parameters';

export interface WebhookRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Headers;
  /** In the body of a POST, in the URL of a GET. */
  readonly params: Parameters;
  readonly body: string;
}

export interface WebhookResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** From the first byte sent to the last one read. */
  readonly milliseconds: number;
}

/** How one request ended: with a response, a problem, or both where the response is not to be had whole. */
export interface Answer {
  readonly response: WebhookResponse | undefined;
  readonly problem: Problem | undefined;
}

/**
 * Sends one request and reads its response, both within bounds. Follows nothing and remembers
 * nothing. Never throws for what the other side does.
 *
 * @param signal aborts when Twilio would have given up
 * @param connect servers to connect to instead of a host
 */
export async function call(
  request: WebhookRequest,
  signal: AbortSignal,
  connect: Readonly<Record<string, string>>,
): Promise<Answer> {
  // Twilio Functions answer it with 431 before any code of ours runs.
  const tooLarge = headerProblem(request.headers, 'request');
  if (tooLarge) return { response: undefined, problem: tooLarge };
  const start = performance.now();
  try {
    const incoming = await send(request, signal, connect);
    const { bytes, problem } = await read(incoming);
    const response: WebhookResponse = {
      status: incoming.statusCode ?? 0,
      headers: headersOf(incoming),
      body: bytes.toString('utf8'),
      milliseconds: Math.round(performance.now() - start),
    };
    return { response, problem: headerProblem(response.headers, 'response') ?? problem };
  } catch (error) {
    return { response: undefined, problem: failureOf(error, signal) };
  }
}

function send(
  { method, url, headers, body }: WebhookRequest,
  signal: AbortSignal,
  connect: Readonly<Record<string, string>>,
): Promise<http.IncomingMessage> {
  const { host, pathname, search } = new URL(url);
  const server = connect[host];
  const target = server === undefined ? url : server + pathname + search;
  const { request } = target.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = request(target, {
      method,
      signal,
      headers: headers.flat(),
      agent: false,
      setDefaultHeaders: false,
      // Larger than what is allowed, so that we can say by how much it is too large.
      maxHeaderSize: 16 * LIMITS.headerBytes.value,
    });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The body, without what compresses it, up to as many bytes as Twilio takes. */
async function read(incoming: http.IncomingMessage): Promise<{ bytes: Buffer; problem?: Problem }> {
  const encoding = incoming.headers['content-encoding'] ?? 'identity';
  const unpacker = UNPACKERS.get(encoding.toLowerCase())?.();
  const unreadable = problem(11206, `The body cannot be read with its Content-Encoding ${encoding}.`);
  if (unpacker === undefined && encoding !== 'identity') {
    incoming.destroy();
    return { bytes: Buffer.alloc(0), problem: unreadable };
  }
  // The loop below hears of errors, too.
  const content = unpacker ? pipeline(incoming, unpacker, () => undefined) : incoming;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > LIMITS.responseBytes.value) break; // which closes the connection
    }
  } catch (error) {
    // https://nodejs.org/api/zlib.html#for-zlib-based-streams, and what Brotli has instead
    if (!/^(Z_|ERR__ERROR_|ERR_BROTLI)/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    return { bytes: Buffer.alloc(0), problem: unreadable };
  }
  const bytes = Buffer.concat(chunks);
  if (length <= LIMITS.responseBytes.value) return { bytes };
  return {
    bytes: bytes.subarray(0, LIMITS.responseBytes.value),
    problem: problem(11750, `The response has more than ${LIMITS.responseBytes.value} bytes.`),
  };
}

/** Content-Encodings that are read, although the requests ask for none (RFC 9110, 8.4.1). */
const UNPACKERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

function headersOf({ rawHeaders }: http.IncomingMessage): Headers {
  const headers: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  return headers;
}

function failureOf(error: unknown, signal: AbortSignal): Problem {
  if (signal.aborted) {
    return problem(11200, 'There was no answer in time: Twilio waits for 15 seconds.');
  }
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (/^(ENOTFOUND|EAI_)/.test(code)) return problem(11210, `The host name cannot be resolved (${code}).`);
  if (code === 'HPE_HEADER_OVERFLOW') {
    return problem(
      82008,
      `The response has more than ${LIMITS.headerBytes.value} bytes of headers, many times over.`,
    );
  }
  // An alert is what TLS itself says. Plain HTTP on an https port gives EPROTO without one.
  if (/CERT|SSL|TLS/.test(code) || message.includes('SSL alert'))
    return problem(11220, `${message} (${code}).`);
  if (/^(HPE_|ECONNRESET|EPIPE|EPROTO|ERR_)/.test(code)) {
    return problem(11206, `What came back is no complete HTTP response (${code}: ${message}).`);
  }
  return problem(11205, `Nothing could be reached at this URL (${code || message}).`);
}

/**
 * What Twilio takes a response for by its Content-Type: TwiML, a text to be sent as it is, or nothing
 * that it knows.
 *
 * https://www.twilio.com/docs/messaging/twiml
 */
export function contentOf(type: string): 'twiml' | 'text' | undefined {
  const [name = ''] = type.toLowerCase().split(';');
  switch (name.trim()) {
    case 'text/xml':
    case 'application/xml':
    case 'text/html':
      return 'twiml';
    case 'text/plain':
      return 'text';
    default:
      return undefined;
  }
}
