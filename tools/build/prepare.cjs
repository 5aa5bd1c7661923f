/*
 * npm runs this file after `npm ci`. It is plain JavaScript, because `npm ci --omit=dev` installs no compiler.
 * Then it cannot build, and that is fine.
 */
const console = require('node:console');

const isInstalled = (name) => {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
};

if (isInstalled('tsx/cjs')) {
  require('tsx/cjs');
  require('./set-up');
} else {
  console.log('Without its development dependencies nothing was built. To build, start or deploy: npm ci');
}
