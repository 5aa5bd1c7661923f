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

/** The outcome of a request: a response, a problem, or both if the response could not be read in full. */
export interface Answer {
  readonly response: WebhookResponse | undefined;
  readonly problem: Problem | undefined;
}

/**
 * Sends one request and reads its response, both within Twilio's limits. It follows no redirect and stores no
 * cookie. It never throws because of what the webhook does.
 *
 * @param signal aborts when Twilio would have given up
 * @param connect servers to connect to instead of a host
 */
export async function call(
  request: WebhookRequest,
  signal: AbortSignal,
  connect: Readonly<Record<string, string>>,
): Promise<Answer> {
  // Twilio Functions answer such a request with 431 before our code runs.
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
      // More than Twilio allows, so that we can report the real size.
      maxHeaderSize: 16 * LIMITS.headerBytes.value,
    });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Reads and unpacks the body, up to the largest size that Twilio takes. */
async function read(incoming: http.IncomingMessage): Promise<{ bytes: Buffer; problem?: Problem }> {
  const encoding = incoming.headers['content-encoding'] ?? 'identity';
  const unpacker = UNPACKERS.get(encoding.toLowerCase())?.();
  const unreadable = problem(11206, `The body cannot be read with its Content-Encoding ${encoding}.`);
  if (unpacker === undefined && encoding !== 'identity') {
    incoming.destroy();
    return { bytes: Buffer.alloc(0), problem: unreadable };
  }
  // The loop below throws the errors of the pipeline.
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

/** The Content-Encodings that we unpack, although our requests ask for none (RFC 9110, 8.4.1). */
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
  // TLS itself reports an alert. Plain HTTP on an https port gives EPROTO without an alert.
  if (/CERT|SSL|TLS/.test(code) || message.includes('SSL alert'))
    return problem(11220, `${message} (${code}).`);
  if (/^(HPE_|ECONNRESET|EPIPE|EPROTO|ERR_)/.test(code)) {
    return problem(11206, `What came back is no complete HTTP response (${code}: ${message}).`);
  }
  return problem(11205, `Nothing could be reached at this URL (${code || message}).`);
}

/**
 * How Twilio reads a response with this Content-Type: as TwiML, or as a text to send as it is. `undefined` if
 * Twilio does not know the type.
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
