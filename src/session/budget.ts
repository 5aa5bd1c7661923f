import { segmentsOf } from '../twilio/segments';
import type { Outgoing } from '../conversation';

/** What one pair of numbers may use up in an hour. It keeps a loop, or a stranger, from costing without end. */
export interface Budget {
  /** Texts that a conversation answers. */
  readonly turns: number;
  /** SMS segments that we send. A message with pictures counts as three, which is about its price. */
  readonly segments: number;
}

/** Three times what sixty questions take at a stretch. */
export const DEFAULT_BUDGET: Budget = { turns: 200, segments: 400 };

/** When the hour began, in minutes since 1970, and what has been used up in it. */
export type Spent = readonly [began: number, turns: number, segments: number];

/** How long it is remembered, in seconds. */
export const BUDGET_PERIOD = 60 * 60;

/** What has been used up in the hour that is running; a new one begins with the first text after the last. */
export function spentBy(now: Date, spent: Spent | undefined): Spent {
  const minute = Math.floor(now.getTime() / 60_000);
  // An hour that begins later than now was counted by a clock that went ahead.
  const isOver = spent === undefined || minute - spent[0] >= BUDGET_PERIOD / 60 || minute < spent[0];
  return isOver ? [minute, 0, 0] : spent;
}

/** What has been used up after a turn. */
export function spend([began, turns, segments]: Spent, replies: readonly Outgoing[]): Spent {
  return [began, turns + 1, segments + segmentsOf(replies)];
}

/**
 * Whether there is something left: `over` at the first text that there is nothing left for, which is
 * told so, and `told` at all further ones.
 */
export function checkBudget({ turns, segments }: Budget, [, used, sent]: Spent): 'left' | 'over' | 'told' {
  if (used > turns) return 'told';
  return used === turns || sent >= segments ? 'over' : 'left';
}

/** Marks that the sender has been told. */
export function told({ turns }: Budget, [began, , segments]: Spent): Spent {
  return [began, turns + 1, segments];
}
