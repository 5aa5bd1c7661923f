import { answer, type FunctionContext } from '../../src/answer';
import type { Service } from '../testing/document-services';
import { messagesIn } from '../testing/messages';
import { installRuntime } from '../testing/runtime';
import { ACCOUNT } from '../testing/sync';
import { ledger } from './ledger';

const TEXTS = 20;
/** As many instances answer. In the cloud each one answers one text at a time. */
const AT_ONCE = 20;
/**
 * A store remembers the last eight deliveries. So many of ours are surely among them: a forgotten message that comes
 * again takes a place as well.
 */
const SURE = 6;
/** Of ten people, how many text STOP in the middle. */
const STOPPING = 1;

/** What became of the texts. */
export interface Losses {
  readonly store: string;
  readonly texts: number;
  readonly redelivered: number;
  /** Texts that were answered and are not remembered. */
  readonly lost: number;
  /** Texts that count twice, or after a STOP, although the store still knew them when they came again. */
  readonly doubled: number;
  /** The same, if more than eight texts came in between, so that the store had forgotten them. */
  readonly doubled_late: number;
  /** Texts that were answered with an apology. */
  readonly apologised: number;
  readonly slowest_ms: number;
}

const OLD = 'the older secret of the load test';
const NEW = 'the newer secret of the load test';
const ID_SECRET = 'the secret of the load test that gives ids';

/** A rotation step by step, and the rollback of each step. While one gives way to the next, both answer. */
const DEPLOYS = [
  OLD,
  `${OLD},${NEW}`,
  OLD,
  `${OLD},${NEW}`,
  `${NEW},${OLD}`,
  `${OLD},${NEW}`,
  `${NEW},${OLD}`,
];

/** @param crash is begun when half of the texts have been sent */
export async function load(service: Service, pairs: number, crash?: () => Promise<void>): Promise<Losses> {
  installRuntime({}, ACCOUNT);
  const log = { warn: console.warn, error: console.error };
  console.warn = console.error = () => undefined; // an apology for each text that fails
  const handler = answer(() => ledger);
  const outcome = {
    texts: 0,
    redelivered: 0,
    lost: 0,
    doubled: 0,
    doubled_late: 0,
    apologised: 0,
    slowest_ms: 0,
  };
  let crashing: Promise<void> | undefined;
  let asked = 0;
  try {
    const waiting = Array.from({ length: pairs }, (_, n) => n);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, instance) => {
        for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) await talk(n, instance);
      }),
    );
    await crashing;
  } finally {
    Object.assign(console, log);
  }
  return { store: service.name, ...outcome, slowest_ms: Math.round(outcome.slowest_ms) };

  /** One person's texts, and what is remembered of them in the end. */
  async function talk(pair: number, instance: number): Promise<void> {
    const from = `+1${4_150_000_000 + pair}`;
    const acknowledged = new Set<string>();
    const before = new Set<string>();
    const sent: string[] = [];
    /** The texts in the order of their deliveries, those that came again included. */
    const delivered: string[] = [];
    const late = new Set<string>();
    for (let n = 0; n < TEXTS; n++) {
      const together = Math.random() < 0.2 ? 2 : 1;
      await Promise.all(
        Array.from({ length: together }, async (_, other) => {
          const body = `${n}${'ab'.charAt(other)}`;
          sent.push(body);
          delivered.push(body);
          if (await isHeard(from, body, instance)) acknowledged.add(body);
        }),
      );
      if (Math.random() < 0.2) {
        const body = sent[Math.floor(Math.random() * sent.length)] ?? '';
        if (delivered.length - delivered.indexOf(body) > SURE) late.add(body);
        delivered.push(body);
        outcome.redelivered++;
        if (await isHeard(from, body, instance)) acknowledged.add(body);
      }
      if (n === TEXTS / 2 && pair % 10 < STOPPING) {
        if (!(await isStopped(from, instance, delivered))) continue;
        for (const body of acknowledged) before.add(body);
        acknowledged.clear();
      }
    }
    const remembered = await remembers(from, instance, delivered);
    outcome.lost += [...acknowledged].filter(
      (body) => !before.has(body) && !remembered.includes(body),
    ).length;
    const doubled = remembered.filter((body, at) => remembered.indexOf(body) !== at || before.has(body));
    const doubledLate = doubled.filter((body) => late.has(body)).length;
    outcome.doubled += doubled.length - doubledLate;
    outcome.doubled_late += doubledLate;
  }

  async function isHeard(from: string, body: string, instance: number): Promise<boolean> {
    outcome.texts++;
    if (outcome.texts === (pairs * TEXTS) / 2) crashing = crash?.();
    const said = await text(from, body, `${from}${body}`, instance);
    const isApology = said.startsWith('Sorry');
    if (isApology) outcome.apologised++;
    return !isApology;
  }

  /** Asks until there is an answer. */
  async function remembers(from: string, instance: number, delivered: string[]): Promise<string[]> {
    for (let n = 0; n < 20; n++) {
      delivered.push('list');
      const said = await text(from, 'list', `${from}list${++asked}`, instance);
      if (!said.startsWith('Sorry')) return said.split(' ').filter((body) => body !== 'list');
    }
    throw new Error('Nothing could be learned of what is remembered.');
  }

  /** Nothing is said to a STOP, so what is remembered afterwards tells. */
  async function isStopped(from: string, instance: number, delivered: string[]): Promise<boolean> {
    delivered.push('STOP');
    await text(from, 'STOP', `${from}stop`, instance);
    return (await remembers(from, instance, delivered)).length === 0;
  }

  /** Texts through an instance of the deploy that is under way, or of the one before it. */
  async function text(from: string, Body: string, id: string, instance: number): Promise<string> {
    const deploy = Math.floor((outcome.texts / (pairs * TEXTS * 1.45)) * DEPLOYS.length);
    const at = Math.min(DEPLOYS.length - 1, Math.max(0, deploy - (Math.random() < 0.5 ? 1 : 0)));
    const variables = { ...service.instance(instance), ID_SECRET, SESSION_SECRET: DEPLOYS[at] };
    const event = {
      From: from,
      To: '+14155550100',
      Body,
      MessageSid: `SM${Buffer.from(id).toString('hex')}`,
    };
    const start = performance.now();
    const body = await new Promise<string>((resolve) => {
      void handler(variables as unknown as FunctionContext, event, (_, response) =>
        resolve((response as { body: string }).body),
      );
    });
    outcome.slowest_ms = Math.max(outcome.slowest_ms, performance.now() - start);
    return messagesIn(body)[0]?.body ?? '';
  }
}
