import {
  ask,
  choose,
  confirm,
  dialogue,
  once,
  picture,
  say,
  wholeNumber,
  type Conversation,
  type NameOf,
  type Remembered,
} from '../../src';

export interface Booking {
  /** It stays the same if this booking is tried again with the same answers. See `once`. */
  readonly key: string;
  readonly name: string;
  readonly party: number;
  readonly day: 'Friday' | 'Saturday' | 'Sunday';
  /** The URL of a picture for the cake, if there is something to celebrate. */
  readonly picture: string | null;
}

/** Saves a booking, once for each key, and gives its reference. */
export type Save = (booking: Booking) => Promise<string>;

/** Books a table. */
export function booking({ nameOf, save }: { nameOf?: NameOf; save: Save }): Conversation<Remembered> {
  return dialogue(
    'booking',
    function* ({ name: known }) {
      yield* say(
        `${known ? `Welcome back, ${known}!` : 'Let us find you a table.'} Text BACK to correct an answer.`,
      );
      const name = known ?? (yield* ask('Who is the booking for?'));
      const party = yield* ask('How many people?', wholeNumber({ min: 1, max: 12 }));
      const day = yield* choose('Which day?', ['Friday', 'Saturday', 'Sunday']);
      const cake = (yield* confirm('Is there something to celebrate?')) ? yield* pictureForTheCake() : null;
      if (!(yield* confirm(`${name}, ${party} people, ${day}. Shall I book it?`))) {
        return 'Nothing booked. Text again any time.';
      }
      const reference = yield* once('save', (key) => save({ key, name, party, day, picture: cake }));
      return `Booked. Your reference is ${reference}.`;
    },
    nameOf && { nameOf },
  );
}

function* pictureForTheCake() {
  const [first] = yield* picture('Then there will be a cake. Send a picture to put on it.');
  return first.url;
}
