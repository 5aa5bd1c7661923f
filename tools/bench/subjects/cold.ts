import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { FUNCTIONS } from '../../build/bundle';
import { builtFile } from '../built';
import { compare } from '../rounds';
import { median } from '../statistics';
import { marked, type Row, type Subject } from '../subject';

const ROUNDS = 25;
const EMPTY = '"use strict"; exports.handler = (context, event, callback) => callback(null, "");\n';

/** What the first message after a deploy or a pause waits for: loading the bundle in a fresh process. */
export const cold: Subject = {
  title: 'Cold: loading the Function in a fresh process',
  comparedWith: 'an empty handler',
  async measure() {
    const folder = await mkdtemp(path.join(FUNCTIONS.project, 'dist/cold-'));
    const written = async (name: string, code: string) => {
      const file = path.join(folder, name);
      await writeFile(file, code);
      return file;
    };
    const bundle = builtFile('sms.protected', FUNCTIONS);
    const greeter = builtFile('greeter');
    const files = {
      'an empty handler': await written('empty.js', EMPTY),
      'this Function, with all that a dialogue can do': bundle,
      'the greeter alone': greeter,
      'an empty handler that requires node:crypto': await written(
        'cipher.js',
        `require("node:crypto"); ${EMPTY}`,
      ),
      'what the first date loads: chrono-node in English': await written(
        'date.js',
        'require("chrono-node/en");',
      ),
    };
    const times = Object.values(files).map((): number[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [n, file] of Object.values(files).entries()) times[n]?.push(await load(file));
    }
    await rm(folder, { recursive: true });
    const [base = []] = times;
    return Promise.all(
      Object.entries(files).map(async ([name, file], n): Promise<Row> => {
        const own = times[n] ?? [];
        const row = { name, median_us: median(own), ...compare(own, base) };
        if (file !== bundle && file !== greeter) return row;
        const more = (median(own) - median(base)) / 1000;
        const { size } = await stat(file);
        return marked({ ...row, bytes: size }, `at most 3 ms more: ${more.toFixed(2)} ms`, more <= 3);
      }),
    );
  },
};

/** How long `require` takes in a process of its own, in microseconds. */
async function load(file: string): Promise<number> {
  const script =
    'const start = process.hrtime.bigint(); require(process.argv[1]); console.log(Number(process.hrtime.bigint() - start) / 1000)';
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, file]);
  return Number(stdout);
}
