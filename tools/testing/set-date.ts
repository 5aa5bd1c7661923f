/** What waits goes by the real time. */
const TIMERS = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];

/** Sets the date of this process, where it stays until `jest.useRealTimers()`. */
export function setDate(now: number): void {
  jest.useFakeTimers({ now, doNotFake: TIMERS });
}
