export interface BeforeAndAfter {
  readonly before: unknown;
  readonly after: unknown;
}

/** A value, and the earlier one if it has changed. */
export function Change({ before, after }: BeforeAndAfter) {
  const [was, is] = [written(before), written(after)];
  if (was === is) return <code>{is}</code>;
  return (
    <>
      {was !== undefined && (
        <>
          <del>{was}</del> <span aria-hidden="true">→</span>{' '}
        </>
      )}
      {is === undefined ? <em>forgotten</em> : <ins>{is}</ins>}
    </>
  );
}

function written(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  return JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
}
