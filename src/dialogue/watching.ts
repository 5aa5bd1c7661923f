import type { Given } from '../conversation';
import type { Step } from './step';

/** Hears of each `say` and `once` that a script made and never began, by their names. */
export type OnForgotten = (names: readonly string[]) => void;

const watchers = new WeakMap<Given, OnForgotten>();

/** Watches the turns that are taken with this `given`. For tests. */
export function watchForgotten(given: Given, onForgotten: OnForgotten): void {
  watchers.set(given, onForgotten);
}

export function tellForgotten(given: Given, names: readonly string[]): void {
  watchers.get(given)?.(names);
}

/** What the replays of a dialogue have come to. */
export interface Passed {
  readonly steps: readonly Step[];
  /** A script has come to its end. */
  readonly ended: boolean;
}

let passed: { steps: Step[]; ended: boolean } | undefined;

/** What the replays within `run` come to, which are synchronous. For tests. */
export function stepsPassed(run: () => unknown): Passed {
  const watched = (passed = { steps: [], ended: false });
  try {
    run();
    return watched;
  } finally {
    passed = undefined;
  }
}

/** @param step `undefined`: the end of the script */
export function tellStep(step: Step | undefined): void {
  if (step) passed?.steps.push(step);
  else if (passed) passed.ended = true;
}
