import type { Everything, Posts, Refusal } from '../protocol';

/** The phone's server did not do what was asked. Its message is for the person at the page. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

/** @throws {Failed} */
export async function everything(): Promise<Everything> {
  return (await ask('/phone')) as Everything;
}

/** @throws {Failed} */
export async function post<Path extends keyof Posts>(
  path: Path,
  content: Posts[Path]['ask'],
): Promise<Posts[Path]['answer']> {
  return ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(content),
  }) as Promise<Posts[Path]['answer']>;
}

async function ask(path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(path, init).catch(() => {
    throw new Failed(
      'The phone itself is not running any more. Start it with npm start, and send this again.',
    );
  });
  if (response.ok) return response.json();
  const { error } = (await response.json().catch(() => ({ error: `HTTP ${response.status}` }))) as Refusal;
  throw new Failed(error);
}
