/** A state as a list of names and values, with what the turn has changed. */
export function Remembered({ before, after }: { before: unknown; after: unknown }) {
  if (after === undefined && before === undefined) return <p>Nothing, before and after.</p>;
  const names = [...new Set([...namesOf(before), ...namesOf(after)])];
  if (names.length === 0) return <Change before={before} after={after} />;
  return (
    <dl class="remembered">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Change before={valueOf(before, name)} after={valueOf(after, name)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A value, and what it was before where that is another. */
function Change({ before, after }: { before: unknown; after: unknown }) {
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

function namesOf(value: unknown): string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

function valueOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
