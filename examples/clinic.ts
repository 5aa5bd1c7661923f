import { Failed, ask, choose, date, dialogue, failed, keep, lookUp, once, say, wrong } from '../src';

interface Appointment {
  readonly day: string;
  readonly slot: string;
}

/** Where appointments are kept. */
export interface Diary {
  free(day: string): Promise<string[]>;
  /** Reserves a slot, once for each key. `false` if somebody else was faster. */
  reserve(key: string, appointment: Appointment): Promise<boolean>;
  /** Makes a slot free again. */
  release(appointment: Appointment): Promise<void>;
}

function readAppointment(value: unknown) {
  const { day, slot } = Object(value) as Partial<Appointment>;
  return typeof day === 'string' && typeof slot === 'string' ? { day, slot } : wrong('no appointment');
}

/** Makes an appointment, which it still knows when the sender texts again. */
export function clinic(diary: Diary) {
  return dialogue(
    'clinic',
    function* ({ lasting: before }) {
      if (before) {
        const what = yield* choose(`You come on ${before.day} at ${before.slot}.`, [
          'Keep it',
          'Drop it',
          'Move it',
        ]);
        if (what === 'Keep it') return 'See you then.';
        if (what === 'Drop it') {
          yield* once('release', () => diary.release(before));
          return keep('It is free for somebody else now. Text again any time.', undefined);
        }
      }
      for (;;) {
        const day = yield* ask('Which day would you like to come?', date({ zone: 'America/New_York' }));
        const slots = yield* lookUp('free slots', () => diary.free(day));
        if (slots.length === 0) {
          yield* say('There is no free appointment that day.');
          continue;
        }
        const slot = yield* choose(`When on ${day}?`, slots);
        const done = yield* once('reserve', async (key) =>
          (await diary.reserve(key, { day, slot })) ? true : failed('taken'),
        );
        if (done instanceof Failed) {
          yield* say(`Sorry, ${slot} has just been taken.`);
          continue;
        }
        if (before) yield* once('release', () => diary.release(before));
        return keep(`See you on ${day} at ${slot}.`, { day, slot });
      }
    },
    { lasting: readAppointment },
  );
}
