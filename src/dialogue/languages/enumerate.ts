/** `a, b or c`, with the word of the language before the last one. */
export function enumerate(items: readonly string[], or: string): string {
  return [items.slice(0, -1).join(', '), ...items.slice(-1)].join(` ${or} `);
}
