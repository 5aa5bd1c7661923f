const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;

/** Reads `4h`, `90m`, `1h30m` as milliseconds; `undefined` if it is no such text. */
export function readDuration(text: string): number | undefined {
  if (!/^(\d+[dhms])+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+)([dhms])/g);
  return Array.from(parts, ([, count, unit]) => Number(count) * UNITS[unit as keyof typeof UNITS]).reduce(
    (sum, part) => sum + part,
  );
}

/** The same the other way, in its two largest units: `3h 59m`. */
export function writeDuration(milliseconds: number): string {
  let rest = milliseconds;
  const parts: string[] = [];
  for (const [unit, size] of Object.entries(UNITS)) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * size;
  }
  return parts.slice(0, 2).join(' ') || '0s';
}
