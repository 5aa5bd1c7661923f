import { spawnSync } from 'node:child_process';
import path from 'node:path';

const project = path.join(__dirname, '../../..');

function bench(...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'tools/bench/main.ts', ...args], {
    cwd: project,
    encoding: 'utf8',
  });
}

test('prints JSON, and nothing else, on standard output', () => {
  const { status, stdout } = bench('--json', 'cold');
  expect(status).toBe(0);
  const results = JSON.parse(stdout) as Record<string, { name: string; ratio: number }[]>;
  expect(Object.keys(results)).toStrictEqual(['cold']);
  expect(results.cold?.[0]).toMatchObject({ name: 'an empty handler', ratio: 1 });
  expect(results.cold?.[1]).toMatchObject({
    name: 'this Function, with all that a dialogue can do',
    median_us: expect.any(Number) as number,
    bytes: expect.any(Number) as number,
    ratio: expect.any(Number) as number,
    spread: [expect.any(Number), expect.any(Number)],
    mark: { text: expect.stringContaining('at most') as string, holds: expect.any(Boolean) as boolean },
  });
});

test('says what there is, and measures nothing that there is not', () => {
  expect(bench('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Usage: npm run bench') as string,
  });
  for (const wrong of ['warm', '--jsno']) {
    const { status, stdout, stderr } = bench(wrong);
    expect({ status, stdout }).toStrictEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`There is no subject ${wrong}.`);
  }
});
