import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import {
  Carrier,
  OFFLINE_AUTH_TOKEN,
  startGateway,
  startMessages,
  type Gateway,
  type MessagesCall,
  type MessagesMishap,
  type Phone,
  type ServedMessages,
} from '../../tools/local-twilio';
import {
  startRedisService,
  startSyncService,
  type Service,
  type Trouble,
} from '../../tools/testing/document-services';
import { describeWithRedis } from '../../tools/testing/redis';
import { serve, type Server } from '../../tools/testing/server';
import { ACCOUNT } from '../../tools/testing/sync';
import { formOf, serving } from '../../tools/testing/webhook';

/*
 * A clinic asks a day before whether people come, and reminds them after two hours: over HTTP and through Twilio's
 * gateway, with the real local runtime. Hours pass by moving the phone's clock.
 */

const SESSION_SECRET = 'the secret of the end-to-end tests is long enough';
const OURS = '+14155550100';
const REY = '+14158675308';
const DOMAIN = 'demo-0000.twil.io';
const SLOT = 'Friday 3 pm';
const QUESTION = `Your check-up is on ${SLOT}. Will you come?\n1. Yes\n2. No\n3. Talk to someone`;
const REMINDER = `We still keep ${SLOT} for you. Will you come?`;
const SLOTS = 'When do you come instead?\n1. Monday 9 am\n2. Tuesday 2 pm';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

jest.setTimeout(120_000);

function suite(start: () => Promise<Service>): void {
  let service: Service;
  let messages: ServedMessages;
  let server: Server;
  let gateway: Gateway;
  let carrier: Carrier;
  let rey: Phone;
  let mishap: (call: MessagesCall) => MessagesMishap | undefined;
  /** The keys by which a slot was moved. */
  let moved: string[];
  let office: Promise<void>;
  let close: () => void;
  let env: Record<string, string>;

  beforeAll(async () => {
    service = await start();
    messages = await startMessages({
      port: 0,
      now: () => carrier.clock.now(),
      mishap: (call) => mishap(call),
      optedOut: (pair) => carrier.pair(pair).optedOut,
    });
    const url = await new Promise<string>((resolve) => {
      office = serving(answerAsOffice, (served) => {
        resolve(served);
        return new Promise((ended) => (close = ended));
      });
    });
    env = {
      ...service.variables,
      ...ACCOUNT,
      SESSION_SECRET,
      ID_SECRET: SESSION_SECRET,
      MESSAGES_URL: messages.url,
      MESSAGING_SERVICE_SID: `MG${'1'.repeat(32)}`,
      OFFICE_URL: url,
      ...('url' in service && { SYNC_URL: String(service.url) }),
    };
    server = await serve({ functions: 'dist/tests/functions', env });
    gateway = await startGateway({
      domain: DOMAIN,
      functions: new Map([['/checkup-open', 'protected']]),
      port: server.port,
      authToken: OFFLINE_AUTH_TOKEN,
    });
  });

  beforeEach(async () => {
    await clean();
  });

  afterAll(async () => {
    await server.stop();
    await gateway.close();
    await Promise.all([service.close(), messages.close()]);
    close();
    await office;
  });

  async function clean(): Promise<void> {
    recover();
    carrier = new Carrier({ url: `http://127.0.0.1:${server.port}/checkup` });
    if ('clock' in service) service.clock = carrier.clock;
    rey = carrier.pair({ from: REY, to: OURS });
    moved = [];
    await service.clear();
    messages.messages.clear();
  }

  function answerAsOffice(request: IncomingMessage, response: ServerResponse): void {
    void formOf(request).then((form) => {
      const key = form.get('key');
      if (key !== null && !moved.includes(key)) moved.push(key);
      const said = `<Response><Message>Ann heard ${form.get('Body') ?? ''}</Message></Response>`;
      response.writeHead(200, { 'Content-Type': 'text/xml' }).end(said);
    });
  }

  /** As a back end does it, with the account's token. */
  async function open(to = REY): Promise<number> {
    const url = `https://${DOMAIN}/checkup-open`;
    const until = String(Math.floor(carrier.clock.now() / 1000) + 60);
    const asked = { To: to, From: OURS, Name: 'checkup', Data: `"${SLOT}"`, Key: 'order-42', Until: until };
    const response = await fetch(`${gateway.connect[DOMAIN] ?? ''}/checkup-open`, {
      method: 'POST',
      headers: {
        'X-Twilio-Signature': getExpectedTwilioSignature(OFFLINE_AUTH_TOKEN, url, asked),
        'Content-Type': 'application/x-www-form-urlencoded',
        // By these the local runtime takes the phone's clock.
        'I-Twilio-Idempotency-Token': 'open',
        'X-Phone-Clock-Ahead': String(carrier.clock.ahead),
      },
      body: new URLSearchParams(asked).toString(),
    }).catch(() => undefined);
    return response?.status ?? 0;
  }

  async function text(body: string, phone = rey): Promise<string[]> {
    const { replies, problems } = await phone.send(body);
    expect(problems).toStrictEqual([]);
    return replies.map((reply) => reply.body);
  }

  function forward(milliseconds: number): void {
    carrier.clock.forward(milliseconds);
    messages.messages.sendDue();
  }

  /** What went to somebody unasked, in its order. */
  const sent = (to = REY) =>
    messages.messages
      .list({ to })
      .filter(({ status }) => status === 'sent')
      .sort((one, other) => one.sendAt - other.sendAt)
      .map(({ body }) => body);
  const scheduled = () => messages.messages.list().filter(({ status }) => status === 'scheduled');

  function recover(): void {
    service.trouble = () => undefined;
    mishap = () => undefined;
  }

  test('who falls silent is reminded once, and takes another slot', async () => {
    expect(await open()).toBe(201);
    forward(1.9 * HOUR);
    expect(sent()).toStrictEqual([QUESTION]);
    forward(0.2 * HOUR);
    expect(sent()).toStrictEqual([QUESTION, REMINDER]);
    expect(await text('no')).toStrictEqual([SLOTS]);
    forward(3 * HOUR);
    expect(await text('tuesday')).toStrictEqual(['You come on Tuesday 2 pm. See you then!']);
    expect(moved).toHaveLength(1);
    forward(48 * HOUR);
    expect(sent()).toStrictEqual([QUESTION, REMINDER]);
  });

  test('nobody is reminded who answers, talks to someone, or opts out', async () => {
    for (const [says, expected] of [
      ['Yes', ['See you then!']],
      [
        'talk to someone',
        ['Somebody answers you here. Text RESUME when you are done.', 'Ann heard talk to someone'],
      ],
      ['Stop', []],
    ] as const) {
      await clean();
      expect(await open()).toBe(201);
      forward(HOUR);
      expect(await text(says)).toStrictEqual(expected);
      expect(scheduled()).toStrictEqual([]);
      forward(48 * HOUR);
      expect(sent()).toStrictEqual([QUESTION]);
    }
  });

  test('a wrong answer has the reminder put off, and somebody at the desk ends it with a word', async () => {
    await open();
    forward(1.5 * HOUR);
    expect(await text('maybe')).toStrictEqual([expect.stringContaining('Will you come?')]);
    forward(1.5 * HOUR);
    expect(sent()).toStrictEqual([QUESTION]);
    forward(HOUR);
    expect(sent()).toStrictEqual([QUESTION, REMINDER]);
    await text('3');
    expect(await text('hello?')).toStrictEqual(['Ann heard hello?']);
    expect(await text('resume')).toStrictEqual(['Thank you for your time.']);
  });

  describe('a call that fails at any step', () => {
    /** @param heeded whether the call is heeded, and its answer lost */
    function failAt(step: number, heeded: boolean): () => boolean {
      let calls = 0;
      const isIt = () => ++calls === step;
      service.trouble = (): Trouble | undefined =>
        isIt() ? (heeded ? 'answer lost' : 'forbidden') : undefined;
      mishap = () => (isIt() ? (heeded ? 'answer lost' : 'reset') : undefined);
      return () => calls >= step;
    }

    test.each([false, true])(
      'of an opening: nothing is sent twice or left out. Heeded: %s',
      async (heeded) => {
        let step = 1;
        for (; step < 40; step++) {
          await clean();
          const hasFailed = failAt(step, heeded);
          await open();
          const isOver = !hasFailed();
          recover();
          forward(1.1 * MINUTE);
          expect([200, 201]).toContain(await open());
          expect(sent()).toStrictEqual([QUESTION]);
          forward(3 * HOUR);
          expect(sent().filter((body) => body === QUESTION)).toHaveLength(1);
          expect(sent().length).toBeLessThanOrEqual(2);
          if (isOver) break;
        }
        expect(step).toBeGreaterThan(8);
      },
    );

    test.each([false, true])(
      'of an answer: it counts once, and none is reminded. Heeded: %s',
      async (heeded) => {
        let step = 1;
        for (; step < 40; step++) {
          await clean();
          await open();
          forward(HOUR);
          const hasFailed = failAt(step, heeded);
          await rey.send('no');
          const isOver = !hasFailed();
          recover();
          expect((await rey.repeat()).replies.map(({ body }) => body)).toStrictEqual([SLOTS]);
          // A cancel that has failed is made up for by the next text.
          expect(await text('monday')).toStrictEqual(['You come on Monday 9 am. See you then!']);
          expect(moved).toHaveLength(1);
          forward(48 * HOUR);
          expect(sent()).toStrictEqual([QUESTION]);
          if (isOver) break;
        }
        expect(step).toBeGreaterThan(3);
      },
    );
  });

  test('a process that ends at any of these calls leaves nothing undone', async () => {
    for (const [at, isAfter] of [
      ['write', false],
      ['write', true],
      ['create', false],
      ['create', true],
      ['schedule', false],
      ['schedule', true],
    ] as const) {
      await clean();
      let ended: Promise<void> | undefined;
      const end = () => {
        const { port } = server;
        if (server.pid !== undefined && ended === undefined) {
          process.kill(server.pid, 'SIGKILL');
          ended = server.stop().then(async () => {
            server = await serve({ functions: 'dist/tests/functions', env, port });
          });
        }
      };
      service.trouble = (call) => {
        if (call !== at || ended) return undefined;
        end();
        return isAfter ? 'answer lost' : 'reset';
      };
      mishap = (call) => {
        if (call !== at || ended) return undefined;
        end();
        return isAfter ? 'answer lost' : 'reset';
      };
      await open();
      await ended;
      recover();
      forward(1.1 * MINUTE);
      expect([200, 201]).toContain(await open());
      expect(sent()).toStrictEqual([QUESTION]);
      // Until then a text may have crossed the question.
      forward(6_000);
      expect(await text('no')).toStrictEqual([SLOTS]);
      forward(48 * HOUR);
      expect(sent()).toStrictEqual([QUESTION]);
    }
  });

  test('of 200 people at once, each is asked once, and only the silent are reminded', async () => {
    const people = Array.from({ length: 200 }, (_, n) => `+1415867${1000 + n}`);
    let left = people;
    for (let tries = 0; left.length > 0 && tries < 5; tries++) {
      const statuses = await Promise.all(left.map((to) => open(to)));
      left = left.filter((_, n) => ![200, 201].includes(Number(statuses[n])));
      forward(1.1 * MINUTE);
    }
    expect(left).toStrictEqual([]);
    for (const each of people) expect(sent(each)).toStrictEqual([QUESTION]);
    expect(scheduled()).toHaveLength(200);
    const answering = people.slice(0, 100);
    const said = await Promise.all(
      answering.map((from) => text('yes', carrier.pair({ from, to: OURS })).catch(() => [])),
    );
    expect(said.filter(([reply]) => reply === 'See you then!')).toHaveLength(100);
    forward(3 * HOUR);
    for (const [n, each] of people.entries()) {
      expect(sent(each)).toStrictEqual(n < 100 ? [QUESTION] : [QUESTION, REMINDER]);
    }
  });
}

test('the conversation is read in a minute: 40 lines at most', () => {
  const lines = readFileSync(path.join(__dirname, '../e2e/checkup.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(40);
});

describe('with Sync', () => {
  suite(startSyncService);
});

describeWithRedis()('with Redis', () => {
  suite(startRedisService);
});
