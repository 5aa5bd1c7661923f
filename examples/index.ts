import { setTimeout as sleep } from 'node:timers/promises';
import { chooseByVariable, type Conversation } from '../src';
import { clinic, type Diary } from './clinic';
import { pizza } from './pizza';
import { support, type Desk } from './support';
import { survey } from './survey';
import { visit } from './visit';

/*
 * `npm run example pizza` tries one in the phone. No deploy takes them along. What they call is played
 * here, in this process: a kitchen, a diary, a desk.
 */

const SLOTS = ['9:00', '10:30', '14:00'];
/** The keys by which slots were reserved. */
const reserved = new Map<string, string>();
const nameOf = ({ day, slot }: { day: string; slot: string }) => `${day} ${slot}`;

const diary: Diary = {
  free: (day) => Promise.resolve(SLOTS.filter((slot) => !reserved.has(nameOf({ day, slot })))),
  reserve(key, appointment) {
    const by = reserved.get(nameOf(appointment)) ?? key;
    reserved.set(nameOf(appointment), by);
    // The same key once more: its first answer was lost on the way.
    return Promise.resolve(by === key);
  },
  release(appointment) {
    reserved.delete(nameOf(appointment));
    return Promise.resolve();
  },
};

const desk: Desk = {
  async search(question, signal) {
    await sleep(1000, undefined, { signal });
    return /password/i.test(question) ? 'Open Settings, and choose New password.' : null;
  },
  callBack: () => Promise.resolve(),
};

const examples: Readonly<Record<string, () => Conversation<unknown>>> = {
  pizza: () => pizza((_, order) => Promise.resolve(20 + 5 * order.length)),
  clinic: () => clinic(diary),
  survey: () => survey(() => Promise.resolve()),
  support: () => support(desk),
  visit: () => visit(() => Promise.resolve()),
};

/** The maker of the example that `EXAMPLE` names, or of the pizza if it is empty. */
export const exampleFor = chooseByVariable('EXAMPLE', examples, 'pizza');
