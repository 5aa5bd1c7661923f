import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';
import type { FunctionContext } from '../../src/answer';
import { installRuntime } from '../../tools/testing/runtime';

async function say(variables: object): Promise<string> {
  const { handler } = await import('../../functions/sms.protected');
  const callback = jest.fn();
  const context = { SESSION_SECRET: 's'.repeat(32), ...variables } as unknown as FunctionContext;
  await handler(context, { From: '+12349013030', To: '+14155550100' }, callback as ServerlessCallback);
  expect(callback).toHaveBeenCalledTimes(1);
  return JSON.stringify(callback.mock.calls);
}

beforeAll(() => {
  installRuntime({ 'callers.private.json': '{ "+12349013030": "Finn" }' });
});

test('the deployed Function greets the people in assets/callers.private.json by name', async () => {
  expect(await say({})).toContain('Thanks for the new message, Finn.');
});

test('CONVERSATION chooses another', async () => {
  expect(await say({ CONVERSATION: 'booking' })).toContain('Welcome back, Finn!');
});
