import { startRedisService, startSyncService, type Trouble } from '../testing/document-services';
import { findRedis } from '../testing/redis';
import { runCommand } from '../cli/command-line';
import { UserError } from '../cli/user-error';
import { load, type Outcome } from './load';

const PAIRS = 300;

const USAGE = `Usage: npm run load [-- sync | redis]

Texts the Function from 300 phones, 20 texts each, while a quarter of the calls to its store are disturbed,
deliveries of any age come again, some people text STOP, and the secret rotates and is rolled back. A
Redis is killed and restarted in the middle. It prints what became of the texts, and exits with 1 if one
that was acknowledged is lost, or one counts twice.
`;

void runCommand({
  usage: USAGE,
  async run([which, ...rest]) {
    if (rest.length > 0 || (which !== undefined && which !== 'sync' && which !== 'redis')) {
      throw new UserError(USAGE);
    }
    const outcomes: Outcome[] = [];
    if (which !== 'redis') {
      const service = await startSyncService();
      service.trouble = disturb;
      outcomes.push(await load(service, PAIRS));
      await service.close();
    }
    if (which !== 'sync') {
      if (findRedis() === undefined) throw new UserError('There is no redis-server on this machine.');
      const service = await startRedisService();
      service.trouble = disturb;
      const crash = async () => {
        await service.redis.kill();
        await new Promise((resolve) => setTimeout(resolve, 500));
        await service.redis.restart();
      };
      outcomes.push(await load(service, PAIRS, crash));
      await service.close();
    }
    console.table(outcomes);
    return outcomes.every(({ lost, doubled }) => lost === 0 && doubled === 0);
  },
});

const TROUBLES: readonly (() => Trouble)[] = [
  () => 'reset',
  () => 'answer lost',
  () => 'answer cut',
  () => 'fails',
  () => 'busy',
  () => ({ milliseconds: Math.random() * 2000 }),
];

/** Disturbs every fourth call. */
function disturb(): Trouble | undefined {
  if (Math.random() > 0.25) return undefined;
  return TROUBLES[Math.floor(Math.random() * TROUBLES.length)]?.();
}
