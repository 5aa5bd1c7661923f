import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  LIMITS,
  close,
  listen,
  messagesApi,
  syncApi,
  type Api,
  type OutgoingMessage,
} from '../../local-twilio';
import { isAsk, readAsk } from '../switchboard/asks';
import { openDesk, type Desk, type DeskOptions } from '../switchboard/desk';
import type { Report } from '../switchboard/insight';
import type { Everything, Posts, Refusal, Update } from '../switchboard/protocol';
import { Refused } from '../switchboard/refused';
import { namesIn } from './callers';
import { EventStream } from './event-stream';
import { SECURITY_HEADERS, refusal, refusalOfApi } from './gatekeeper';
import { bundlePage } from './page-files';
import { Pictures } from './pictures';

export interface PhoneOptions extends Omit<DeskOptions, 'onUpdate'> {
  /** The port of the page, on 127.0.0.1 only. 0 takes any port that is free. */
  readonly port: number;
  /** Who is known: a JSON file of names by address. */
  readonly callers?: string;
}

export interface ServedPhone extends Pick<Desk, 'started' | 'built'> {
  readonly url: string;
  /** Hears what a Function tells of a delivery. */
  hear(report: Report): void;
  /** Tells how far its clock is ahead of the real time, in milliseconds: now, and at each move from now on. */
  tellClock(listen: (ahead: number) => void): void;
  close(): Promise<void>;
}

/** The longest body of a POST, in bytes, but for a picture. A text may take nine for each character. */
const MAX_BODY = 64 * 1024;
/** A picture's base64 takes a third more than the picture, and the JSON around it little. */
const MAX_PICTURE_BODY = Math.ceil((LIMITS.picture.value * 4) / 3) + 1024;

/** How often what is scheduled is looked at, in milliseconds. */
const TICK = 1000;

/** The pair on a new phone, if no callers are known. */
const FIRST_PAIR = { from: '+14158675308', to: '+14155550100' };
const FIRST_CALLERS = 3;

/**
 * Serves a phone in the browser: a page that texts a webhook through a carrier of its own. Every page
 * that is open, and `npm run text` beside them, shows the same. At the same port are stand-ins of Sync and
 * of the Messages API, which go by the phone's clock: what is sent with that one shows on the phone.
 *
 * @throws {PortTaken}
 * @throws {InvalidWebhook}
 * @throws {UnusableFile}
 */
export async function startPhone({ port, callers, ...options }: PhoneOptions): Promise<ServedPhone> {
  const events = new EventStream();
  const listeners: ((ahead: number) => void)[] = [];
  const pictures = new Pictures();
  const files = await bundlePage();
  const desk = await openDesk({
    ...options,
    onUpdate(update) {
      events.send(update);
      // The clock was moved: what is due by now goes out at once.
      if (!('clock' in update)) return;
      for (const listen of listeners) listen(update.clock.ahead);
      messages.sendDue();
    },
  });
  const now = () => desk.board.clock.now;
  const { messages, ...texting } = messagesApi({
    now,
    optedOut: (pair) => desk.board.optedOut(pair),
    heardAt: (pair) => desk.board.heardAt(pair),
    onSent: receive,
    onFailed: receive,
    onScheduled(pair, scheduled) {
      show(() => desk.board.expect(pair, scheduled));
    },
  });
  const apis: readonly Api[] = [syncApi({ now }), texting];
  const ticking = setInterval(() => messages.sendDue(), TICK).unref();
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  const taken = await listen(server, port);
  const url = `http://localhost:${taken}`;
  await openFirst();
  return {
    url,
    tellClock(listen) {
      listeners.push(listen);
      listen(desk.board.clock.ahead);
    },
    started: desk.started,
    built: desk.built,
    hear(report) {
      desk.board.hear(report);
    },
    async close() {
      clearInterval(ticking);
      await desk.close();
      await close(server);
    },
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = (request.url ?? '').split('?');
    const api = apis.find(({ handles }) => handles(path));
    if (api !== undefined) {
      await callApi(api, request, response);
      return;
    }
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    try {
      const status = refusal(request, taken);
      if (status !== undefined) response.writeHead(status, { Connection: 'close' }).end();
      else if (request.method === 'POST') await post(request, response);
      else await get(request, response);
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error);
      const message = error instanceof Refused ? error.message : 'Something went wrong in the phone itself.';
      json(response, error instanceof Refused ? 400 : 500, { error: message } satisfies Refusal);
    }
  }

  async function callApi(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const status = refusalOfApi(request, taken);
    if (status !== undefined) response.writeHead(status, { Connection: 'close' }).end();
    // A request that breaks off must not end the phone.
    else await api.respond(request, response).catch(() => response.destroy());
  }

  function receive(message: OutgoingMessage): void {
    show(() => desk.board.receive(message));
  }

  /** Twilio has taken the message, even if the phone has no room to show it. */
  function show(showing: () => void): void {
    try {
      showing();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      console.error(`A message of ours is not shown. ${error.message}`);
    }
  }

  async function get({ url: asked = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = asked.split('?');
    const { type, bytes } = files.get(path) ?? pictures.at(path) ?? {};
    if (path === '/phone') json(response, 200, await everything());
    else if (path === '/events') events.open(response, { everything: await everything() } satisfies Update);
    else if (type !== undefined) response.setHeader('Content-Type', type).end(bytes);
    else response.writeHead(404).end();
  }

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url: path = '' } = request;
    if (!isAsk(path)) {
      response.writeHead(404).end();
      return;
    }
    const limit = path === '/picture' ? MAX_PICTURE_BODY : MAX_BODY;
    const body = await readBody(request, limit);
    if (body !== undefined) {
      json(response, 200, await answer(path, body));
      return;
    }
    const error = `This is too long: the phone takes up to ${limit >> 10} kB.`;
    json(response, 413, { error } satisfies Refusal);
  }

  async function answer(path: keyof Posts, body: string): Promise<Posts[keyof Posts]['answer']> {
    if (path === '/picture') {
      const { type, base64 } = readAsk(path, body);
      return { url: url + pictures.add(type, base64) };
    }
    if (path === '/webhook') {
      await desk.pointAt(readAsk(path, body).url);
      await openFirst();
      events.send({ everything: await everything() } satisfies Update);
      return {};
    }
    return desk.board.ask(path, readAsk(path, body));
  }

  async function everything(): Promise<Everything> {
    return { ...desk.everything(), callers: await namesIn(callers) };
  }

  /** A phone without conversations begins with some. */
  async function openFirst(): Promise<void> {
    if (desk.board.conversations.length > 0) return;
    const known = Object.keys(await namesIn(callers)).slice(0, FIRST_CALLERS);
    // What is opened last comes first.
    for (const from of known.length > 0 ? known.reverse() : [FIRST_PAIR.from]) {
      await desk.board.ask('/open', { ...FIRST_PAIR, from });
    }
  }
}

/**
 * `undefined` if it is longer than `limit` bytes. What says so in front is not read at all. The
 * connection stays open, because a client that is still sending would otherwise not hear our answer.
 */
async function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  const parts: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of parts) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function json(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(content));
}
