import { segmentsOf } from '../twilio/segments';
import type { Outgoing } from '../conversation';

/** What one pair of numbers may use up in an hour. It limits what a loop or a stranger can cost. */
export interface Budget {
  /** Texts that a conversation answers. */
  readonly turns: number;
  /** SMS segments that we send. A message with pictures counts as three, which is about its price. */
  readonly segments: number;
}

/** Three times what a dialogue of sixty questions takes. */
export const DEFAULT_BUDGET: Budget = { turns: 200, segments: 400 };

/** When the hour began, in minutes since 1970, and what has been used up in it. */
export type Spent = readonly [began: number, turns: number, segments: number];

/** How long it is remembered, in seconds. */
export const BUDGET_PERIOD = 60 * 60;

/** What has been used up in this hour. After its end, the next text starts a new hour. */
export function spentBy(now: Date, spent: Spent | undefined): Spent {
  const minute = Math.floor(now.getTime() / 60_000);
  // If the hour begins in the future, another instance's clock is ahead.
  const isOver = spent === undefined || minute - spent[0] >= BUDGET_PERIOD / 60 || minute < spent[0];
  return isOver ? [minute, 0, 0] : spent;
}

/** What has been used up after a turn. */
export function spend([began, turns, segments]: Spent, replies: readonly Outgoing[]): Spent {
  return [began, turns + 1, segments + segmentsOf(replies)];
}

/**
 * Whether something is left. `over`: this is the first text without budget, and it gets one last reply. `told`: its
 * sender has had that reply, and gets none.
 */
export function checkBudget({ turns, segments }: Budget, [, used, sent]: Spent): 'left' | 'over' | 'told' {
  if (used > turns) return 'told';
  return used === turns || sent >= segments ? 'over' : 'left';
}

/** Marks that the sender has been told. */
export function told({ turns }: Budget, [began, , segments]: Spent): Spent {
  return [began, turns + 1, segments];
}
