import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { FUNCTIONS } from '../../build/bundle';
import { inChild } from '../child';
import type { Texted } from '../http-client';
import { compare } from '../rounds';
import { median } from '../statistics';
import { marked, type Row, type Subject } from '../subject';

/** Over loopback with keep-alive; the server in one process, the client in another. */
export const http: Subject = {
  title: 'Over HTTP, in the runtime handler’s own server without forking',
  comparedWith: 'the least',
  async measure() {
    const server = spawn(process.execPath, ['--import', 'tsx', 'tools/bench/http-server.ts'], {
      cwd: FUNCTIONS.project,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(server.stdout, 'data')) as [Buffer];
      const { functions, express } = JSON.parse(String(line)) as { functions: string; express: string };
      const contenders = [
        {
          name: 'the least: one MessagingResponse, one AES-256-GCM open, one seal',
          url: `${functions}/floor`,
        },
        { name: 'this Function', url: `${functions}/sms` },
        { name: 'one AES-256-GCM open, one seal', url: `${functions}/bare` },
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
      const texted = await inChild<Texted[]>(
        path.join(__dirname, '../http-client.ts'),
        contenders.map(({ url }) => url),
      );
      const costs = texted.map(({ requestsPerSecond }) => requestsPerSecond.map((rate) => 1e6 / rate));
      return contenders.map(({ name, link }, n): Row => {
        const own = costs[n] ?? [];
        const row: Row = {
          name,
          median_us: median(own),
          ...compare(own, costs[0] ?? []),
          also: {
            requests_a_second: 1e6 / median(own),
            p99_us: texted[n]?.p99 ?? NaN,
          },
          ...(link && { link }),
        };
        return n === 1 ? marked(row, 'at most 1.15 × the least', row.ratio <= 1.15) : row;
      });
    } finally {
      server.kill();
    }
  },
};
