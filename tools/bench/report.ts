import { cpus } from 'node:os';
import type { Row, Subject } from './subject';

/** One table in Markdown, to be pasted into BENCHMARKS.md. */
export function tableOf({ title, comparedWith }: Subject, rows: readonly Row[]): string {
  const lines = rows.map(({ name, median_us, bytes, ratio, spread, also = {}, mark, link }) => [
    link ? `[${name}](${link})` : name,
    median_us === undefined ? '' : timeOf(median_us),
    bytes === undefined ? '' : `${bytes} B`,
    `${ratio.toFixed(2)} ×${spread ? ` (${spread.map((value) => value.toFixed(2)).join(' – ')})` : ''}`,
    Object.entries(also)
      .map(([unit, value]) => `${rounded(value)} ${unit.replaceAll('_', ' ')}`)
      .join(', '),
    mark ? `${mark.holds ? '✓' : '✗ missed:'} ${mark.text}` : '',
  ]);
  const head = ['', 'median', 'size', `times ${comparedWith} (middle half)`, 'also', 'mark'];
  return [`## ${title}`, '', row(head), row(head.map(() => '---')), ...lines.map(row)].join('\n');
}

/** What it was measured on. */
export function machine(): string {
  return `Node ${process.versions.node} on ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${process.platform} ${process.arch}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function timeOf(microseconds: number): string {
  return microseconds < 10_000 ? `${rounded(microseconds)} µs` : `${rounded(microseconds / 1000)} ms`;
}

function rounded(value: number): string {
  return Math.abs(value) < 1000
    ? String(Number(value.toPrecision(3)))
    : Math.round(value).toLocaleString('en');
}
