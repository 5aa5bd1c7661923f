import { answer, type FunctionContext } from '../../src/answer';
import { COOKIE_NAME } from '../../src/session/cookie';
import { messagesIn } from '../testing/messages';
import { installRuntime } from '../testing/runtime';
import { ACCOUNT } from '../testing/sync';
import { ledger } from './ledger';

const TEXTS = 20;
const AT_ONCE = 25;

const OLD = 'the older secret of the load test';
const NEW = 'the newer secret of the load test';
const ID_SECRET = 'the secret of the load test that gives ids';

/** One deploy: what `SESSION_SECRET` was before, and is after. */
interface Step {
  readonly step: string;
  readonly from: string;
  readonly to: string;
}

/** A rotation, and the rollback of each of its steps. */
export const ROTATION: readonly Step[] = [
  { step: 'old → old,new', from: OLD, to: `${OLD},${NEW}` },
  { step: 'its rollback', from: `${OLD},${NEW}`, to: OLD },
  { step: 'old,new → new,old', from: `${OLD},${NEW}`, to: `${NEW},${OLD}` },
  { step: 'its rollback', from: `${NEW},${OLD}`, to: `${OLD},${NEW}` },
];

/** What forgets people: the older instances cannot open what the newer ones seal. */
export const IN_ONE_STEP: Step = { step: 'old → new,old', from: OLD, to: `${NEW},${OLD}` };

export interface Rotated {
  readonly store: string;
  readonly step: string;
  readonly texts: number;
  /** They were answered, and are not remembered in the end. */
  readonly lost: number;
}

/**
 * Texts through one deploy: a quarter of each person's texts before it, a half while instances of both
 * answer, and a quarter after it.
 *
 * @param variables of the store
 */
export async function rotate(
  store: string,
  variables: Readonly<Record<string, string>>,
  { step, from, to }: Step,
  people: number,
): Promise<Rotated> {
  installRuntime({}, ACCOUNT);
  const handler = answer(() => ledger);
  const { warn } = console;
  console.warn = () => undefined; // a line for each cookie that is refused
  let lost = 0;
  const waiting = Array.from({ length: people }, (_, n) => n);
  try {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) {
          // Not `lost += await …`: it reads `lost` before the wait, and would overwrite what others add.
          const forgotten = await talk(n);
          lost += forgotten;
        }
      }),
    );
  } finally {
    console.warn = warn;
  }
  return { store, step, texts: people * TEXTS, lost };

  /** @returns how many of a person's texts are not remembered in the end */
  async function talk(person: number): Promise<number> {
    let cookie = '';
    let remembered = '';
    for (let n = 0; n < TEXTS; n++) {
      const isAfter = n >= TEXTS / 4 && (n >= (TEXTS * 3) / 4 || Math.random() < 0.5);
      const context = { ...variables, ID_SECRET, SESSION_SECRET: isAfter ? to : from };
      const event = {
        request: { cookies: { [COOKIE_NAME]: cookie } },
        From: `+1${4_150_000_000 + person}`,
        To: '+14155550100',
        Body: String(n),
        MessageSid: `SM${String(n).padStart(32, '0')}`,
      };
      await handler(context as unknown as FunctionContext, event, (_, response) => {
        const { body, headers } = response as { body: string; headers: { 'Set-Cookie'?: string[] } };
        remembered = messagesIn(body)[0]?.body ?? '';
        cookie = /=([^;]*)/.exec(headers['Set-Cookie']?.[0] ?? '')?.[1] ?? cookie;
      });
    }
    return TEXTS - new Set(remembered.split(' ')).size;
  }
}
