import { load } from '../../../tools/load/load';
import { startRedisService, startSyncService, type Trouble } from '../../../tools/testing/document-services';
import { describeWithRedis } from '../../../tools/testing/redis';

jest.setTimeout(60_000);

/** Each fifth call. */
function disturbing(): () => Trouble | undefined {
  let calls = 0;
  const troubles: Trouble[] = ['reset', 'answer lost', 'answer cut', 'fails', 'busy'];
  return () => (++calls % 5 === 0 ? troubles[(calls / 5) % troubles.length] : undefined);
}

const NOTHING_WRONG = { lost: 0, doubled: 0 };

test('with Sync, under faults, nothing that was acknowledged is lost, and nothing counts twice', async () => {
  const service = await startSyncService();
  service.trouble = disturbing();
  const outcome = await load(service, 10);
  expect(outcome).toMatchObject({ store: 'Sync', ...NOTHING_WRONG });
  expect(outcome.texts).toBeGreaterThan(200);
  expect(outcome.redelivered).toBeGreaterThan(0);
  await service.close();
});

describeWithRedis()('with Redis', () => {
  test('that is killed and restarted in the middle, it is the same', async () => {
    const service = await startRedisService();
    service.trouble = disturbing();
    let crashes = 0;
    const crash = async () => {
      crashes++;
      await service.redis.kill();
      await service.redis.restart();
    };
    expect(await load(service, 10, crash)).toMatchObject({ store: 'Redis', ...NOTHING_WRONG });
    expect(crashes).toBe(1);
    await service.close();
  });
});
