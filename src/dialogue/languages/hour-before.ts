/** On a clock of twelve hours. `quarter to one` is after twelve. */
export function hourBefore(hour: string): number {
  return ((Number(hour) + 10) % 12) + 1;
}
