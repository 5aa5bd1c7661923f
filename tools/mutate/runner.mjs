import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import TestRunner from 'jest-runner';

/** What the first run, which has no mutant, writes down for all processes: the tests of each file, and its time. */
const FILES = path.resolve('test-files.json');

/** How many mutants each file has found in this process. */
const found = new Map();

/**
 * Runs the test files one by one until one of them finds the mutant: those first that find most, and take least.
 * Files without a test that reaches the mutant are left out. Stryker alone would run all that import the mutated
 * file, to the end.
 */
export default class MutantRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    const isMutant = process.env.__STRYKER_ACTIVE_MUTANT__ !== undefined;
    const files = isMutant ? JSON.parse(readFileSync(FILES, 'utf8')) : {};
    let failed = false;
    this.on('test-file-success', ([test, { testResults, numFailingTests, perfStats }]) => {
      files[test.path] = { names: testResults.map(({ fullName }) => fullName), time: perfStats.runtime };
      failed ||= numFailingTests > 0;
    });
    this.on('test-file-failure', () => {
      failed = true;
    });
    for (const test of isMutant ? this.chosen(tests, files) : tests) {
      await super.runTests([test], watcher, options);
      if (isMutant && failed) {
        found.set(test.path, (found.get(test.path) ?? 0) + 1);
        return;
      }
    }
    if (!isMutant) writeFileSync(FILES, JSON.stringify(files));
  }

  chosen(tests, files) {
    const reaching = new RegExp(this._globalConfig.testNamePattern ?? '');
    const hits = (test) => found.get(test.path) ?? 0;
    const time = (test) => files[test.path].time;
    return tests
      .filter((test) => files[test.path]?.names.some((name) => reaching.test(name)))
      .sort((one, other) => hits(other) - hits(one) || time(one) - time(other));
  }
}
