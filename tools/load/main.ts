import { startRedisService, startSyncService, type Trouble } from '../testing/document-services';
import { findRedis } from '../testing/redis';
import { runCommand } from '../cli/command-line';
import { UserError } from '../cli/user-error';
import { endure } from './endurance';
import { load, type Losses } from './load';
import { ROTATION, rotate, type Rotated } from './rotation';

const PAIRS = 300;

const USAGE = `Usage: npm run load [-- sync | redis | rotation | endurance [MINUTES]]

Texts the Function from 300 phones, 20 texts each, while a quarter of the calls to its store are disturbed,
older messages are delivered again, some people text STOP, and the secret rotates and is rolled back. A
Redis is killed and restarted in the middle. It prints what became of the texts, and exits with 1 if one
that was acknowledged is lost, or one counts twice that the store still knew.

With rotation it texts as much through each step of a rotation and through its rollback, with every
store, while instances of both sides answer. It exits with 1 if one is lost.

With endurance it texts the real local runtime from 2,000 phones, for ten minutes with Sync and for ten with
the cookie, and prints what each tenth took. It exits with 1 if a text is lost or counts twice, or if memory
grows by a fifth after the second tenth.
`;

void runCommand({
  usage: USAGE,
  async run([which, ...rest]) {
    if (which === 'endurance') return runEndurance(rest);
    if (rest.length > 0 || (which !== undefined && !['sync', 'redis', 'rotation'].includes(which))) {
      throw new UserError(USAGE);
    }
    if (which !== 'sync' && findRedis() === undefined) {
      throw new UserError(
        'There is no redis-server on this machine. On Debian: apt-get install redis-server',
      );
    }
    return which === 'rotation' ? runRotation() : runLoad(which);
  },
});

async function runLoad(which: string | undefined): Promise<boolean> {
  const outcomes: Losses[] = [];
  if (which !== 'redis') {
    const service = await startSyncService();
    service.trouble = disturb;
    outcomes.push(await load(service, PAIRS));
    await service.close();
  }
  if (which !== 'sync') {
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
}

async function runRotation(): Promise<boolean> {
  const services = [await startSyncService(), await startRedisService()];
  const rotated: Rotated[] = [];
  for (const step of ROTATION) {
    rotated.push(await rotate('cookie', {}, step, PAIRS));
    for (const service of services) {
      await service.clear();
      rotated.push(await rotate(service.name, service.variables, step, PAIRS));
    }
  }
  await Promise.all(services.map((service) => service.close()));
  console.table(rotated);
  return rotated.every(({ lost }) => lost === 0);
}

async function runEndurance([minutes = '10', ...rest]: readonly string[]): Promise<boolean> {
  if (rest.length > 0 || !(Number(minutes) > 0)) throw new UserError(USAGE);
  let isWell = true;
  for (const store of ['sync', 'cookie'] as const) {
    const parts = await endure(store, Number(minutes));
    console.table(parts);
    const last = parts.at(-1);
    const grown = (last?.memory_mb ?? NaN) / (parts[1]?.memory_mb ?? NaN);
    isWell &&= last?.lost === 0 && last.doubled === 0 && grown < 1.2;
  }
  return isWell;
}

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
