/*
 * Node loads this file before twilio-run (`node --require`), where twilio-run serves everything from one
 * process (`--no-fork-process --no-live`). It adds what that process needs:
 *
 * - a Function that has changed is loaded again;
 * - an error that no code catches is printed, and the server goes on;
 * - what happens inside a Function is told to `npm start`;
 * - the clock is that of the phone;
 * - Sync and the Messages API are stand-ins, if SYNC_URL and MESSAGES_URL name them.
 *
 * It is plain JavaScript, because that process has no compiler.
 */
/* global Runtime, console */
const { subscribe } = require('node:diagnostics_channel');
const { statSync } = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { followStart, setClock } = require('./phone-clock.cjs');
const { beginReports, placesOf, tellFailure } = require('./reports.cjs');
require('./sync/reroute.cjs');

followStart();

let isServing = false;

// Node calls this at each request, before twilio-run gets it.
// https://nodejs.org/api/diagnostics_channel.html#http
subscribe('http.server.request.start', ({ request }) => {
  // Not earlier: an error in the start of twilio-run has to end it.
  if (!isServing) surviveErrors();
  isServing = true;
  beginReports(request);
  setClock(request);
  const [pathname] = request.url.split('?');
  const requested = Runtime.getFunctions()[pathname.slice(1)];
  if (requested) loadAgainIfChanged(requested.path);
});

/** For each file of a Function: how it and the private assets were when it was loaded. */
const loaded = new Map();

/**
 * A changed asset counts as a change of the Function. A Function may keep what it has read from an asset,
 * because in the cloud an asset changes only with a deploy.
 *
 * Packages stay loaded. Otherwise the Function would get another `twilio`, whose calls to Sync are not
 * redirected, and memory would grow.
 */
function loadAgainIfChanged(file) {
  const assets = Object.values(Runtime.getAssets()).map((asset) => asset.path);
  const now = [file, ...assets].map(versionOf).join('\n');
  try {
    if (loaded.get(file) !== now) unload(file);
    loaded.set(file, now);
    require(file);
  } catch (error) {
    // twilio-run answers with status 500, and prints nothing.
    tellFailure(error);
    console.error(`${path.relative(process.cwd(), file)} cannot be loaded.`, error);
  }
}

function versionOf(file) {
  const { mtimeMs, size, ino } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return [file, mtimeMs, size, ino].join(' ');
}

function unload(file) {
  const name = require.resolve(file);
  const old = require.cache[name];
  delete require.cache[name];
  // Every module lists those that it has loaded, which would keep the old one in memory.
  for (const { children } of Object.values(require.cache)) {
    if (children.includes(old)) children.splice(children.indexOf(old), 1);
  }
}

function surviveErrors() {
  process.on('unhandledRejection', (reason) => {
    tellFailure(reason);
    console.error('A promise failed, and no code awaits it. In the cloud this can end the process.', reason);
  });
  process.on('uncaughtException', (error) => {
    tellFailure(error);
    console.error('An error was thrown, and no code catches it. In the cloud this ends the process.', error);
  });
  process.on('exit', (code) => {
    const { stack } = new Error(`A Function called process.exit(${code}), which ends the server.`);
    // What is neither of a package nor of a tool is the Function's.
    if (placesOf({ stack }).some(({ file }) => !file.startsWith('tools/'))) console.error(stack);
  });
}

// The other end of this channel is `npm start`. It is gone, and could not end this process.
process.on('disconnect', () => process.exit());
