import type { BundledFunction } from './bundle';

/**
 * Above this many bytes a build says what makes a Function large. Twilio publishes no limit for a
 * Function's own file, so no size is refused. Loading the file is most of a cold start.
 */
export const LARGE = 1_000_000;

/** A line for each Function that was built, and the largest parts of one that is large. */
export function describeSize({ file, bytes, parts }: BundledFunction): string {
  const size = `${file}  ${bytes} bytes`;
  if (bytes <= LARGE) return size;
  const largest = parts.slice(0, 5).map((part) => `\n  ${part.bytes} bytes  ${part.name}`);
  return `${size}. A large Function starts slowly. Its largest parts:${largest.join('')}`;
}
