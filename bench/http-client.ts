import { Agent, request } from 'node:http';
import { eventOf } from './message';
import { quantile } from './statistics';

const CONNECTIONS = 4;

/** Texts one URL over and over, with keep-alive, and prints how fast it answers. */
async function main(url: string, milliseconds: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const params = Object.entries(eventOf('hello')).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const body = new URLSearchParams(params).toString();
  const { cookie } = await text(undefined);
  const times: number[] = [];
  await during(200, []);
  const start = performance.now();
  await during(milliseconds, times);
  const seconds = (performance.now() - start) / 1000;
  console.log(
    JSON.stringify({
      requestsPerSecond: times.length / seconds,
      p50: quantile(times, 0.5) * 1000,
      p99: quantile(times, 0.99) * 1000,
    }),
  );
  agent.destroy();

  async function during(time: number, into: number[]): Promise<void> {
    const end = performance.now() + time;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (performance.now() < end) into.push((await text(cookie)).milliseconds);
      }),
    );
  }

  function text(cookie: string | undefined): Promise<{ cookie: string | undefined; milliseconds: number }> {
    return new Promise((resolve, reject) => {
      const start = performance.now();
      const headers = {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': body.length,
        ...(cookie !== undefined && { cookie }),
      };
      const sent = request(url, { method: 'POST', agent, headers }, (response) => {
        response.resume().on('end', () => {
          if (response.statusCode !== 200)
            reject(new Error(`${url} answered ${String(response.statusCode)}`));
          resolve({
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0],
            milliseconds: performance.now() - start,
          });
        });
      });
      sent.on('error', reject).end(body);
    });
  }
}

void main(String(process.argv[2]), Number(process.argv[3]));
