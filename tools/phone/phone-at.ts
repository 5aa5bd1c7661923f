import type { Everything } from './switchboard/protocol';

/** How long a phone on this machine has to say that it is one, in milliseconds. */
const PATIENCE = 1000;

/** All that the phone in the browser knows; `undefined` if none is served at this URL. */
export async function phoneAt(url: string): Promise<Everything | undefined> {
  const content: unknown = await fetch(`${url}/phone`, { signal: AbortSignal.timeout(PATIENCE) })
    .then((response) => response.json())
    .catch(() => undefined);
  // Another server may be there, which answers with another JSON.
  return typeof content === 'object' && content !== null && 'webhook' in content
    ? (content as Everything)
    : undefined;
}
