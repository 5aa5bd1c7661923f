/*
 * Sets the clock of this process to that of a phone, which can be moved forward, so that hours pass at once. `npm start`
 * tells this process how far its phone's clock is ahead. A text has a header that tells it of the phone that sent it.
 * Timers and `performance.now()` are not changed.
 *
 * The preload loads it, so nothing that is deployed knows of it.
 */
const { subscribe } = require('node:diagnostics_channel');
const process = require('node:process');

const RealDate = Date;
/** How far the clock is ahead of the real time, in milliseconds. */
let ahead = 0;
/** The same of the phone of `npm start`; `undefined` if there is none. */
let told;

const now = () => RealDate.now() + ahead;

const PhoneDate = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

function set(milliseconds) {
  ahead = milliseconds;
  if (ahead > 0) globalThis.Date = PhoneDate;
}

/** A request begins. One that is no delivery of a text goes by the phone of `npm start`, or leaves the clock. */
function setClock({ headers }) {
  const isText = headers['i-twilio-idempotency-token'] !== undefined;
  if (isText) set(Number(headers['x-phone-clock-ahead'] ?? 0));
  else if (told !== undefined) set(told);
}

/** Hears of each move, also where no text comes: what runs later than its response goes by it, too. */
function followStart() {
  process.on('message', ({ ahead: milliseconds }) => {
    told = milliseconds;
    set(milliseconds);
  });
}

// What a program of somebody else writes is by the real time: the `Until` of an opening.
subscribe('sms-conversations:real-time', (asked) => {
  asked.now = RealDate.now();
});

module.exports = { followStart, setClock };
