import type { Entry } from '../../switchboard/protocol';

/** What curl says by itself. */
const OWN = ['host', 'user-agent', 'accept', 'content-type', 'content-length', 'connection'];

/** The first request of a text as a command for a shell. */
export function curlOf({ exchange: { request } }: Entry): string {
  const { method, url, headers, params } = request;
  const parts = [
    `curl -i ${quoted(url)}`,
    ...headers
      .filter(([name]) => !OWN.includes(name.toLowerCase()))
      .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    // Of a GET they are in the URL.
    ...(method === 'POST'
      ? Object.entries(params).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`)
      : []),
  ];
  return `${parts.join(' \\\n  ')}\n`;
}

/** A word for a POSIX shell: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02_02 */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
