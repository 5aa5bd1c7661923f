/*
 * Sets the clock of this process to that of the phone that texts it. A phone's clock can be moved forward, so
 * that hours pass at once. Its header says how far that is. The timers and `performance.now()` stay as they are.
 *
 * The preload loads it, so nothing that is deployed knows of it.
 */
const RealDate = Date;
/** How far the clock is ahead of the real time, in milliseconds. */
let ahead = 0;

const now = () => RealDate.now() + ahead;

const PhoneDate = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

/** A request begins. One that is no delivery of a text leaves the clock as it is. */
function setClock({ headers }) {
  if (headers['i-twilio-idempotency-token'] === undefined) return;
  ahead = Number(headers['x-phone-clock-ahead'] ?? 0);
  if (ahead > 0) globalThis.Date = PhoneDate;
}

module.exports = { setClock };
