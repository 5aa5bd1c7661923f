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

let passed: Step[] | undefined;

/** Each step that is passed by the replays within `run`, which are synchronous. For tests. */
export function stepsPassed(run: () => unknown): readonly Step[] {
  const steps: Step[] = (passed = []);
  try {
    run();
    return steps;
  } finally {
    passed = undefined;
  }
}

export function tellStep(step: Step): void {
  passed?.push(step);
}
