import { expectTypeOf } from 'expect-type';
import type { Conversation, Media } from '../../../src/conversation';
import {
  ask,
  choose,
  confirm,
  dialogue,
  failed,
  keep,
  lookUp,
  matching,
  once,
  firstText,
  picture,
  say,
  understood,
  wholeNumber,
  wrong,
  type Caller,
  type Failed,
  type Talk,
  type Verb,
} from '../../../src/dialogue';
import { keywords } from '../../../src/dialogue/menu';

// What is wrong here fails `npm run check`; when the test runs, nothing in the scripts does.
test('the type of every verb is what it gives', () => {
  dialogue('types', function* (caller) {
    expectTypeOf(caller).toEqualTypeOf<Caller>();
    expectTypeOf(yield* ask('?')).toEqualTypeOf<string>();
    expectTypeOf(yield* ask('?', { as: 'x', maxLength: 10 })).toEqualTypeOf<string>();
    expectTypeOf(yield* ask({ media: [] }, wholeNumber(), { as: 'x' })).toEqualTypeOf<number>();
    expectTypeOf(yield* ask('?', matching(/x/))).toEqualTypeOf<string>();
    expectTypeOf(yield* ask('?', (text) => (text ? new Date(text) : wrong('When?')))).toEqualTypeOf<Date>();
    expectTypeOf(yield* ask('?', (text) => (text === 'x' ? 'x' : wrong('x!')))).toEqualTypeOf<'x'>();
    expectTypeOf(
      yield* ask(
        '?',
        understood('x', (text) => Promise.resolve(text ? { at: new Date() } : wrong('?'))),
      ),
    ).toEqualTypeOf<{ at: string }>();
    expectTypeOf(yield* choose('?', ['Friday', 'Saturday'])).toEqualTypeOf<'Friday' | 'Saturday'>();
    const options: string[] = ['a', 'b'];
    expectTypeOf(yield* choose('?', options)).toEqualTypeOf<string>();
    const slots = [{ at: '9:00', id: 1 }];
    expectTypeOf(yield* choose('?', slots, { label: ({ at }) => at })).toEqualTypeOf<{
      at: string;
      id: number;
    }>();
    expectTypeOf(yield* choose('?', [1, 2], { label: (n) => `${n} people` })).toEqualTypeOf<1 | 2>();
    expectTypeOf(yield* confirm('?')).toEqualTypeOf<boolean>();
    expectTypeOf(yield* picture('?')).toEqualTypeOf<readonly [Media, ...Media[]]>();
    expectTypeOf(yield* firstText()).toEqualTypeOf<string>();
    expectTypeOf(yield* say('x')).toBeVoid();
    return { media: ['https://example.com/a.png'] };
  });
  expectTypeOf(ask('?')).toEqualTypeOf<Verb<string>>();
  function* part() {
    return yield* ask('?');
  }
  expectTypeOf(part()).toExtend<Talk<string>>();
});

test('a result is typed as JSON holds it', () => {
  dialogue('types', function* () {
    expectTypeOf(yield* once('x', (key) => key)).toEqualTypeOf<string>();
    expectTypeOf(yield* lookUp('x', ({ now }) => Promise.resolve({ now, n: 1 }))).toEqualTypeOf<{
      now: string;
      n: number;
    }>();
    expectTypeOf(yield* once('x', (): unknown => 1)).toEqualTypeOf<unknown>();
    const untyped = JSON.parse as (text: string) => any; // eslint-disable-line @typescript-eslint/no-explicit-any -- as many libraries type it
    expectTypeOf(yield* lookUp('x', () => untyped('1') as unknown)).toEqualTypeOf<unknown>();
    // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- as many libraries type it
    expectTypeOf(yield* lookUp('x', () => untyped('1'))).toBeAny();
    expectTypeOf(
      yield* once('x', (): { a: string | undefined; b?: Date; c: [1, undefined] } => ({
        a: 'a',
        c: [1, undefined],
      })),
    ).toEqualTypeOf<{ a: string | undefined; b?: string | undefined; c: [1, null] }>();
    expectTypeOf(yield* once('x', () => undefined)).toEqualTypeOf<null>();
    expectTypeOf(yield* once('x', () => Promise.resolve())).toEqualTypeOf<null>();
    expectTypeOf(
      yield* once('x', async (key, { signal }) =>
        (await Promise.resolve(signal.aborted)) ? failed('late') : { key },
      ),
    ).toEqualTypeOf<{ key: string } | Failed>();
  });
});

test('a generic helper offers anything that has a label', () => {
  function pick<Item>(prompt: string, items: readonly Item[], label: (item: Item) => string) {
    return choose(prompt, items, { label });
  }
  expectTypeOf(pick('?', [{ id: 1 }], ({ id }) => `${id}`)).toEqualTypeOf<Verb<{ id: number }>>();
});

test('what lasts is typed by its reader', () => {
  const lasting = (value: unknown) => (typeof value === 'number' ? value : wrong('?'));
  dialogue(
    'd',
    // eslint-disable-next-line require-yield -- it ends at once
    function* (caller) {
      expectTypeOf(caller.lasting).toEqualTypeOf<number | undefined>();
      if (caller.lasting === 1) return keep(undefined, undefined);
      if (caller.lasting === 2) return 'x';
      return keep('x', 1);
    },
    { lasting },
  );
  dialogue(
    'd',
    // @ts-expect-error -- it keeps another type than the reader gives
    // eslint-disable-next-line require-yield -- it ends at once
    function* () {
      return keep('x', 'text');
    },
    { lasting },
  );
  // @ts-expect-error -- nothing reads what it keeps
  // eslint-disable-next-line require-yield -- it ends at once
  dialogue('d', function* () {
    return keep('x', 1);
  });
});

/* eslint-disable dialogue/forgotten-verb -- none of it is to run */
test('what must not compile', () => {
  const impossible = () => {
    // @ts-expect-error -- Twilio itself acts on it
    choose('?', ['Go on', 'Stop']);
    // @ts-expect-error -- whatever its case
    choose('?', ['help']);
    // @ts-expect-error -- only texts are their own labels
    choose('?', [1, 2]);
    // @ts-expect-error -- a prompt is a reply
    ask(7);
    // @ts-expect-error -- JSON does not hold it
    once('x', () => 1n);
    // @ts-expect-error -- JSON makes {} of it
    once('x', () => Promise.resolve(new Map<string, string>()));
    // @ts-expect-error -- nor a part of a union
    lookUp('x', (): string | Set<string> => 'x');
    // @ts-expect-error -- only an effect fails
    lookUp('x', () => failed('x'));
    // @ts-expect-error -- a script returns a reply or nothing
    dialogue('d', function* () {
      yield* say('x');
      return 7;
    });
    // @ts-expect-error -- a verb needs its star: yield* ask('?')
    dialogue('d', function* () {
      yield ask('?');
    });
    // @ts-expect-error -- a script is no async function: what waits is written with once
    dialogue('d', async () => Promise.resolve('x'));
    const lunch: Conversation<unknown> = { name: 'l', version: 1, turn: () => ({ replies: [], state: 1 }) };
    // @ts-expect-error -- Twilio itself acts on it
    keywords({ lunch, cancel: lunch }, lunch);
    keywords({ lunch, BOOK: lunch }, lunch);
  };
  expect(impossible).toThrow('Stop cannot be an option');
});
