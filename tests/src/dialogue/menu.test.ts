import type { Conversation, Reply } from '../../../src/conversation';
import { ask, choose, dialogue, keep, wholeNumber } from '../../../src/dialogue';
import { english } from '../../../src/dialogue/languages/english';
import { keywords } from '../../../src/dialogue/menu';
import { TestPhone, talk } from '../../../tools/testing';
import { turnOf } from '../../../tools/testing/turns';

function counter(name: string, version = 1): Conversation<number> {
  return { name, version, turn: (_, state = 0) => ({ replies: [`${name} ${state + 1}`], state: state + 1 }) };
}

const lunch = dialogue('lunch', function* () {
  return `${yield* ask('Dish?')} and ${yield* ask('Drink?')}.`;
});

const canteen = keywords({ lunch, ' Two Words ': counter('two') }, counter('rest'));

test('a keyword opens a dialogue, which keeps the word until it ends; then the other goes on where it was', async () => {
  expect(await talk(canteen, ['hi', 'hi', 'Lunch ', 'lunch', 'hi', 'hi', 'LUNCH'])).toStrictEqual([
    ['rest 1'],
    ['rest 2'],
    ['Dish?'],
    ['Drink?'],
    ['lunch and hi.'],
    ['rest 3'],
    ['Dish?'],
  ]);
});

test('EXIT leaves it, and is an ordinary text elsewhere', async () => {
  expect(await talk(canteen, ['hi', 'two words', 'x', ' exit', 'exit', 'two words'])).toStrictEqual([
    ['rest 1'],
    ['two 1'],
    ['two 2'],
    ['OK, we leave it there.'],
    ['rest 2'],
    ['two 1'],
  ]);
});

test('the word for leaving, and what is said to it, can be changed', async () => {
  const changed = keywords({ lunch }, counter('rest'), { exit: 'basta', left: 'Va bene.' });
  expect(await talk(changed, ['lunch', 'Basta', 'hi'])).toStrictEqual([['Dish?'], ['Va bene.'], ['rest 1']]);
  expect(await talk(changed, ['lunch', 'exit'])).toStrictEqual([['Dish?'], ['Drink?']]);
});

test('is over when both are', async () => {
  const over: Conversation<number> = {
    name: 'over',
    version: 1,
    turn: () => ({ replies: [], state: undefined }),
  };
  expect(await turnOf(keywords({ lunch }, over), 'hi', undefined)).toStrictEqual({
    replies: [],
    state: undefined,
  });
  const { state } = await turnOf(keywords({ over }, counter('rest')), 'hi', undefined);
  expect(await turnOf(keywords({ over }, counter('rest')), 'over', state)).toStrictEqual({
    replies: [],
    state,
  });
  const left = await turnOf(keywords({ lunch }, over), 'lunch', undefined);
  expect(await turnOf(keywords({ lunch }, over), 'exit', left.state)).toMatchObject({
    state: undefined,
  });
});

test('is a conversation like any other, and nests', async () => {
  const nested = keywords({ food: canteen }, counter('outer'));
  expect(
    await talk(nested, ['hi', 'food', 'hi', 'lunch', 'soup', 'water', 'hi', 'exit', 'hi']),
  ).toStrictEqual([
    ['outer 1'],
    ['rest 1'],
    ['rest 2'],
    ['Dish?'],
    ['Drink?'],
    ['soup and water.'],
    ['rest 3'],
    ['OK, we leave it there.'],
    ['outer 2'],
  ]);
});

test('what one remembers never reaches another of other name or version', async () => {
  const before = keywords({ go: counter('a') }, counter('rest'));
  const { state: counting } = await turnOf(before, 'hi');
  const { state } = await turnOf(before, 'go', counting);
  const say = async (conversation: typeof before, body: string) =>
    (await turnOf(conversation, body, state)).replies;
  expect(await say(before, 'x')).toStrictEqual(['a 2']);
  expect(await say(keywords({ go: counter('b') }, counter('rest')), 'x')).toStrictEqual(['rest 2']);
  expect(await say(keywords({ go: counter('a', 2) }, counter('rest')), 'x')).toStrictEqual(['rest 2']);
  expect(await say(keywords({ walk: counter('a') }, counter('rest')), 'x')).toStrictEqual(['rest 2']);
  expect(await say(keywords({ walk: counter('a') }, counter('rest', 2)), 'x')).toStrictEqual(['rest 1']);
  expect(await say(keywords({ go: counter('a') }, counter('other')), 'exit')).toStrictEqual([
    'OK, we leave it there.',
  ]);
});

describe('the question that is open outside', () => {
  const order = dialogue('order', function* () {
    const dish = yield* choose('Which dish?', ['Soup', 'Salad']);
    return `${dish} for ${yield* ask('How many?', wholeNumber())}.`;
  });
  const hours = dialogue('hours', function* () {
    const day = yield* ask('Which day?');
    return `Open all ${day}.`;
  });
  const shop = keywords({ hours, about: counter('about') }, order);

  test('is asked again when an inner dialogue ends, so that nobody answers a question they forgot', async () => {
    expect(await talk(shop, ['hi', 'soup', 'hours', 'Friday', '2'])).toStrictEqual([
      ['Which dish?\n1. Soup\n2. Salad'],
      ['How many?'],
      ['Which day?'],
      ['Open all Friday.\nHow many?'],
      ['Soup for 2.'],
    ]);
  });

  test('is asked again after EXIT', async () => {
    expect(await talk(shop, ['hi', 'soup', 'about', 'exit', '2'])).toStrictEqual([
      ['Which dish?\n1. Soup\n2. Salad'],
      ['How many?'],
      ['about 1'],
      ['OK, we leave it there.\nHow many?'],
      ['Soup for 2.'],
    ]);
  });

  test('is not asked where none is open', async () => {
    expect(await talk(shop, ['hours', 'Friday', 'hours', 'exit', 'hi'])).toStrictEqual([
      ['Which day?'],
      ['Open all Friday.'],
      ['Which day?'],
      ['OK, we leave it there.'],
      ['Which dish?\n1. Soup\n2. Salad'],
    ]);
  });

  test('is left to the next text if a deploy has changed it', async () => {
    jest.spyOn(console, 'warn').mockImplementation();
    const phone = new TestPhone(shop);
    for (const text of ['hi', 'soup', 'hours']) await phone.text(text);
    const changed = keywords(
      { hours },
      dialogue('order', function* () {
        yield* choose('Which dish?', ['Soup', 'Salad']);
        yield* ask('Where to?');
      }),
    );
    const { replies, state } = await turnOf(changed, 'Friday', phone.state());
    expect(replies).toStrictEqual(['Open all Friday.']);
    expect((await turnOf(changed, '2', state)).replies).toStrictEqual([
      'Our questions have changed. Let us go on from here.\nWhere to?',
    ]);
  });

  test('may be that of an inner menu: nested ones leave one level at a time', async () => {
    const mall = keywords({ shop }, counter('mall'));
    expect(await talk(mall, ['hi', 'shop', 'soup', 'hours', 'EXIT', 'exit', 'hi'])).toStrictEqual([
      ['mall 1'],
      ['Which dish?\n1. Soup\n2. Salad'],
      ['How many?'],
      ['Which day?'],
      ['OK, we leave it there.\nHow many?'],
      ['OK, we leave it there.'],
      ['mall 2'],
    ]);
    const outer = keywords({ mall: counter('inner') }, shop);
    expect(await talk(outer, ['hi', 'soup', 'hours', 'mall', 'Friday'])).toStrictEqual([
      ['Which dish?\n1. Soup\n2. Salad'],
      ['How many?'],
      ['Which day?'],
      ['inner 1'],
      ['inner 2'],
    ]);
    expect((await talk(outer, ['hi', 'soup', 'hours', 'mall', 'exit'])).at(-1)).toStrictEqual([
      'OK, we leave it there.\nWhich day?',
    ]);
    // The one within asks nothing.
    expect((await talk(outer, ['hi', 'soup', 'about', 'mall', 'exit'])).at(-1)).toStrictEqual([
      'OK, we leave it there.',
    ]);
  });

  test('is a message of its own after a picture, and alone if nothing was said', async () => {
    const says = (...replies: Reply[]): Conversation<never> => ({
      name: 'says',
      version: 1,
      turn: () => ({ replies, state: undefined }),
    });
    const cat = { media: ['https://example.com/cat.png'] };
    const menu = keywords({ cat: says('A cat:', cat), nothing: says() }, order);
    expect(await talk(menu, ['hi', 'soup', 'cat', 'nothing', '2'])).toStrictEqual([
      ['Which dish?\n1. Soup\n2. Salad'],
      ['How many?'],
      ['A cat:', cat, 'How many?'],
      ['How many?'],
      ['Soup for 2.'],
    ]);
  });

  test('an inner menu with a word of its own is left as a whole by the outer word', async () => {
    const inner = keywords({ hours }, order, { exit: 'basta' });
    const mall = keywords({ shop: inner }, counter('mall'));
    expect(
      (await talk(mall, ['hi', 'shop', 'hours', 'basta', 'hours', 'exit', 'hi'])).slice(3),
    ).toStrictEqual([
      ['OK, we leave it there.\nWhich dish?\n1. Soup\n2. Salad'],
      ['Which day?'],
      ['OK, we leave it there.'],
      ['mall 2'],
    ]);
  });
});

test('a keyword, and EXIT, tolerate what BACK tolerates', async () => {
  for (const text of ['lunch?', 'lunch please', '"Lunch"', 'Lunch, thanks!']) {
    expect(await talk(canteen, ['hi', text])).toStrictEqual([['rest 1'], ['Dish?']]);
  }
  for (const text of ['exit please', 'Exit?']) {
    expect((await talk(canteen, ['lunch', text]))[1]).toStrictEqual(['OK, we leave it there.']);
  }
});

test('speaks another language, and has its words for the shell', async () => {
  const says = { ...english.says, left: 'Gut, lassen wir das.', apology: 'Verzeihung!' };
  const hears = { ...english.hears, exit: ['ENDE', 'raus'] as const };
  const kantine = keywords({ lunch }, counter('rest'), { language: { ...english, says, hears } });
  expect(await talk(kantine, ['lunch', 'exit', 'lunch', 'lunch', 'raus'])).toStrictEqual([
    ['Dish?'],
    ['Drink?'],
    ['exit and lunch.'],
    ['Dish?'],
    ['Gut, lassen wir das.'],
  ]);
  expect(kantine.words?.apology).toBe('Verzeihung!');
  expect(keywords({ lunch }, lunch).words).toBe(lunch.words);
});

describe('what lasts', () => {
  const clinic = dialogue(
    'clinic',
    function* ({ lasting }) {
      const slot = yield* ask(`You come at ${lasting ?? 'no time'}. When else?`);
      return keep('Booked.', slot);
    },
    { lasting: String },
  );
  const note = dialogue(
    'note',
    function* ({ lasting }) {
      return keep(`Noted after ${lasting ?? 'nothing'}.`, yield* ask('Note?'));
    },
    { lasting: String },
  );

  test('of a dialogue that is over is given to it again, and a text meanwhile is no answer to it', async () => {
    const menu = keywords({ clinic }, counter('rest'));
    expect(await talk(menu, ['clinic', 'nine', 'hi', 'clinic', 'ten', 'hi'])).toStrictEqual([
      ['You come at no time. When else?'],
      ['Booked.'],
      ['rest 1'],
      ['You come at nine. When else?'],
      ['Booked.'],
      ['rest 2'],
    ]);
  });

  test('of one stays while another goes on', async () => {
    const menu = keywords({ clinic, note }, counter('rest'));
    const texts = ['clinic', 'nine', 'note', 'x', 'clinic', 'exit', 'note'];
    expect((await talk(menu, [...texts, 'y'])).at(-1)).toStrictEqual(['Noted after x.']);
    expect((await talk(menu, [...texts, 'exit', 'clinic'])).at(-1)).toStrictEqual([
      'You come at nine. When else?',
    ]);
  });

  test('survives EXIT, on every level', async () => {
    const inner = keywords({ clinic }, note);
    const outer = keywords({ inner }, counter('rest'));
    const more = ['inner', 'clinic', 'nine', 'exit', 'inner', 'clinic', 'exit', 'exit', 'inner', 'clinic'];
    expect((await talk(outer, more)).flat()).toStrictEqual([
      'Note?',
      'You come at no time. When else?',
      'Booked.\nNote?',
      'OK, we leave it there.',
      'Note?',
      'You come at nine. When else?',
      'OK, we leave it there.\nNote?',
      'OK, we leave it there.',
      'Note?',
      'You come at nine. When else?',
    ]);
  });

  test('of the other conversation stays, too, and a menu that asks nothing is over', async () => {
    const menu = keywords({ clinic }, note);
    const { state: asked } = await turnOf(menu, 'hi');
    const noted = await turnOf(menu, 'first', asked);
    expect(noted).toStrictEqual({
      replies: ['Noted after nothing.'],
      state: { over: { '': { of: 'note 1', state: { lasting: 'first' } } } },
      over: true,
    });
    const again = await turnOf(menu, 'hi', noted.state);
    expect((await turnOf(menu, 'x', again.state)).replies).toStrictEqual(['Noted after first.']);
    expect(menu.left?.(again.state as never)).toStrictEqual(noted.state);
    expect(menu.left?.(noted.state as never)).toStrictEqual(noted.state);
    expect(menu.left?.(asked as never)).toBeUndefined();
    // All that it knows is of a keyword that a deploy has taken away.
    expect(menu.left?.({ inside: { keyword: 'gone', of: 'gone 1', state: 1 } })).toBeUndefined();
  });

  test('never reaches a conversation of another version', async () => {
    const { state } = await turnOf(keywords({ clinic }, lunch), 'clinic');
    const booked = await turnOf(keywords({ clinic }, lunch), 'nine', state);
    const newer = keywords({ clinic: { ...clinic, version: 2 } }, lunch);
    expect((await turnOf(newer, 'clinic', booked.state)).replies).toStrictEqual([
      'You come at no time. When else?',
    ]);
  });
});

test('a word that cannot work is refused when it is defined', () => {
  const rest = counter('rest');
  for (const word of ['stop', 'Help', 'CANCEL']) {
    expect(() => keywords({ [word]: lunch }, rest)).toThrow(`${word} cannot be a keyword: Twilio itself`);
    expect(() => keywords({ lunch }, rest, { exit: word })).toThrow(`${word} cannot be the word for leaving`);
  }
  for (const opens of [{ '': lunch }, { Exit: lunch }, { a: lunch, 'A ': lunch }]) {
    expect(() => keywords<string>(opens, rest)).toThrow('keywords() takes words that differ');
  }
});
