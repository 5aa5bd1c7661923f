import { LoggableError } from '../../../log';

/** `2026-10-24` */
export type Day = string;
/** `15:00`, from 00:00 to 23:59 */
export type Time = string;

const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * What the clock on the wall says in a zone: `2026-10-24T15:00`.
 *
 * @throws {LoggableError} if there is no such zone
 */
export function wallClock(instant: Date, zone: string): string {
  // The Swedish way to write it is the one of ISO 8601.
  return clockOf(zone).format(instant).replace(' ', 'T');
}

/** Whether the wall clock of a zone ever shows `2026-10-24T15:00`: not in the hour that is left out when clocks go forward. */
export function exists(shown: string, zone: string): boolean {
  const asUtc = Date.parse(`${shown}Z`);
  // A day away, the clocks have not been put forward yet, or have been already.
  return [-1, 1].some((days) => {
    const offset = offsetOf(new Date(asUtc + days * 86_400_000), zone);
    return wallClock(new Date(asUtc - offset * 60_000), zone) === shown;
  });
}

/** How far a zone's wall clock is ahead of UTC, in minutes. */
export function offsetOf(instant: Date, zone: string): number {
  return Math.round((Date.parse(`${wallClock(instant, zone)}Z`) - instant.getTime()) / 60_000);
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    try {
      clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    } catch {
      throw new LoggableError(
        `${JSON.stringify(zone)} is no time zone. One is 'Europe/Berlin', another 'UTC'.`,
      );
    }
    clocks.set(zone, clock);
  }
  return clock;
}

/** @throws {LoggableError} if there is no such zone */
export function refuseUnknownZone(zone: string): void {
  clockOf(zone);
}
