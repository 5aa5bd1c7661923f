import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';
import type { FunctionContext } from '../../src/answer';
import { installRuntime } from '../runtime';

test('the deployed Function greets the people in assets/callers.private.json by name', async () => {
  installRuntime({ 'callers.private.json': '{ "+12349013030": "Finn" }' });
  const { handler } = await import('../../functions/sms.protected');
  const callback = jest.fn();
  const context = { SESSION_SECRET: 's'.repeat(32) } as unknown as FunctionContext;
  await handler(context, { From: '+12349013030', To: '+14155550100' }, callback as ServerlessCallback);
  expect(callback).toHaveBeenCalledTimes(1);
  expect(JSON.stringify(callback.mock.calls)).toContain('Thanks for the new message, Finn.');
});
