import { expectTypeOf } from 'expect-type';
import type { Conversation, Media } from '../../../src/conversation';
import {
  ask,
  choose,
  confirm,
  dialogue,
  matching,
  once,
  picture,
  say,
  wholeNumber,
  wrong,
  type Talk,
} from '../../../src/dialogue';
import { keywords } from '../../../src/dialogue/menu';

// What is wrong here fails `npm run check`; when the test runs, nothing in the scripts does.
test('the type of every verb is what it gives', () => {
  dialogue('types', function* (caller) {
    expectTypeOf(caller).toEqualTypeOf<{
      readonly from: string;
      readonly to: string;
      readonly name: string | undefined;
    }>();
    expectTypeOf(yield* ask('?')).toEqualTypeOf<string>();
    expectTypeOf(yield* ask({ media: [] }, wholeNumber())).toEqualTypeOf<number>();
    expectTypeOf(yield* ask('?', matching(/x/))).toEqualTypeOf<string>();
    expectTypeOf(yield* ask('?', (text) => (text ? new Date(text) : wrong('When?')))).toEqualTypeOf<Date>();
    expectTypeOf(yield* ask('?', (text) => (text === 'x' ? 'x' : wrong('x!')))).toEqualTypeOf<'x'>();
    expectTypeOf(yield* choose('?', ['Friday', 'Saturday'])).toEqualTypeOf<'Friday' | 'Saturday'>();
    const options: string[] = ['a', 'b'];
    expectTypeOf(yield* choose('?', options)).toEqualTypeOf<string>();
    expectTypeOf(yield* confirm('?')).toEqualTypeOf<boolean>();
    expectTypeOf(yield* picture('?')).toEqualTypeOf<readonly [Media, ...Media[]]>();
    expectTypeOf(yield* say('x')).toBeVoid();
    expectTypeOf(yield* once((key) => key)).toEqualTypeOf<string>();
    expectTypeOf(yield* once(() => Promise.resolve({ at: new Date(), n: 1 }))).toEqualTypeOf<{
      at: string;
      n: number;
    }>();
    expectTypeOf(yield* once((): unknown => 1)).toEqualTypeOf<unknown>();
    expectTypeOf(
      yield* once((): { a: string | undefined; b?: Date; c: [1, undefined] } => ({
        a: 'a',
        c: [1, undefined],
      })),
    ).toEqualTypeOf<{ a: string | undefined; b?: string | undefined; c: [1, null] }>();
    expectTypeOf(yield* once(() => undefined)).toEqualTypeOf<null>();
    expectTypeOf(yield* once(() => Promise.resolve())).toEqualTypeOf<null>();
    return { media: ['https://example.com/a.png'] };
  });
  expectTypeOf(ask('?')).toEqualTypeOf<Talk<string>>();
});

test('what must not compile', () => {
  const impossible = () => {
    // @ts-expect-error -- Twilio itself acts on it
    choose('?', ['Go on', 'Stop']);
    // @ts-expect-error -- whatever its case
    choose('?', ['help']);
    // @ts-expect-error -- a prompt is a reply
    ask(7);
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
