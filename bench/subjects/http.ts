import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { FUNCTIONS } from '../../scripts/bundle';
import { inChild } from '../child';
import { compare } from '../rounds';
import { median } from '../statistics';
import { marked, type Row, type Subject } from '../subject';

const ROUNDS = 7;
const ROUND = 1500;

interface Measured {
  requestsPerSecond: number;
  p50: number;
  p99: number;
}

/** Over loopback with keep-alive; the server in one process, the client in another. */
export const http: Subject = {
  title: 'Over HTTP, in the runtime handler’s own server without forking',
  comparedWith: 'a bare open and seal',
  async measure() {
    const server = spawn(process.execPath, ['--import', 'tsx', 'bench/http-server.ts'], {
      cwd: FUNCTIONS.project,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(server.stdout, 'data')) as [Buffer];
      const { functions, express } = JSON.parse(String(line)) as { functions: string; express: string };
      const contenders = [
        { name: 'a Function with a bare AES-256-GCM open and seal', url: `${functions}/bare` },
        { name: 'this Function', url: `${functions}/sms` },
        {
          name: 'the guide’s counter in a plain cookie',
          url: `${functions}/guide`,
          link: 'https://www.twilio.com/docs/runtime/functions/headers-and-cookies/setting-and-modifying',
        },
        {
          name: 'Express with express-session, as in Twilio’s Node tutorial',
          url: `${express}/sms`,
          link: 'https://www.twilio.com/docs/messaging/tutorials/how-to-create-sms-conversations/node',
        },
      ];
      const measured = contenders.map(() => [] as Measured[]);
      for (let round = 0; round < ROUNDS; round++) {
        for (const [n, { url }] of contenders.entries()) {
          measured[n]?.push(
            await inChild<Measured>(path.join(__dirname, '../http-client.ts'), [url, String(ROUND)]),
          );
        }
      }
      const costs = measured.map((rounds) => rounds.map(({ requestsPerSecond }) => 1e6 / requestsPerSecond));
      return contenders.map(({ name, link }, n): Row => {
        const own = costs[n] ?? [];
        const row: Row = {
          name,
          median_us: median(own),
          ...compare(own, costs[0] ?? []),
          also: {
            requests_a_second: 1e6 / median(own),
            p99_us: median((measured[n] ?? []).map(({ p99 }) => p99)),
          },
          ...(link && { link }),
        };
        return n === 1 ? marked(row, 'within 10% of the bare one', row.ratio <= 1.1) : row;
      });
    } finally {
      server.kill();
    }
  },
};
