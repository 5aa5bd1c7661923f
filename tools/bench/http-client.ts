import { Agent, request } from 'node:http';
import { eventOf } from './message';
import { quantile } from './statistics';

const CONNECTIONS = 4;
const WARM_UP = 4;

/** Short enough that a change in the machine's load meets all URLs of a round alike. */
const ROUND = 250;
const ROUNDS = 40;

/** What one URL took. */
export interface Texted {
  /** In every round. */
  readonly requestsPerSecond: readonly number[];
  /** In microseconds, of all requests. */
  readonly p99: number;
}

/** Texts each URL over and over, in turns, with keep-alive, and prints a {@link Texted} for each. */
async function main(urls: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const params = Object.entries(eventOf('hello')).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const body = new URLSearchParams(params).toString();
  const texted = urls.map(() => ({ milliseconds: [] as number[], requestsPerSecond: [] as number[] }));
  const cookies = await Promise.all(urls.map(async (url) => (await text(url, undefined)).cookie));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [n, url] of urls.entries()) {
      const start = performance.now();
      const times = await during(ROUND, url, cookies[n]);
      if (round < 0) continue;
      texted[n]?.milliseconds.push(...times);
      texted[n]?.requestsPerSecond.push((times.length / (performance.now() - start)) * 1000);
    }
  }
  const results = texted.map(({ milliseconds, requestsPerSecond }): Texted => ({
    requestsPerSecond,
    p99: quantile(milliseconds, 0.99) * 1000,
  }));
  console.log(JSON.stringify(results));
  agent.destroy();

  async function during(time: number, url: string, cookie: string | undefined): Promise<number[]> {
    const times: number[] = [];
    const end = performance.now() + time;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (performance.now() < end) times.push((await text(url, cookie)).milliseconds);
      }),
    );
    return times;
  }

  function text(
    url: string,
    cookie: string | undefined,
  ): Promise<{ cookie: string | undefined; milliseconds: number }> {
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

void main(process.argv.slice(2));
