import { execFile } from 'node:child_process';
import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { FUNCTIONS, SIZE_BUDGET } from '../../scripts/bundle';
import { builtFile } from '../built';
import { compare } from '../rounds';
import { median } from '../statistics';
import { marked, type Subject } from '../subject';

const ROUNDS = 25;

/** What the first message after a deploy or a pause waits for: loading the bundle in a fresh process. */
export const cold: Subject = {
  title: 'Cold: loading the Function in a fresh process',
  comparedWith: 'an empty handler',
  async measure() {
    const empty = path.join(await mkdtemp(path.join(tmpdir(), 'cold-')), 'empty.js');
    await writeFile(
      empty,
      '"use strict"; exports.handler = (context, event, callback) => callback(null, "");\n',
    );
    const bundle = builtFile('sms.protected', FUNCTIONS);
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      times[0].push(await load(empty));
      times[1].push(await load(bundle));
    }
    const [base, ours] = times;
    const [emptyBytes, bytes] = await Promise.all(
      [empty, bundle].map(async (file) => (await stat(file)).size),
    );
    if (emptyBytes === undefined || bytes === undefined) throw new Error('A file is missing.');
    const more = (median(ours) - median(base)) / 1000;
    return [
      { name: 'an empty handler', median_us: median(base), bytes: emptyBytes, ratio: 1 },
      marked(
        { name: 'this Function', median_us: median(ours), bytes, ...compare(ours, base) },
        `at most 3 ms more: ${more.toFixed(2)} ms; at most ${SIZE_BUDGET} bytes`,
        more <= 3 && bytes <= SIZE_BUDGET,
      ),
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
