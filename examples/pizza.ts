import { ask, choose, confirm, dialogue, once, say, wholeNumber } from '../src';

const MENU = [
  { name: 'Margherita', price: 9 },
  { name: 'Funghi', price: 11 },
  { name: 'Diavola', price: 12 },
];

interface Line {
  readonly name: string;
  readonly count: number;
  readonly price: number;
}

/** Bakes an order, once for each key, and gives the minutes that it takes. */
export type Bake = (key: string, order: readonly Line[], address: string) => Promise<number>;

/** Takes an order of any number of pizzas: a loop. */
export function pizza(bake: Bake) {
  return dialogue('pizza', function* () {
    yield* say('Hello from the oven! Text BACK to correct an answer.');
    const order: Line[] = [];
    do {
      const { name, price } = yield* choose('Which pizza?', MENU, {
        label: (dish) => `${dish.name}, $${dish.price}`,
      });
      const count = yield* ask(`How many ${name}?`, wholeNumber({ min: 1, max: 20 }));
      order.push({ name, count, price });
      yield* say(`So far: ${describe(order)}.`);
    } while (yield* confirm('Another pizza?'));
    const address = yield* ask('Where shall we bring it?');
    if (!(yield* confirm(`${describe(order)}, to ${address}. Shall we bake?`))) return 'Nothing ordered.';
    const minutes = yield* once('bake', (key) => bake(key, order, address));
    return `In the oven! We are there in ${minutes} minutes.`;
  });
}

function describe(order: readonly Line[]): string {
  const total = order.reduce((sum, { count, price }) => sum + count * price, 0);
  return `${order.map(({ name, count }) => `${count} × ${name}`).join(', ')} ($${total})`;
}
