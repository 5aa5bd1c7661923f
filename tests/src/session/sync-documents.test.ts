import { DEFAULT_BUDGET } from '../../../src/session/budget';
import { syncStore } from '../../../src/session/sync-documents';
import { ENGLISH } from '../../../src/english-words';
import { TIME } from '../../../src/time-limits';
import { installSync } from '../../../tools/testing/sync';
import type { Mishap, ServedSync } from '../../../tools/local-twilio';
import { startSyncService } from '../../../tools/testing/document-services';
import { message } from '../../../tools/testing/messages';
import { suite } from './document-store';

// A stand-in of Twilio Sync, as there is no account.
suite(startSyncService);

describe('Sync itself', () => {
  let sync: ServedSync;
  let mishaps: (Mishap | undefined)[];

  beforeEach(async () => {
    mishaps = [];
    sync = await installSync({ mishap: () => mishaps.shift() });
  });

  afterEach(() => sync.close());

  const count = (limit: number = TIME.answer, variables: object = {}) =>
    syncStore({ SESSION_SECRET: 's'.repeat(32), ...variables }, {}).take(
      message('hi', { sid: undefined }),
      {
        name: 'counter',
        version: 1,
        turn: (_, n: number | undefined = 0) => ({ replies: [`${n + 1}`], state: n + 1 }),
      },
      { now: new Date(), end: performance.now() + limit, budget: DEFAULT_BUDGET, words: ENGLISH },
    );

  test('holds the sealed text, and nothing beside it', async () => {
    await count();
    expect(sync.documents.list().map(({ data }) => data)).toStrictEqual([
      { sealed: expect.stringMatching(/^[\w-]+$/) as string },
    ]);
  });

  test.each([20404, 54103] as const)(
    'an answer that is cut is no answer, also if it begins with a refusal: %d',
    async (code) => {
      await count();
      mishaps = [{ cut: code }, { cut: code }, undefined, { cut: code }];
      expect((await count()).replies).toStrictEqual(['2']);
      mishaps = [{ cut: code }];
      await expect(count(100)).rejects.toThrow(
        /Sync did not read the document: HTTP 4\d\d ERR_BAD_RESPONSE$/,
      );
    },
  );

  test('what is no document of ours is not read as one', async () => {
    await count();
    const [document] = sync.documents.list();
    for (const data of ['{}', '{"sealed":7}', '{"other":1}']) {
      sync.documents.update(document?.sid ?? '', { data, ttl: undefined }, undefined);
      jest.spyOn(console, 'warn').mockImplementation();
      expect((await count()).replies).toStrictEqual(['1']);
      jest.restoreAllMocks();
    }
  });

  test.each([
    [400, 54101, 1],
    [401, 20003, 1],
    [429, 54009, 2],
    [500, 20500, 2],
  ] as const)('HTTP %d (%d): it is read so many times: %d', async (_, code, times) => {
    await sync.close();
    const calls: string[] = [];
    sync = await installSync({
      mishap({ what }) {
        calls.push(what);
        return calls.length === 1 ? code : undefined;
      },
    });
    await count().catch(() => undefined);
    expect(calls.filter((what) => what === 'read')).toHaveLength(times);
  });

  test('a refusal that is cut is no answer, so it is asked again', async () => {
    mishaps = [{ cut: 20003 }];
    expect((await count()).replies).toStrictEqual(['1']);
  });

  test('SYNC_SERVICE_SID names the service that holds the documents', async () => {
    const sid = `IS${'0123456789abcdef'.repeat(2)}`;
    await count(TIME.answer, { SYNC_SERVICE_SID: sid });
    expect(sync.inService(sid).list()).toHaveLength(1);
    expect(sync.documents.list()).toStrictEqual([]);
  });

  test('a call has no more time than is left', async () => {
    mishaps = [{ milliseconds: 1000 }];
    await expect(count(50)).rejects.toThrow('Sync did not read the document: no answer');
  });

  test('nothing listens', async () => {
    process.env.SYNC_URL = 'http://127.0.0.1:1';
    await expect(count(100)).rejects.toThrow('Sync did not read the document: no answer ECONNREFUSED');
  });
});
