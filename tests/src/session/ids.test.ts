import { documentNames, ledgerName, messageId, openingId } from '../../../src/session/ids';
import { message } from '../../../tools/testing/messages';

const variables = { SESSION_SECRET: 's'.repeat(32), ID_SECRET: 'i'.repeat(32) };
const pair = { from: '+14158675308', to: '+14155550100' };

// Under another name a document is lost, and with another id an effect runs twice. So these stay as they are.
test('names and ids are the same after a deploy', () => {
  expect(documentNames(pair, variables)).toStrictEqual([
    'sms-conversation-dDdHsY-k8sCjdkjRP2r1Y_XFcwJ_4HBhit2HC6N8Pwk',
    'sms-conversation-fAKJvr0mK7vSb2Q9xCdDk78_ZG86HVGqipsMDINcsYA',
  ]);
  expect(ledgerName(pair, variables)).toBe(
    'sms-conversation-openings-iR0Ga593JIuZb4uxIiNrTAzheAddca1yhqDuRcELgEY',
  );
  expect(messageId(message('hi', { ...pair, sid: 'SM1' }), variables)).toBe(
    'TMa8cBuXO2I1k0ciDhPai46xBVF25JgXSbnpGEGp-ZA',
  );
  expect(openingId(pair, 'key', variables)).toBe('-bjpjl_4nO14KqM37iY1WZpHpGMGDnhtegAX8QP6aSM');
});

test('a message without a MessageSid has an id of its own', () => {
  const id = () => messageId(message('hi', { ...pair, sid: undefined }), variables);
  expect(id()).not.toBe(id());
});
