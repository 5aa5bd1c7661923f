import { talk } from '../../../tools/testing';
import { served } from '../../../tools/testing/served';

test('the conversation that is chosen, with the people of the project', async () => {
  expect(await talk(served(), ['hi'])).toStrictEqual([['Thanks for the new message, Rey.']]);
  expect(served({ CONVERSATION: 'booking' }).name).toBe('booking');
  expect(served({ EXAMPLE: 'survey' }).name).toBe('survey');
  expect(() => served({ CONVERSATION: 'burger' })).toThrow('burger');
});
