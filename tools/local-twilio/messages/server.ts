import type { IncomingMessage, ServerResponse } from 'node:http';
import { formOf, refused, send, type ApiAnswer } from '../api-call';
import type { ApiError, ApiErrorCode } from '../api-error';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { segmentsOf } from '../carrier/segments';
import { LIMITS } from '../limits';
import { serveApi, type Api } from '../serve-api';
import { OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN } from '../sid';
import { Messages, asksForLater, type MessagesOptions, type OutgoingMessage } from './messages';

export interface MessagesApiOptions extends Partial<MessagesOptions> {
  /** The account of the messages. Others get no answer. */
  readonly account?: { readonly sid: string; readonly token: string };
  /** Hears of every call before it is heeded, and may have something go wrong with it. */
  readonly mishap?: (call: MessagesCall) => MessagesMishap | undefined;
}

export interface MessagesServerOptions extends MessagesApiOptions {
  /** Where it is served, on 127.0.0.1 only. 0 takes any port that is free. */
  readonly port: number;
}

/** `create` sends at once, and `schedule` later. */
export type MessagesCall = 'create' | 'schedule' | 'cancel' | 'fetch' | 'list';

/**
 * What may go wrong: an error in the place of the call, a connection that breaks before the call is
 * heeded or after it, or something else that is done first.
 */
export type MessagesMishap = ApiErrorCode | 'reset' | 'answer lost' | { readonly until: () => Promise<void> };

export interface MessagesApi extends Api {
  readonly messages: Messages;
}

export interface ServedMessages {
  readonly url: string;
  readonly messages: Messages;
  close(): Promise<void>;
}

/** The default account. */
const OFFLINE = { sid: OFFLINE_ACCOUNT_SID, token: OFFLINE_AUTH_TOKEN };

/** Of a request's body, in bytes. Each character of a text takes nine at most in a form. */
const MAX_BODY = 64 * 1024;

/** How many messages a page has at most: https://www.twilio.com/docs/usage/twilios-response#pagination */
const MAX_PAGE = 1000;

/** Serves the stand-in at a port of its own. @throws {PortTaken} */
export async function startMessages({ port, ...options }: MessagesServerOptions): Promise<ServedMessages> {
  const api = messagesApi(options);
  return { messages: api.messages, ...(await serveApi(api, port)) };
}

/**
 * A stand-in of the Messages API (create, schedule, cancel, fetch and list), which the `twilio` package can be led to by
 * `sync/reroute.cjs`. It keeps everything in memory, and calls a `StatusCallback`:
 * https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
 */
export function messagesApi({
  account = OFFLINE,
  mishap,
  now = Date.now,
  optedOut = () => false,
  heardAt,
  onSent = () => undefined,
  onFailed = () => undefined,
  onScheduled = () => undefined,
}: MessagesApiOptions = {}): MessagesApi {
  const messages = new Messages({ now, optedOut, heardAt, onSent, onFailed, onStatus, onScheduled });
  const list = `/2010-04-01/Accounts/${account.sid}/Messages`;
  return { messages, handles: (path) => path.startsWith('/2010-04-01/'), respond };

  /** Twilio takes no notice of the answer. */
  function onStatus({ status, statusCallback, ...message }: OutgoingMessage): void {
    if (statusCallback === undefined) return;
    const statuses = status === 'sent' ? ['sent', 'delivered'] : [status];
    void callBack(statusCallback, message, statuses).catch(() => undefined);
  }

  async function callBack(
    url: string,
    { sid, from, to, errorCode }: Pick<OutgoingMessage, 'sid' | 'from' | 'to' | 'errorCode'>,
    statuses: readonly string[],
  ): Promise<void> {
    for (const status of statuses) {
      const form = {
        ...{ AccountSid: account.sid, ApiVersion: '2010-04-01', From: from, To: to },
        ...{ MessageSid: sid, MessageStatus: status, SmsSid: sid, SmsStatus: status },
        ...(errorCode !== undefined && { ErrorCode: String(errorCode) }),
      };
      await fetch(url, {
        method: 'POST',
        headers: { 'X-Twilio-Signature': getExpectedTwilioSignature(account.token, url, form) },
        body: new URLSearchParams(form),
        signal: AbortSignal.timeout(LIMITS.responseTime.value),
      });
    }
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const tooLong = { ...refused(20001), status: 413 };
    const form = await formOf(request, response, { account, limit: MAX_BODY, tooLong });
    if (form === undefined) return;
    const asked = new URL(request.url ?? '', 'http://127.0.0.1');
    const call = callOf(request.method, asked.pathname, form);
    messages.sendDue();
    const fault = call && mishap?.(call);
    if (typeof fault === 'object') await fault.until();
    if (fault === 'reset') {
      response.destroy();
      return;
    }
    const answer = typeof fault === 'number' ? refused(fault) : handle(call, asked, form);
    if (fault === 'answer lost') response.destroy();
    else send(response, answer);
  }

  function callOf(method: string | undefined, path: string, form: URLSearchParams): MessagesCall | undefined {
    if (path === `${list}.json`) {
      if (method === 'POST') return asksForLater(form) ? 'schedule' : 'create';
      return method === 'GET' ? 'list' : undefined;
    }
    if (!path.startsWith(`${list}/`)) return undefined;
    if (method === 'POST') return form.get('Status') === 'canceled' ? 'cancel' : undefined;
    return method === 'GET' ? 'fetch' : undefined;
  }

  function handle(call: MessagesCall | undefined, asked: URL, form: URLSearchParams): ApiAnswer {
    const named = asked.pathname.slice(list.length + 1).replace(/\.json$/, '');
    switch (call) {
      case 'create':
      case 'schedule':
        return outcome(201, messages.create(form));
      case 'cancel':
        return outcome(200, messages.cancel(named));
      case 'fetch':
        return outcome(200, messages.fetch(named));
      case 'list':
        return { status: 200, body: page(asked) };
      case undefined:
        return refused(20404);
    }
  }

  function outcome(status: number, result: OutgoingMessage | ApiError) {
    return 'code' in result ? refused(result) : { status, body: resource(result) };
  }

  /** Here a message has arrived whenever somebody asks again. */
  function resource(message: OutgoingMessage) {
    const { sid, from, to, body, media, messagingServiceSid, created, sendAt, errorCode } = message;
    const { segments } = segmentsOf(body, { media: media.length, address: to });
    const status = message.status === 'sent' ? 'delivered' : message.status;
    const uri = `${list}/${sid}`;
    // It does not tell when a scheduled message goes out. Twilio's does not either.
    return {
      sid,
      account_sid: account.sid,
      api_version: '2010-04-01',
      from,
      to,
      body,
      direction: 'outbound-api',
      status,
      num_media: String(media.length),
      num_segments: String(segments),
      messaging_service_sid: messagingServiceSid ?? null,
      date_created: timestamp(created),
      date_updated: timestamp(created),
      date_sent: status === 'delivered' ? timestamp(sendAt) : null,
      error_code: errorCode ?? null,
      error_message: null,
      price: null,
      price_unit: 'USD',
      uri: `${uri}.json`,
      subresource_uris: { media: `${uri}/Media.json` },
    };
  }

  /** The next page begins after the last message of this. Of filters it knows From and To. */
  function page({ pathname, searchParams }: URL) {
    const size = Math.min(MAX_PAGE, Number(searchParams.get('PageSize') ?? 50));
    const found = messages.list({
      ...(searchParams.has('From') && { from: String(searchParams.get('From')) }),
      ...(searchParams.has('To') && { to: String(searchParams.get('To')) }),
    });
    const after = found.findIndex(({ sid }) => sid === searchParams.get('PageToken'));
    const rest = found.slice(after + 1);
    const shown = rest.slice(0, size);
    const next = new URLSearchParams(searchParams);
    next.set('PageToken', shown.at(-1)?.sid ?? '');
    return {
      messages: shown.map((each) => resource(each)),
      page: 0,
      page_size: size,
      uri: pathname,
      first_page_uri: pathname,
      previous_page_uri: null,
      next_page_uri: rest.length > size ? `${pathname}?${next.toString()}` : null,
      start: 0,
      end: shown.length,
    };
  }
}

/** RFC 2822, to the second: `Fri, 23 Oct 2026 10:00:00 +0000`. */
function timestamp(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000');
}
