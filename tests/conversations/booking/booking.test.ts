import { booking, type Booking } from '../../../conversations/booking/booking';
import { talk } from '../../../tools/testing';

const picture = { url: 'https://api.twilio.com/cake.png', type: 'image/png' };

function bookings() {
  const saved: Booking[] = [];
  const save = (one: Booking) => {
    saved.push(one);
    return Promise.resolve('R7');
  };
  return { saved, save };
}

test('a stranger books a table, with a cake', async () => {
  const { saved, save } = bookings();
  expect(
    await talk(booking({ save }), ['hi', 'Ada', '4', 'sat', 'yes', { media: [picture] }, 'y']),
  ).toStrictEqual([
    ['Let us find you a table. Text BACK to correct an answer.\nWho is the booking for?'],
    ['How many people?'],
    ['Which day?\n1. Friday\n2. Saturday\n3. Sunday'],
    ['Is there something to celebrate?'],
    ['Then there will be a cake. Send a picture to put on it.'],
    ['Ada, 4 people, Saturday. Shall I book it?'],
    ['Booked. Your reference is R7.'],
  ]);
  expect(saved).toStrictEqual([
    {
      key: expect.stringMatching(/^[\w-]{12}\.[\w-]{12}$/) as string,
      name: 'Ada',
      party: 4,
      day: 'Saturday',
      picture: picture.url,
    },
  ]);
});

test('a caller we know is not asked for a name, corrects an answer, and books nothing', async () => {
  const { saved, save } = bookings();
  const texts = ['hi', '20', '2', 'back', '1', '3', 'no', 'no'];
  expect(await talk(booking({ save, nameOf: () => 'Rey' }), texts)).toStrictEqual([
    ['Welcome back, Rey! Text BACK to correct an answer.\nHow many people?'],
    ['Please answer with a whole number from 1 to 12.\nHow many people?'],
    ['Which day?\n1. Friday\n2. Saturday\n3. Sunday'],
    ['How many people?'],
    ['Which day?\n1. Friday\n2. Saturday\n3. Sunday'],
    ['Is there something to celebrate?'],
    ['Rey, 1 people, Sunday. Shall I book it?'],
    ['Nothing booked. Text again any time.'],
  ]);
  expect(saved).toStrictEqual([]);
});
