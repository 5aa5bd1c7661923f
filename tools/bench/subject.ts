/** One line of a table. */
export interface Row {
  readonly name: string;
  /** How long it takes, in microseconds: the median of all rounds. */
  readonly median_us?: number;
  readonly bytes?: number;
  /** How many times what it is compared with; more is slower, or larger. */
  readonly ratio: number;
  /** The middle half of the ratios, round by round. */
  readonly spread?: readonly [number, number];
  /** The mark to reach, and whether it was reached in this run. */
  readonly mark?: { readonly text: string; readonly holds: boolean };
  /** Further figures, by their unit: `{ p99_us: 900 }`. */
  readonly also?: Readonly<Record<string, number>>;
  /** The documentation that a rival was written after. */
  readonly link?: string;
}

/** Something measured beside what people would use instead. */
export interface Subject {
  readonly title: string;
  /** What the ratios compare with. */
  readonly comparedWith: string;
  measure(): Promise<Row[]>;
}

/** Puts a mark behind a row. */
export function marked(row: Row, text: string, holds: boolean): Row {
  return { ...row, mark: { text, holds } };
}
