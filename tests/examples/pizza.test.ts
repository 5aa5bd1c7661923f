import { pizza, type Bake } from '../../examples/pizza';
import { talk } from '../../tools/testing';

const MENU = 'Which pizza?\n1. Margherita, $9\n2. Funghi, $11\n3. Diavola, $12';

test('takes an order of several pizzas, which a loop asks for', async () => {
  const bake = jest.fn<ReturnType<Bake>, Parameters<Bake>>(() => Promise.resolve(30));
  const texts = [
    'hi',
    'funghi',
    '2',
    'yes',
    'the first',
    'one',
    'back',
    '3',
    'no',
    'Main Street 1',
    'yes please',
  ];
  expect((await talk(pizza(bake), texts)).flat()).toStrictEqual([
    `Hello from the oven! Text BACK to correct an answer.\n${MENU}`,
    'How many Funghi?',
    'So far: 2 × Funghi ($22).\nAnother pizza?',
    MENU,
    'How many Margherita?',
    'So far: 2 × Funghi, 1 × Margherita ($31).\nAnother pizza?',
    'How many Margherita?',
    'So far: 2 × Funghi, 3 × Margherita ($49).\nAnother pizza?',
    'Where shall we bring it?',
    '2 × Funghi, 3 × Margherita ($49), to Main Street 1. Shall we bake?',
    'In the oven! We are there in 30 minutes.',
  ]);
  expect(bake).toHaveBeenCalledTimes(1);
});

test('bakes nothing unless it is told to', async () => {
  const bake = jest.fn();
  const texts = ['hi', '1', '1', 'no', 'Here', 'no'];
  expect((await talk(pizza(bake), texts)).at(-1)).toStrictEqual(['Nothing ordered.']);
  expect(bake).not.toHaveBeenCalled();
});
