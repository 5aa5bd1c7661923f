import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../cli/command-line';
import { UserError } from '../cli/user-error';
import { changedFiles } from './changed';

const USAGE = `Usage: npm run mutate [-- FILE …]

Changes the code at one place at a time, a mutant, and runs the unit tests that reach it. A mutant that no
test fails for is printed: a test is missing, or the code is not needed.

  FILE   a file or a folder of src/ or conversations/ (what has changed since the branch main)

One file takes a minute or two, all of src/ two hours. The report is in coverage/mutation.html, too.
`;

/** Holds a copy of the project, in which the tests run. */
const SANDBOX = `coverage/mutants-${process.pid}`;

void runCommand({
  usage: USAGE,
  async run(named) {
    const files = named.length > 0 ? named.flatMap(filesOf) : changedFiles().filter(isTested);
    if (files.length === 0) {
      console.log('Nothing in src/ or conversations/ has changed. Name a file: npm run mutate -- FILE …');
      return true;
    }
    console.log(`Mutates ${files.join(', ')}. First the tests run once without a mutant.`);
    process.on('exit', () => rmSync(SANDBOX, { recursive: true, force: true }));
    const start = performance.now();
    const { Stryker } = await import('@stryker-mutator/core');
    const mutants = await new Stryker({
      configFile: 'tools/mutate/stryker.config.mjs',
      mutate: files,
      tempDirName: SANDBOX,
    })
      .runMutationTest()
      .catch(() => {
        throw new UserError('Stryker gave up, and says why above. npm run test:unit has to pass first.');
      });
    const seconds = Math.round((performance.now() - start) / 1000);
    const undetected = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    console.log(`${undetected.length} of ${mutants.length} mutants were not detected. It took ${seconds} s.`);
    return true;
  },
});

/** @throws {UserError} if there is no such file, or none that the unit tests test */
function filesOf(name: string): string[] {
  const file = path.relative('.', name);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new UserError(`There is no file ${name}.`);
  const inside = found.isDirectory() ? readdirSync(file, { recursive: true, encoding: 'utf8' }) : [''];
  const files = inside.map((each) => path.join(file, each)).filter(isTested);
  if (files.length === 0) throw new UserError(`${name} is no code of src/ or conversations/.`);
  return files;
}

/** Whether a file is of the code that the unit tests test. */
function isTested(file: string): boolean {
  return /^(src|conversations)\/.*\.ts$/.test(file);
}
