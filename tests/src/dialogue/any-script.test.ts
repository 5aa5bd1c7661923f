import { fc } from '../../fuzz';
import type { Message, Reply } from '../../../src/conversation';
import {
  Failed,
  GaveUp,
  Wrong,
  ask,
  choose,
  confirm,
  dialogue,
  failed,
  lookUp,
  once,
  picture,
  say,
  understood,
  wholeNumber,
  type Remembered,
  type Script,
  type Talk,
} from '../../../src/dialogue';
import { fingerprint } from '../../../src/dialogue/fingerprint';
import { english } from '../../../src/dialogue/languages/english';
import { promptOf, type Question, type Step } from '../../../src/dialogue/step';
import { turnOf } from '../../../tools/testing';

/*
 * Any script, any texts, and deploys in between: what is replayed from its records says and does what a
 * naive model says and does. The model keeps the script's generator alive between two texts. It runs a
 * script again only for BACK, after a deploy and after a turn that failed, from the values themselves.
 */

interface Op {
  readonly does:
    | ('ask' | 'number' | 'choose' | 'confirm' | 'picture' | 'understood')
    | ('say' | 'look' | 'effect' | 'change' | 'part' | 'try' | 'twice');
  readonly id: string;
  /** Asks with all that was heard so far. */
  readonly echoes: boolean;
  readonly inner: readonly Op[];
}

/** What is outside of a script: it differs each time it is asked, and effects sometimes fail or throw. */
class World {
  readonly log: string[] = [];
  keys = new Map<string, string>();
  #calls = 0;

  constructor(readonly outcomes: readonly ('done' | 'fails' | 'throws')[]) {}

  /** How often an effect was done. */
  get done(): number {
    return this.log.filter((line) => line.startsWith('done')).length;
  }

  look(name: string) {
    this.log.push(`look ${name}`);
    return { name, n: ++this.#calls, list: ['a'] };
  }

  do(name: string, key: string) {
    const outcome = this.outcomes[this.#calls % this.outcomes.length];
    this.log.push(`${outcome} ${name}`);
    this.#calls++;
    if (outcome === 'throws') throw new Error('thrown by an effect');
    if (outcome === 'fails') return failed(`${this.#calls}`);
    this.keys.set(key, name);
    return { name, n: this.#calls, list: ['a'] };
  }
}

function scriptOf(ops: readonly Op[], world: World): Script {
  return function* () {
    const heard: unknown[] = [];
    yield* run(ops, heard);
    return JSON.stringify(heard);
  };

  function* run(list: readonly Op[], heard: unknown[]): Talk<void> {
    for (const { does, id, echoes, inner } of list) {
      const prompt = echoes ? `${id} ${JSON.stringify(heard)}` : id;
      switch (does) {
        case 'ask':
          heard.push(yield* ask(prompt));
          break;
        case 'number':
          heard.push(yield* ask(prompt, wholeNumber({ max: 9 })));
          break;
        case 'choose':
          heard.push(yield* choose(prompt, [{ at: 'one' }, { at: 'two' }], { label: ({ at }) => at }));
          break;
        case 'confirm':
          heard.push(yield* confirm(prompt));
          break;
        case 'picture':
          heard.push((yield* picture(prompt)).length);
          break;
        case 'understood':
          heard.push(
            yield* ask(
              prompt,
              understood(id, (text) => ({ ...world.look(id), text })),
            ),
          );
          break;
        case 'say':
          yield* say(prompt, { apart: echoes });
          break;
        case 'look':
          heard.push(yield* lookUp(id, () => world.look(id)));
          break;
        case 'effect': {
          const result = yield* once(id, (key) => world.do(id, key));
          heard.push(result instanceof Failed ? `failed ${result.reason}` : result);
          break;
        }
        case 'change': {
          const last = heard.at(-1);
          if (typeof last === 'object' && last !== null && 'list' in last) (last.list as unknown[]).push(id);
          break;
        }
        case 'part':
          yield* run(inner, heard);
          break;
        case 'twice':
          for (let n = 0; n < 2; n++) yield* run(inner, heard);
          break;
        case 'try':
          try {
            yield* run(inner, heard);
          } catch (error) {
            if (!(error instanceof GaveUp) || echoes) throw error;
            heard.push('gave up');
          } finally {
            heard.push('finally');
            yield* say(`finally ${id}`);
          }
      }
    }
  }
}

const PATIENCE = 2;
const { says } = english;

type Recorded =
  | { kind: 'answer'; print: string; recorded: unknown }
  | { kind: 'gave up'; print: string }
  | { kind: 'reading' | 'effect' | 'failed'; print: string; result: unknown };

interface Live {
  talk: ReturnType<Script>;
  next: IteratorResult<Step, unknown>;
}

/** What a dialogue does, in the most direct way. */
class Model {
  script: Script;
  history: Recorded[] | undefined;
  #open = '';
  #wrongs = 0;
  #live: Live | undefined;

  constructor(script: Script) {
    this.script = script;
  }

  deploy(script: Script): void {
    this.script = script;
    this.#live = undefined;
  }

  async hear(message: Pick<Message, 'body' | 'media'>): Promise<Reply[] | 'failed'> {
    const before = { history: this.history && [...this.history], open: this.#open, wrongs: this.#wrongs };
    try {
      return await this.#hear(message);
    } catch (error) {
      if (!(error instanceof Error && error.message === 'thrown by an effect')) throw error;
      this.history = before.history;
      this.#open = before.open;
      this.#wrongs = before.wrongs;
      this.#live = undefined;
      return 'failed';
    }
  }

  async #hear(message: Pick<Message, 'body' | 'media'>): Promise<Reply[]> {
    const said = message.body.toLowerCase();
    if (this.history === undefined || said === 'restart') {
      this.history = [];
      this.#live = this.#begin();
      return this.#goOn([]);
    }
    if (!this.#live) {
      const at = this.#rebuild();
      const open = this.#live as unknown as Live;
      if (at < this.history.length || printOf(open.next, 6) !== this.#open) {
        if (this.history.slice(at).some(({ kind }) => kind === 'effect')) {
          this.#live = undefined;
          return [says.stands('RESTART')];
        }
        this.history.length = at;
        return this.#goOn([at > 0 ? says.changed : says.startOver]);
      }
    }
    const live = this.#live as unknown as Live;
    const question = live.next.value as Question;
    if (said === 'back') {
      const last = this.history.findLastIndex(({ kind }) => kind === 'answer' || kind === 'gave up');
      const isStopped = this.history.slice(last + 1).some(({ kind }) => kind === 'effect');
      if (isStopped || last < 0)
        return [lead(isStopped ? says.cannotTakeBack : says.firstQuestion, question)];
      this.history.length = last;
      this.#rebuild();
      return this.#goOn([]);
    }
    let recorded = question.hear(message, english);
    if (question.understand && typeof recorded === 'string') {
      recorded = copy(question.understand.read(recorded, {} as never));
    }
    const value = recorded instanceof Wrong ? recorded : question.read(copy(recorded), english);
    if (!(value instanceof Wrong)) {
      this.history.push({ kind: 'answer', print: printOf(live.next, 2), recorded });
      live.next = live.talk.next(value);
      return this.#goOn([]);
    }
    if (++this.#wrongs < PATIENCE) return [lead(value.reason, question)];
    this.history.push({ kind: 'gave up', print: printOf(live.next, 2) });
    giveUp(live);
    return this.#goOn([]);
  }

  #begin(): Live {
    const talk = this.script({ from: '', to: '', name: undefined, lasting: undefined, data: undefined });
    return { talk, next: talk.next() };
  }

  /** Runs the script again from the values. @returns how many of them it has taken */
  #rebuild(): number {
    const live = (this.#live = this.#begin());
    for (const [at, was] of (this.history ?? []).entries()) {
      passSayings(live);
      const step = live.next.done ? undefined : live.next.value;
      const kinds = { question: ['answer', 'gave up'], reading: ['reading'], effect: ['effect', 'failed'] };
      const mayBe = step && step.kind in kinds ? kinds[step.kind as keyof typeof kinds] : [];
      if (!mayBe.includes(was.kind) || printOf(live.next, 2) !== was.print) return at;
      if (was.kind === 'gave up') {
        giveUp(live);
      } else if (was.kind === 'answer') {
        const value = (step as Question).read(copy(was.recorded), english);
        if (value instanceof Wrong) return at;
        live.next = live.talk.next(value);
      } else {
        live.next = live.talk.next(was.kind === 'failed' ? failed(was.result as string) : copy(was.result));
      }
    }
    passSayings(live);
    return this.history?.length ?? 0;
  }

  async #goOn(first: Reply[]): Promise<Reply[]> {
    const replies = [...first];
    let isOpen = true;
    const add = (reply: Reply, apart = false) => {
      const last = replies.at(-1);
      if (typeof last === 'string' && isOpen && !apart)
        replies[replies.length - 1] = `${last}\n${reply as string}`;
      else replies.push(reply);
      isOpen = !apart;
    };
    const live = (this.#live ??= this.#begin());
    const history = (this.history ??= []);
    this.#wrongs = 0;
    for (;;) {
      if (live.next.done) {
        add(live.next.value instanceof GaveUp ? says.gaveUp : (live.next.value as string));
        this.history = this.#live = undefined;
        return replies;
      }
      const step = live.next.value;
      if (step.kind === 'question') {
        add(promptOf(step, english));
        this.#open = printOf(live.next, 6);
        return replies;
      }
      if (step.kind === 'say') {
        add(step.reply, step.apart);
        advance(live, undefined);
      } else if (step.kind !== 'firstText' && step.kind !== 'handOver') {
        const key = `${history.length} ${JSON.stringify(history)}`;
        const result = await (step.kind === 'effect' ? step.run(key, {} as never) : step.run({} as never));
        const isFailed = result instanceof Failed;
        const kind = isFailed ? 'failed' : step.kind;
        history.push({ kind, print: printOf(live.next, 2), result: isFailed ? result.reason : copy(result) });
        advance(live, isFailed ? result : copy(result));
      }
    }
  }
}

function passSayings(live: Live): void {
  while (!live.next.done && live.next.value.kind === 'say') advance(live, undefined);
}

function advance(live: Live, value: unknown): void {
  try {
    live.next = live.talk.next(value);
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    live.next = { done: true, value: error };
  }
}

function giveUp(live: Live): void {
  try {
    live.next = live.talk.throw(new GaveUp());
  } catch (error) {
    live.next = { done: true, value: error };
  }
}

function printOf({ done, value }: IteratorResult<Step, unknown>, length: number): string {
  return done ? 'over' : `${value.kind} ${fingerprint(value as Question, length)}`;
}

function lead(text: string, question: Question): string {
  return `${text}\n${promptOf(question, english) as string}`;
}

function copy<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

const ids = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
const { ops } = fc.letrec<{ ops: readonly Op[]; op: Op }>((tie) => ({
  ops: fc.array(tie('op'), { maxLength: 7 }),
  op: fc.record({
    does: fc.constantFrom<Op['does'][]>(
      ...(['ask', 'number', 'choose', 'confirm', 'picture', 'understood', 'say'] as const),
      ...(['look', 'effect', 'change', 'part', 'try', 'twice'] as const),
    ),
    id: ids,
    echoes: fc.boolean(),
    inner: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('ops')),
  }),
}));

/** A small change to a script, at one of its places. */
type Change = (ops: readonly Op[]) => readonly Op[];

const changes: fc.Arbitrary<Change> = fc
  .record({
    what: fc.constantFrom('rename', 'drop', 'add', 'swap', 'keep'),
    at: fc.nat(6),
    by: ops,
  })
  .map(({ what, at, by }) => (before) => {
    const place = before.length === 0 ? 0 : at % before.length;
    const [one, two] = [before[place], before[place + 1]];
    if (what === 'add') return before.toSpliced(place, 0, ...by.slice(0, 2));
    if (one === undefined || what === 'keep') return before;
    if (what === 'drop') return before.toSpliced(place, 1);
    if (what === 'swap') return two ? before.toSpliced(place, 2, two, one) : before;
    return before.toSpliced(place, 1, { ...one, id: `${one.id}!` });
  });

const MEDIA = [{ url: 'https://example.com/a.png', type: 'image/png' }];
const messages: fc.Arbitrary<Pick<Message, 'body' | 'media'>> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom('1', '2', 'one', 'yes', 'x', '12').map((body) => ({ body, media: [] })),
  },
  { weight: 3, arbitrary: fc.constant({ body: 'back', media: [] }) },
  { weight: 1, arbitrary: fc.constant({ body: 'Restart', media: [] }) },
  { weight: 2, arbitrary: fc.constant({ body: '', media: MEDIA }) },
);

const events = fc.array(fc.oneof({ weight: 12, arbitrary: messages }, { weight: 1, arbitrary: changes }), {
  maxLength: 30,
});
const outcomes = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant('done' as const) },
    { weight: 1, arbitrary: fc.constant('fails' as const) },
    { weight: 1, arbitrary: fc.constant('throws' as const) },
  ),
  { minLength: 1, maxLength: 6 },
);

afterEach(() => {
  jest.restoreAllMocks();
});

test('says and does what a naive model says and does', async () => {
  jest.spyOn(console, 'warn').mockImplementation();
  await fc.assert(
    fc.asyncProperty(ops, outcomes, events, async (first, outcome, happens) => {
      let plan = first;
      const [world, modelWorld] = [new World(outcome), new World(outcome)];
      const model = new Model(scriptOf(plan, modelWorld));
      let state: Remembered | undefined;
      let sent = 0;
      let lost = 0;
      for (const event of [{ body: 'hi', media: [] }, ...happens]) {
        if (typeof event === 'function') {
          plan = event(plan);
          model.deploy(scriptOf(plan, modelWorld));
          continue;
        }
        const d = dialogue('d', scriptOf(plan, world), { patience: PATIENCE });
        const before = { keys: new Map(world.keys), done: world.done };
        const turn = await turnOf(d, { ...event, sid: `${++sent}` }, state).catch((error: unknown) => {
          if ((error as Error).message !== 'thrown by an effect') throw error;
          return undefined;
        });
        expect(turn?.replies ?? 'failed').toStrictEqual(await model.hear(event));
        expect(world.log).toStrictEqual(modelWorld.log);
        if (!turn) {
          // What was done in it is done again, with the same key.
          lost += world.done - before.done;
          world.keys = before.keys;
          continue;
        }
        state = turn.state && (JSON.parse(JSON.stringify(turn.state)) as Remembered);
        expect(state === undefined).toBe(model.history === undefined);
      }
      // No two things that were done had the same key.
      expect(world.keys.size).toBe(world.done - lost);
    }),
  );
});
