import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const project = path.join(__dirname, '../../..');

/** Prints, waits until nobody reads that any more, and prints on. */
const PRINTING = `
  const { setTimeout: sleep } = require('node:timers/promises');
  const { runCommand } = require('./tools/cli/command-line.ts');
  void runCommand({ usage: '', async run() {
    console.log('sent');
    for (let n = 0; n < 5; n++) {
      await sleep(100);
      console.log('x'.repeat(100_000));
    }
    console.error('marked as sent');
    return true;
  } });`;

test('a reader that has enough ends no command in its middle', async () => {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', PRINTING], { cwd: project });
  const said = text(child.stderr);
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  child.stdout.destroy();
  const [code] = (await once(child, 'close')) as [number];
  expect({ first: first.toString(), code, said: await said }).toStrictEqual({
    first: 'sent\n',
    code: 0,
    said: 'marked as sent\n',
  });
});
