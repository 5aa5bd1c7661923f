/*
 * Tells the process that has started twilio-run what happens inside a Function: what each turn made of
 * what was remembered, what was thrown and where, and what was logged. Each report names the delivery that
 * it is about by the token that the carrier sends along. `tools/phone/switchboard/insight.ts` has the types.
 *
 * The preload loads it. If no process listens (`process.send`), it does nothing.
 */
/* global console */
const { AsyncLocalStorage } = require('node:async_hooks');
const { subscribe } = require('node:diagnostics_channel');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const process = require('node:process');
const { fileURLToPath } = require('node:url');
const { format, stripVTControlCharacters } = require('node:util');
const { telling } = require('./turns.cjs');

const LEVELS = ['debug', 'log', 'info', 'warn', 'error'];
/** How many characters of a line of the log are told, and how many places of a stack. */
const MAX_LENGTH = 4000;
const MAX_PLACES = 12;
/** How many lines are shown before and after the one that has thrown. */
const AROUND = 3;

/** What twilio-run itself logs of a request: `200 POST /sms │ Response Type text/xml`. */
const OF_TWILIO_RUN = /^\d{3} [A-Z]+ \/.* │ /;

/** The token of the delivery that is served. */
const served = new AsyncLocalStorage();

/** A request begins: what happens from now on is about it. */
function beginReports({ headers }) {
  served.enterWith(headers['i-twilio-idempotency-token']);
}

function tell(report) {
  const token = served.getStore();
  if (token !== undefined && process.connected) process.send({ token, ...report });
}

function tellFailure(error) {
  tell({ failure: failureOf(error) });
}

/** On this machine nothing is private. The Function's own line of the log holds neither the message nor the lines. */
function printFailure(error) {
  const { name, message, places } = failureOf(error);
  const lines = places.map(({ file, line, column }) => `    at ${file}:${line}:${column}\n`);
  process.stderr.write(`${stripVTControlCharacters(`${name}: ${message}`)}\n${lines.join('')}`);
}

function failureOf(error) {
  if (!(error instanceof Error)) {
    return { name: 'Thrown', message: format('%s', error).slice(0, MAX_LENGTH), places: [] };
  }
  const [innermost, ...others] = placesOf(error);
  const places = innermost ? [{ ...innermost, code: codeAround(innermost) }, ...others] : [];
  return { name: String(error.name), message: String(error.message).slice(0, MAX_LENGTH), places };
}

/** Where it was thrown in the project, the innermost place first. Source maps have led to the sources. */
function placesOf({ stack }) {
  const places = String(stack).matchAll(/^ {4}at (?:.*\()?(.+):(\d+):(\d+)\)?$/gm);
  return Array.from(places, ([, file, line, column]) => ({
    file: relative(file),
    line: Number(line),
    column: Number(column),
  }))
    .filter(({ file }) => file !== undefined)
    .slice(0, MAX_PLACES);
}

/** Within the project and with `/`; `undefined` for what is not the project's own. */
function relative(file) {
  if (file.startsWith('node:')) return undefined;
  const absolute = file.startsWith('file:') ? fileURLToPath(file) : file;
  const name = path.relative(process.cwd(), absolute).split(path.sep).join('/');
  return name.startsWith('../') || path.isAbsolute(name) || name.includes('node_modules/') ? undefined : name;
}

/** The lines around a place; `undefined` if the file is not there. */
function codeAround({ file, line }) {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    const first = Math.max(0, line - 1 - AROUND);
    return lines.slice(first, line + AROUND).map((text, n) => ({ line: first + n + 1, text }));
  } catch {
    return undefined;
  }
}

function listen() {
  for (const level of LEVELS) {
    const print = console[level];
    console[level] = (...args) => {
      print.apply(console, args);
      const text = stripVTControlCharacters(format(...args)).slice(0, MAX_LENGTH);
      if (!OF_TWILIO_RUN.test(text)) tell({ log: { level, text } });
    };
  }
  subscribe('sms-conversations:turn', (message) => {
    if ('error' in message) {
      tellFailure(message.error);
      printFailure(message.error);
    } else message.conversation = telling(message.conversation, (turn) => tell({ turn }));
  });
  subscribe('http.server.response.finish', ({ request }) => {
    const token = request.headers['i-twilio-idempotency-token'];
    if (token !== undefined && process.connected) process.send({ token, answered: true });
  });
  // From now on a phone waits for what is told of a text.
  process.send({ token: '' });
}

if (process.send) listen();

module.exports = { beginReports, placesOf, tellFailure };
