import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { formOf, refused, send, type ApiAnswer } from '../api-call';
import type { ApiErrorCode } from '../api-error';
import { LIMITS } from '../limits';
import { serveApi, type Api } from '../serve-api';
import { OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN } from '../sid';
import { Documents, isSyncError, type Document } from './documents';

export interface SyncApiOptions {
  /** Gives the time, in milliseconds since 1970. It may run faster than the real time. */
  readonly now?: () => number;
  /** The account. Requests with other credentials are refused. */
  readonly account?: { readonly sid: string; readonly token: string };
  /** Is called before each call of the API is handled, and may make something go wrong with it. */
  readonly mishap?: (call: SyncCall) => Mishap | undefined;
}

export interface SyncOptions extends SyncApiOptions {
  /** The port on 127.0.0.1. 0 takes any free port. */
  readonly port: number;
}

export interface SyncCall {
  readonly what: 'create' | 'read' | 'update' | 'delete' | 'list';
  /** The sid or unique name of the document; `''` if the call names none. */
  readonly name: string;
}

/**
 * What may go wrong with a call:
 *
 * - an error;
 * - a connection that breaks before the call is handled (`reset`), after it (`answer lost`), or in the middle of
 *   the answer (`answer cut`) or of an error (`cut`);
 * - a delay in milliseconds;
 * - something else that happens first (`until`).
 */
export type Mishap =
  | ApiErrorCode
  | 'reset'
  | 'answer lost'
  | 'answer cut'
  | { readonly cut: ApiErrorCode }
  | { readonly milliseconds: number }
  | { readonly until: () => Promise<void> };

interface SyncContent {
  /** The documents of the default service. */
  readonly documents: Documents;
  /** The documents of a service. Any SID names one. */
  inService(sid: string): Documents;
}

export interface SyncApi extends Api, SyncContent {}

export interface ServedSync extends SyncContent {
  readonly url: string;
  close(): Promise<void>;
}

/** The largest body of a request. In a form, each byte of `Data` may take three, as in `%7B`. */
const MAX_BODY = 4 * LIMITS.syncData.value;

/** The default account. */
const OFFLINE = { sid: OFFLINE_ACCOUNT_SID, token: OFFLINE_AUTH_TOKEN };

/** The start of the URLs in answers, as Twilio has them. `reroute.cjs` leads requests to them here. */
const TWILIO = 'https://sync.twilio.com';

/** The SID of the service that is called `default`. */
const SERVICE_SID = `IS${'0'.repeat(32)}`;

/** Serves the stand-in at a port of its own. @throws {PortTaken} */
export async function startSync({ port, ...options }: SyncOptions): Promise<ServedSync> {
  const api = syncApi(options);
  return { ...api, ...(await serveApi(api, port)) };
}

/** A stand-in of Sync's document API, in memory. `reroute.cjs` leads the `twilio` package to it. */
export function syncApi({ now = Date.now, account = OFFLINE, mishap }: SyncApiOptions = {}): SyncApi {
  const services = new Map<string, Documents>();
  const inService = (name: string): Documents => {
    const sid = name === 'default' ? SERVICE_SID : name;
    const documents = services.get(sid) ?? new Documents(now);
    services.set(sid, documents);
    return documents;
  };
  return {
    documents: inService('default'),
    inService,
    handles: (path) => path.startsWith('/v1/Services/'),
    respond,
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await formOf(request, response, { account, limit: MAX_BODY, tooLong: refused(54006) });
    if (form === undefined) return;
    const asked = new URL(request.url ?? '', TWILIO);
    const [, service, name] = /^\/v1\/Services\/([^/]+)\/Documents(?:\/([^/]+))?$/.exec(asked.pathname) ?? [];
    if (service === undefined) {
      send(response, refused(20404));
      return;
    }
    const what = callOf(request.method, name);
    const fault = what && mishap?.({ what, name: name ?? '' });
    if (typeof fault === 'object' && 'milliseconds' in fault) {
      // After the server is closed, the pause keeps no process alive.
      await sleep(fault.milliseconds, undefined, { ref: false });
    }
    if (typeof fault === 'object' && 'until' in fault) await fault.until();
    if (fault === 'reset') {
      response.destroy();
      return;
    }
    if (typeof fault === 'object' && 'cut' in fault) {
      sendInPart(response, refused(fault.cut));
      return;
    }
    if (typeof fault === 'number') {
      send(response, refused(fault));
      return;
    }
    const answer = handle(inService(service), what, name ?? '', form, request, asked);
    if (fault === 'answer lost') response.destroy();
    else if (fault === 'answer cut') sendInPart(response, answer);
    else send(response, answer);
  }

  function handle(
    documents: Documents,
    what: SyncCall['what'] | undefined,
    name: string,
    form: URLSearchParams,
    { headers }: IncomingMessage,
    asked: URL,
  ): ApiAnswer {
    const written = { data: form.get('Data') ?? undefined, ttl: form.get('Ttl') ?? undefined };
    switch (what) {
      case 'create':
        return outcome(201, documents.create(form.get('UniqueName') ?? undefined, written));
      case 'read':
        return outcome(200, documents.fetch(name));
      case 'update':
        return outcome(200, documents.update(name, written, headers['if-match']));
      case 'delete': {
        const error = documents.remove(name);
        return error ? refused(error) : { status: 204 };
      }
      case 'list':
        return { status: 200, body: page(documents, asked) };
      default:
        return refused(20404);
    }
  }

  function outcome(status: number, result: ReturnType<Documents['fetch']>) {
    return isSyncError(result) ? refused(result) : { status, body: resource(result) };
  }

  function resource({ sid, uniqueName, data, revision, created, updated, expires }: Document) {
    const self = `${TWILIO}/v1/Services/${SERVICE_SID}/Documents/${sid}`;
    return {
      sid,
      unique_name: uniqueName ?? null,
      account_sid: account.sid,
      service_sid: SERVICE_SID,
      url: self,
      links: { permissions: `${self}/Permissions` },
      revision,
      data,
      date_expires: expires === undefined ? null : timestamp(expires),
      date_created: timestamp(created),
      date_updated: timestamp(updated),
      created_by: 'system',
    };
  }

  /** One page of all documents. The next page begins after the last sid of this one, even if it was deleted. */
  function page(documents: Documents, { pathname, searchParams }: URL) {
    const size = Math.min(100, Number(searchParams.get('PageSize') ?? 50));
    const after = searchParams.get('PageToken');
    const all = documents.list().sort((one, other) => (one.sid < other.sid ? -1 : 1));
    const rest = all.filter(({ sid }) => after === null || sid > after);
    const shown = rest.slice(0, size);
    const base = `${TWILIO}${pathname}?PageSize=${size}`;
    return {
      documents: shown.map(resource),
      meta: {
        page: 0,
        page_size: size,
        next_page_url: rest.length > size ? `${base}&PageToken=${String(shown.at(-1)?.sid)}` : null,
        key: 'documents',
      },
    };
  }
}

function callOf(method: string | undefined, name: string | undefined): SyncCall['what'] | undefined {
  if (name === undefined) return method === 'POST' ? 'create' : method === 'GET' ? 'list' : undefined;
  if (method === 'GET') return 'read';
  return method === 'POST' ? 'update' : method === 'DELETE' ? 'delete' : undefined;
}

/** To the second, as Twilio writes it. */
function timestamp(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, '');
}

/** Sends the head and half of the body, and then breaks the connection. */
function sendInPart(response: ServerResponse, { status, body = {} }: ApiAnswer): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) })
    .write(text.slice(0, text.length / 2), () => response.destroy());
}
