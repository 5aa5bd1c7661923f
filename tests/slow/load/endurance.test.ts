import { endure } from '../../../tools/load/endurance';

jest.setTimeout(120_000);

test.each(['sync', 'cookie'] as const)('with %s, nothing is lost and nothing counts twice', async (store) => {
  const parts = await endure(store, 0.1);
  expect(parts).toHaveLength(10);
  expect(parts.at(-1)).toMatchObject({ store, lost: 0, doubled: 0 });
  for (const { texts, p50_ms, p99_ms, memory_mb } of parts) {
    expect(texts).toBeGreaterThan(0);
    expect(p99_ms).toBeGreaterThanOrEqual(p50_ms);
    expect(memory_mb).toBeGreaterThan(50);
  }
});
