import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiError, type ApiError, type ApiErrorCode } from './api-error';

/** What an API of Twilio's answers. */
export interface ApiAnswer {
  readonly status: number;
  readonly body?: object | undefined;
}

/** Refuses a call: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function refused(error: ApiError | ApiErrorCode): ApiAnswer {
  const { status, code, message } = typeof error === 'number' ? apiError(error) : error;
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

export function send(response: ServerResponse, { status, body }: ApiAnswer): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(body === undefined ? undefined : JSON.stringify(body));
}

/** Whose call it has to be, and how long. */
export interface Expected {
  readonly account: { readonly sid: string; readonly token: string };
  /** How long the body may be, in bytes. */
  readonly limit: number;
  /** The answer to a longer one. */
  readonly tooLong: ApiAnswer;
}

/**
 * Reads the form of a call, or refuses the call.
 *
 * @returns `undefined` if it was refused
 */
export async function formOf(
  request: IncomingMessage,
  response: ServerResponse,
  { account: { sid, token }, limit, tooLong }: Expected,
): Promise<URLSearchParams | undefined> {
  const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;
  const isOurs = request.headers.authorization === authorization;
  const form = isOurs ? await readForm(request, limit) : undefined;
  if (form === undefined) {
    // The rest of the request is not read, so the connection cannot be used again.
    response.shouldKeepAlive = false;
    send(response, isOurs ? tooLong : refused(20003));
  }
  return form;
}

async function readForm(request: IncomingMessage, limit: number): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
