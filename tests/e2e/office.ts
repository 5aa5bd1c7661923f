import type { Office } from './checkup';

/** The clinic's office behind HTTP, which tests play. */
export function officeAt(url: string): Office {
  return {
    free: () => Promise.resolve(['Monday 9 am', 'Tuesday 2 pm']),
    async move(key, from, to) {
      await fetch(`${url}/move`, { method: 'POST', body: new URLSearchParams({ key, from, to }) });
    },
    desk: `${url}/desk`,
  };
}
