import type { Conversation } from '../../../src/conversation';
import { ask, dialogue } from '../../../src/dialogue';
import { keywords } from '../../../src/dialogue/menu';
import { given } from '../../../tools/testing/given';
import { message } from '../../../tools/testing/messages';
import { talk } from '../../../tools/testing/talk';

function counter(name: string, version = 1): Conversation<number> {
  return { name, version, turn: (_, state = 0) => ({ replies: [`${name} ${state + 1}`], state: state + 1 }) };
}

const lunch = dialogue('lunch', function* () {
  return `${yield* ask('Dish?')} and ${yield* ask('Drink?')}.`;
});

const canteen = keywords({ lunch, ' Two Words ': counter('two') }, counter('rest'));

test('a keyword opens a dialogue, which keeps the word until it ends; then the other goes on where it was', async () => {
  expect(await talk(canteen, ['hi', 'hi', 'Lunch ', 'lunch', 'hi', 'hi', 'LUNCH'])).toEqual([
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
  expect(await talk(canteen, ['hi', 'two words', 'x', ' exit', 'exit', 'two words'])).toEqual([
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
  expect(await talk(changed, ['lunch', 'Basta', 'hi'])).toEqual([['Dish?'], ['Va bene.'], ['rest 1']]);
  expect(await talk(changed, ['lunch', 'exit'])).toEqual([['Dish?'], ['Drink?']]);
});

test('is over when both are', async () => {
  const over: Conversation<number> = {
    name: 'over',
    version: 1,
    turn: () => ({ replies: [], state: undefined }),
  };
  expect(await keywords({ lunch }, over).turn(message('hi'), undefined, given(message('hi')))).toEqual({
    replies: [],
    state: undefined,
  });
  const { state } = await keywords({ over }, counter('rest')).turn(
    message('hi'),
    undefined,
    given(message('hi')),
  );
  expect(
    await keywords({ over }, counter('rest')).turn(message('over'), state, given(message('over'))),
  ).toEqual({
    replies: [],
    state,
  });
  const left = await keywords({ lunch }, over).turn(message('lunch'), undefined, given(message('lunch')));
  expect(
    await keywords({ lunch }, over).turn(message('exit'), left.state, given(message('exit'))),
  ).toMatchObject({
    state: undefined,
  });
});

test('is a conversation like any other, and nests', async () => {
  const nested = keywords({ food: canteen }, counter('outer'));
  expect(await talk(nested, ['hi', 'food', 'hi', 'lunch', 'soup', 'water', 'hi', 'exit', 'hi'])).toEqual([
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
  const { state: counting } = await before.turn(message('hi'), undefined, given(message('hi')));
  const { state } = await before.turn(message('go'), counting, given(message('go')));
  const say = async (conversation: typeof before, body: string) =>
    (await conversation.turn(message(body), state, given(message(body)))).replies;
  expect(await say(before, 'x')).toEqual(['a 2']);
  expect(await say(keywords({ go: counter('b') }, counter('rest')), 'x')).toEqual(['rest 2']);
  expect(await say(keywords({ go: counter('a', 2) }, counter('rest')), 'x')).toEqual(['rest 2']);
  expect(await say(keywords({ walk: counter('a') }, counter('rest')), 'x')).toEqual(['rest 2']);
  expect(await say(keywords({ walk: counter('a') }, counter('rest', 2)), 'x')).toEqual(['rest 1']);
  expect(await say(keywords({ go: counter('a') }, counter('other')), 'exit')).toEqual([
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
