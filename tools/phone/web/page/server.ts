import type { Posts, Refusal, Update } from '../../switchboard/protocol';

/** What was asked was not done. Its message is for the person at the page. */
export class Failed extends Error {
  override readonly name = 'Failed';
}

/** @throws {Failed} */
export async function post<Path extends keyof Posts>(
  path: Path,
  content: Posts[Path]['ask'],
): Promise<Posts[Path]['answer']> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(content),
  }).catch(() => {
    throw new Failed('The phone is not running any more. Start it again, and send this again.');
  });
  if (response.ok) return (await response.json()) as Posts[Path]['answer'];
  const { error } = (await response.json().catch(() => ({ error: `HTTP ${response.status}` }))) as Refusal;
  throw new Failed(error);
}

/** Hears of everything that changes, from the beginning, also after the server was started again. */
export function listen(onUpdate: (update: Update) => void, onLost: () => void): void {
  const events = new EventSource('/events');
  events.addEventListener('message', ({ data }) => onUpdate(JSON.parse(String(data)) as Update));
  events.addEventListener('error', onLost);
}
