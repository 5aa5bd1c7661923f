import { clinic, type Diary } from '../../examples/clinic';
import { TestPhone, talk } from '../../tools/testing';

/** A Friday, in the morning of New York. */
const now = new Date('2026-10-23T14:00Z');
const FINN = '+12349013030';

/** A diary that two people can see at once. */
function diary(...slots: string[]) {
  const taken = new Map<string, string>();
  const released: string[] = [];
  const nameOf = ({ day, slot }: { day: string; slot: string }) => `${day} ${slot}`;
  const made: Diary = {
    free: (day) => Promise.resolve(slots.filter((slot) => !taken.has(nameOf({ day, slot })))),
    reserve(key, appointment) {
      const by = taken.get(nameOf(appointment)) ?? key;
      taken.set(nameOf(appointment), by);
      return Promise.resolve(by === key);
    },
    release(appointment) {
      taken.delete(nameOf(appointment));
      released.push(nameOf(appointment));
      return Promise.resolve();
    },
  };
  return { ...made, taken, released };
}

test('makes an appointment, remembers it, and moves it', async () => {
  const book = diary('9:00', '10:30');
  const texts = [
    'hi',
    'tomorrow',
    '9:00',
    { after: '1h', body: 'hi' },
    'move',
    'monday',
    'b',
    'hi',
    'keep it',
  ];
  expect((await talk(clinic(book), texts, { now })).flat()).toStrictEqual([
    'Which day would you like to come?',
    'When on 2026-10-24?\nA. 9:00\nB. 10:30',
    'See you on 2026-10-24 at 9:00.',
    'You come on 2026-10-24 at 9:00.\n1. Keep it\n2. Drop it\n3. Move it',
    'Which day would you like to come?',
    'When on 2026-10-26?\nA. 9:00\nB. 10:30',
    'See you on 2026-10-26 at 10:30.',
    'You come on 2026-10-26 at 10:30.\n1. Keep it\n2. Drop it\n3. Move it',
    'See you then.',
  ]);
  expect([...book.taken.keys()]).toStrictEqual(['2026-10-26 10:30']);
});

test('drops it', async () => {
  const book = diary('9:00');
  const texts = ['hi', 'tomorrow', 'a', 'hi', 'drop it', 'hi'];
  expect((await talk(clinic(book), texts, { now })).slice(-2).flat()).toStrictEqual([
    'It is free for somebody else now. Text again any time.',
    'Which day would you like to come?',
  ]);
  expect(book.released).toStrictEqual(['2026-10-24 9:00']);
});

test('a slot that somebody else takes meanwhile is offered no more', async () => {
  const phone = new TestPhone(clinic(diary('9:00')), { now });
  for (const from of ['+14158675308', FINN]) {
    await phone.text({ from, body: 'hi' });
    await phone.text({ from, body: 'tomorrow' });
  }
  expect(await phone.text({ from: FINN, body: 'a' })).toStrictEqual(['See you on 2026-10-24 at 9:00.']);
  expect(await phone.text('a')).toStrictEqual([
    'Sorry, 9:00 has just been taken.\nWhich day would you like to come?',
  ]);
  expect(await phone.text('tomorrow')).toStrictEqual([
    'There is no free appointment that day.\nWhich day would you like to come?',
  ]);
  expect(await phone.text('back')).toStrictEqual(['Which day would you like to come?']);
  expect(await phone.text('monday')).toStrictEqual(['When on 2026-10-26?\nA. 9:00']);
});

test('BACK from the slots asks for the day again, and looks anew', async () => {
  const book = diary('9:00', '10:30');
  const phone = new TestPhone(clinic(book), { now });
  for (const text of ['hi', 'tomorrow']) await phone.text(text);
  book.taken.set('2026-10-24 9:00', 'somebody else');
  expect(await phone.text('back')).toStrictEqual(['Which day would you like to come?']);
  expect(await phone.text('tomorrow')).toStrictEqual(['When on 2026-10-24?\nA. 10:30']);
});

test('forgets what is no appointment', async () => {
  const phone = clinic(diary('9:00'));
  const turn = await phone.turn(
    { sid: undefined, from: '', to: '', body: 'hi', media: [], params: {} },
    { lasting: { slot: 7 } },
    { now, id: '', signal: new AbortController().signal },
  );
  expect(turn.replies).toStrictEqual(['Which day would you like to come?']);
});
