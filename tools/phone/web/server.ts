import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { LIMITS, close, listen, type CarrierOptions } from '../../local-twilio';
import { isNumber, isText, isTexts, readAsk } from './asks';
import { SECURITY_HEADERS, refusal } from './gatekeeper';
import { Pictures } from './pictures';
import type { Everything, Posts, Refusal } from './protocol';
import { Refused, Switchboard } from './switchboard';

export interface PhoneOptions extends Omit<CarrierOptions, 'url' | 'state'> {
  /** Where the page is served, on 127.0.0.1 only. 0 takes any port that is free. */
  readonly port: number;
  /** The URL to text. */
  readonly webhook: string;
  /** Who is known: a JSON file of names by address. */
  readonly callers?: string;
}

export interface ServedPhone {
  readonly url: string;
  /** The time on its clock, which can be moved, in milliseconds since 1970. */
  now(): number;
  close(): Promise<void>;
}

/** The longest body of a POST, in bytes, but for a picture. */
const MAX_BODY = 64 * 1024;
/** A picture's base64 takes a third more than the picture, and the JSON around it little. */
const MAX_PICTURE_BODY = Math.ceil((LIMITS.picture.value * 4) / 3) + 1024;

const PAGE = path.join(__dirname, 'page');

/**
 * Serves a phone in the browser: a page that texts a webhook through a carrier of its own.
 *
 * @throws {PortTaken}
 * @throws {InvalidWebhook}
 */
export async function startPhone({ port, webhook, callers, ...options }: PhoneOptions): Promise<ServedPhone> {
  const switchboard = new Switchboard({ url: webhook, ...options });
  const pictures = new Pictures();
  const files = await bundlePage();
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  const taken = await listen(server, port);
  const url = `http://localhost:${taken}`;
  const posts = answers(switchboard, pictures, url);
  return {
    url,
    now: () => switchboard.clock.now,
    close: () => close(server),
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
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

  async function get({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { type, bytes } = files.get(url) ?? pictures.at(url) ?? {};
    if (url === '/phone') json(response, 200, await everything());
    else if (type !== undefined) response.setHeader('Content-Type', type).end(bytes);
    else response.writeHead(404).end();
  }

  async function everything(): Promise<Everything> {
    const { clock, conversations } = switchboard;
    return { webhook, callers: await namesIn(callers), conversations, clock };
  }

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '' } = request;
    if (!Object.hasOwn(posts, url)) {
      response.writeHead(404).end();
      return;
    }
    const limit = url === '/picture' ? MAX_PICTURE_BODY : MAX_BODY;
    const body = await readBody(request, limit);
    if (body !== undefined) json(response, 200, await posts[url as keyof Posts](body));
    else
      json(response, 413, {
        error: `This is too long: the phone takes up to ${limit >> 10} kB.`,
      } satisfies Refusal);
  }
}

/** What is done at each POST, given its body. */
type Answers = {
  [Path in keyof Posts]: (body: string) => Posts[Path]['answer'] | Promise<Posts[Path]['answer']>;
};

function answers(switchboard: Switchboard, pictures: Pictures, url: string): Answers {
  const pair = { from: isText, to: isText };
  return {
    '/open': (body) => switchboard.open(readAsk(body, pair)),
    '/send': (body) => switchboard.send(readAsk(body, { ...pair, body: isText, media: isTexts })),
    '/send-together': (body) =>
      switchboard.sendTogether(readAsk(body, { ...pair, first: isText, second: isText })),
    '/repeat': (body) => switchboard.repeat(readAsk(body, pair)),
    '/settle': (body) => switchboard.settle(readAsk(body, { ...pair, since: isNumber })),
    '/forget': (body) => switchboard.forget(readAsk(body, pair)),
    '/forward': (body) => switchboard.forward(readAsk(body, { milliseconds: isNumber })),
    '/picture': (body) => {
      const { type, base64 } = readAsk(body, { type: isText, base64: isText });
      return { url: url + pictures.add(type, base64) };
    },
  };
}

/** The page's files by path. The script is bundled when the server starts, so there is no build to remember. */
async function bundlePage(): Promise<ReadonlyMap<string, { type: string; bytes: Uint8Array }>> {
  const { outputFiles } = await build({
    entryPoints: [path.join(PAGE, 'main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error('esbuild made nothing of the page.');
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', bytes: await readFile(path.join(PAGE, 'index.html')) }],
    ['/page.css', { type: 'text/css; charset=utf-8', bytes: await readFile(path.join(PAGE, 'page.css')) }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', bytes: script.contents }],
    ['/icon.svg', { type: 'image/svg+xml', bytes: await readFile(path.join(PAGE, 'icon.svg')) }],
  ]);
}

/**
 * `undefined` where it is longer than `limit` bytes. What says so in front is not read at all. The
 * connection stays open: whoever is still sending would otherwise not hear our answer.
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

/** Nobody is known where the file is missing or malformed: the Function says so itself. */
async function namesIn(file: string | undefined): Promise<Record<string, string>> {
  if (file === undefined) return {};
  try {
    const names: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Object.fromEntries(
      Object.entries(Object(names) as object).filter((entry): entry is [string, string] => isText(entry[1])),
    );
  } catch {
    return {};
  }
}

function json(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(content));
}
