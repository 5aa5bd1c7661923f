import type { Sent } from './protocol';

/** By the time at which they were sent, whichever was answered first. */
export function inOrder<Text extends Sent>(texts: readonly Text[]): Text[] {
  return [...texts].sort((one, other) => one.at - other.at);
}

/** The text that is delivered when the last one is delivered again. */
export function lastOf(texts: readonly Sent[]): Sent | undefined {
  return inOrder(texts).at(-1);
}
