import type { Conversation } from '../../../src/conversation';
import { ask, dialogue } from '../../../src/dialogue';
import { keywords } from '../../../src/dialogue/menu';
import { talk } from '../../../tools/testing';
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
