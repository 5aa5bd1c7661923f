import { installRuntime } from '../testing/runtime';
import { deployed } from './built';
import { eventOf, take } from './message';

/** Many pairs that text three messages each; prints how fast, and how much memory, tenth by tenth. */
async function main(pairs: number): Promise<void> {
  installRuntime({ 'callers.private.json': '{ "+14158675308": "Rey" }' });
  const handler = deployed();
  const tenths: { messagesPerSecond: number; rss: number }[] = [];
  const rss = () => {
    globalThis.gc?.();
    return process.memoryUsage().rss;
  };
  await talk(0, 10_000); // so that what is compiled once is not counted as growth
  const before = rss();
  for (let tenth = 0; tenth < 10; tenth++) {
    const start = performance.now();
    await talk((tenth * pairs) / 10, pairs / 10);
    tenths.push({ messagesPerSecond: ((pairs / 10) * 3000) / (performance.now() - start), rss: rss() });
  }
  console.log(JSON.stringify({ before, tenths }));

  async function talk(first: number, count: number): Promise<void> {
    for (let pair = first; pair < first + count; pair++) {
      const From = `+1${String(4_150_000_000 + pair)}`;
      let cookie: string | undefined;
      for (let n = 0; n < 3; n++) cookie = await take(handler, { ...eventOf('hello', cookie), From });
    }
  }
}

void main(Number(process.argv[2]));
