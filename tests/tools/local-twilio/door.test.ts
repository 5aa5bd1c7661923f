import { execFileSync } from 'node:child_process';
import path from 'node:path';

test('the door loads neither nock, which catches every request, nor the twilio package, which is slow', () => {
  const print = "require('./tools/local-twilio'); console.log(Object.keys(require.cache).join('\\n'));";
  const args = ['--require', require.resolve('tsx/cjs'), '--eval', print];
  const cwd = path.join(__dirname, '../../..');
  const loaded = execFileSync(process.execPath, args, { cwd, encoding: 'utf8' });
  expect(loaded).toContain(`${path.sep}carrier.ts`);
  expect(loaded).not.toMatch(/node_modules.(nock|twilio.lib.(index|base))\b/);
});
