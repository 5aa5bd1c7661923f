import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { FUNCTIONS } from '../../build/bundle';
import { builtFile } from '../built';
import { compare } from '../rounds';
import { median } from '../statistics';
import { marked, type Subject } from '../subject';

const ROUNDS = 25;
const EMPTY = '"use strict"; exports.handler = (context, event, callback) => callback(null, "");\n';

/** What the first message after a deploy or a pause waits for: loading the bundle in a fresh process. */
export const cold: Subject = {
  title: 'Cold: loading the Function in a fresh process',
  comparedWith: 'an empty handler',
  async measure() {
    const folder = await mkdtemp(path.join(tmpdir(), 'cold-'));
    const empty = path.join(folder, 'empty.js');
    const cipher = path.join(folder, 'cipher.js');
    const bundle = builtFile('sms.protected', FUNCTIONS);
    await writeFile(empty, EMPTY);
    await writeFile(cipher, `require("node:crypto"); ${EMPTY}`);
    const files = [empty, bundle, cipher];
    const times = files.map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [n, file] of files.entries()) times[n]?.push(await load(file));
    }
    await rm(folder, { recursive: true });
    const [base = [], ours = [], crypto = []] = times;
    const { size } = await stat(bundle);
    const more = (median(ours) - median(base)) / 1000;
    return [
      { name: 'an empty handler', median_us: median(base), ratio: 1 },
      marked(
        { name: 'this Function', median_us: median(ours), bytes: size, ...compare(ours, base) },
        `at most 3 ms more: ${more.toFixed(2)} ms`,
        more <= 3,
      ),
      {
        name: 'an empty handler that requires node:crypto',
        median_us: median(crypto),
        ...compare(crypto, base),
      },
    ];
  },
};

/** How long `require` takes in a process of its own, in microseconds. */
async function load(file: string): Promise<number> {
  const script =
    'const start = process.hrtime.bigint(); require(process.argv[1]); console.log(Number(process.hrtime.bigint() - start) / 1000)';
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, file]);
  return Number(stdout);
}
