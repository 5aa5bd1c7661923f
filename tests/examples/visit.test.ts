import { visit } from '../../examples/visit';
import { TestPhone } from '../../tools/testing';

const DATA = { visit: 'Friday 3 pm' };

/** A phone, and what was called off. */
function begin() {
  const called: string[] = [];
  const cancel = (_: string, ...what: string[]) => {
    called.push(what.join(': '));
    return Promise.resolve();
  };
  return { phone: new TestPhone(visit(cancel)), called };
}

test('asks whether they come, and calls off the visit', async () => {
  const { phone, called } = begin();
  const question = ['Your visit is on Friday 3 pm. Will you come?\n1. Yes\n2. No'];
  expect(await phone.open('visit', DATA)).toStrictEqual(question);
  expect(await phone.text('yes')).toStrictEqual(['See you then!']);
  expect(await phone.open('visit', DATA)).toStrictEqual(question);
  expect(await phone.text('no')).toStrictEqual(['What a pity! What came up?']);
  expect(await phone.text('the flu')).toStrictEqual([
    'Your visit on Friday 3 pm is called off. Thank you for telling us.',
  ]);
  expect(called).toStrictEqual(['Friday 3 pm: the flu']);
});

test('takes no other data, and answers who texts first', async () => {
  const { phone } = begin();
  await expect(phone.open('visit', { visit: '' })).rejects.toThrow('does not take what it is handed');
  await expect(phone.open('visit')).rejects.toThrow('does not take what it is handed');
  expect(await phone.text('hi')).toStrictEqual(['We text you the day before your visit.']);
});
