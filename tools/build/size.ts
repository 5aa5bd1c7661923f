import type { BundledFunction } from './bundle';

/**
 * If a Function has more bytes than this, a build lists its largest parts. Twilio publishes no limit for a
 * Function's own file, so we refuse no size. But loading the file takes most of a cold start.
 */
export const LARGE = 1_000_000;

/** A line for each Function that was built, and the largest parts of one that is large. */
export function describeSize({ file, bytes, parts }: BundledFunction): string {
  const size = `${file}  ${bytes} bytes`;
  if (bytes <= LARGE) return size;
  const largest = parts.slice(0, 5).map((part) => `\n  ${part.bytes} bytes  ${part.name}`);
  return `${size}. A large Function starts slowly. Its largest parts:${largest.join('')}`;
}
