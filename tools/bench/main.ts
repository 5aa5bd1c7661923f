import { installRuntime } from '../testing/runtime';
import { build } from './built';
import { machine, tableOf } from './report';
import type { Row, Subject } from './subject';
import { cold } from './subjects/cold';
import { dialogue } from './subjects/dialogue';
import { http } from './subjects/http';
import { localLoop } from './subjects/local-loop';
import { message } from './subjects/message';
import { scale } from './subjects/scale';
import { sync } from './subjects/sync';

const SUBJECTS: Readonly<Record<string, Subject>> = {
  message,
  http,
  cold,
  dialogue,
  scale,
  sync,
  loop: localLoop,
};

const USAGE = `Usage: npm run bench [-- [--json] [SUBJECT …]]

Measures the Function beside what people would use instead, and prints a table a subject, in
Markdown. Ratios are what counts: all rows of a table were measured in turns, in the same minute.

  --json   the same as JSON on standard output
  SUBJECT  ${Object.keys(SUBJECTS).join(', ')} (all of them)
`;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return;
  }
  const json = args.includes('--json');
  const named = args.filter((arg) => arg !== '--json');
  const unknown = named.find((name) => !Object.hasOwn(SUBJECTS, name));
  if (unknown !== undefined) {
    console.error(`There is no subject ${unknown}.\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  await build();
  installRuntime({ 'callers.private.json': '{ "+14158675308": "Rey" }' });
  const results: Record<string, readonly Row[]> = {};
  if (!json) console.log(`${machine()}\n`);
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    if (named.length > 0 && !named.includes(name)) continue;
    results[name] = await subject.measure();
    if (!json) console.log(`${tableOf(subject, results[name])}\n`);
  }
  if (json) console.log(JSON.stringify(results, null, 2));
}

void main(process.argv.slice(2));
