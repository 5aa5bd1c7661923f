import { IN_ONE_STEP, ROTATION, rotate } from '../../../tools/load/rotation';
import { startSyncService, type SyncService } from '../../../tools/testing/document-services';

jest.setTimeout(30_000);

let sync: SyncService;

beforeAll(async () => {
  sync = await startSyncService();
});

beforeEach(() => sync.clear());

afterAll(() => sync.close());

const STORES = ['cookie', 'Sync'] as const;
const variablesOf = (store: (typeof STORES)[number]) => (store === 'cookie' ? {} : sync.variables);

describe.each(STORES)('a rotation of the secret, with %s', (store) => {
  test.each(ROTATION)('forgets nobody: $step from $from', async (step) => {
    expect(await rotate(store, variablesOf(store), step, 10)).toMatchObject({ texts: 200, lost: 0 });
  });

  test('would forget people if it were one step', async () => {
    const { lost } = await rotate(store, variablesOf(store), IN_ONE_STEP, 10);
    // More than the 20 texts of one person: the losses of all people count.
    expect(lost).toBeGreaterThan(20);
  });
});
