import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';
import { open, seal } from '../bare';
import { builtFile, deployed, load } from '../built';
import type * as Guide from '../functions/guide';
import { context, eventOf, take } from '../message';
import { count as countWithH3 } from '../rivals/h3';
import { count as countWithIron } from '../rivals/iron-session';
import { count as countWithJose } from '../rivals/jose';
import { inRounds } from '../rounds';
import { marked, type Subject } from '../subject';

/** One message through a handler in process: a cookie opened, the greeter, a cookie sealed, TwiML. */
export const message: Subject = {
  title: 'One message, in process',
  comparedWith: 'the floor',
  async measure() {
    const handler = deployed();
    const { handler: guide } = load<typeof Guide>(builtFile('guide'));
    const event = eventOf('hello', await take(handler, eventOf('hello')));
    const sealed = seal('{"messages":1}');
    const plain = { ...event, request: { cookies: { count: '1' } } };
    const ignore: ServerlessCallback = () => undefined;
    const least = () => {
      open(sealed);
      seal('{"messages":2}');
      write(2);
    };
    const answer = () => handler(context, event, ignore);
    const [floor, ours, coldFloor, cold, guided, iron, jose, h3] = await inRounds([
      { name: 'the floor: one MessagingResponse, one AES-256-GCM open, one seal', run: least },
      { name: 'this Function', run: answer },
      {
        name: 'the floor, when 4 MB of memory were read since the message before',
        run: least,
        before: readOn,
      },
      { name: 'this Function, likewise', run: answer, before: readOn },
      {
        name: 'the guide’s counter in a plain cookie',
        link: 'https://www.twilio.com/docs/runtime/functions/headers-and-cookies/setting-and-modifying',
        run: () => guide(undefined, plain, ignore),
      },
      {
        name: 'the greeter with iron-session',
        link: 'https://github.com/vvo/iron-session#usage',
        run: greeting(countWithIron),
      },
      {
        name: 'the greeter with jose (JWE, dir, A256GCM)',
        link: 'https://github.com/panva/jose/blob/main/docs/jwt/encrypt/classes/EncryptJWT.md',
        run: greeting(countWithJose),
      },
      {
        name: 'the greeter with h3’s session',
        link: 'https://h3.dev/examples/handle-session',
        run: greeting(countWithH3),
      },
    ]);
    if (!floor || !ours || !coldFloor || !cold || !guided || !iron || !jose || !h3)
      throw new Error('A contender is missing.');
    const timesFaster = (rival: typeof iron) => rival.ratio / ours.ratio;
    return [
      floor,
      marked(ours, 'at most 1.5 × the floor', ours.ratio <= 1.5),
      coldFloor,
      cold,
      guided,
      marked(iron, `ours at least 30 × as fast: ${timesFaster(iron).toFixed(1)} ×`, timesFaster(iron) >= 30),
      marked(jose, `ours at least 10 × as fast: ${timesFaster(jose).toFixed(1)} ×`, timesFaster(jose) >= 10),
      h3,
    ];
  },
};

const elsewhere = new Uint8Array(4 << 20).fill(1);

/** Reads as much as the second cache of a core holds, a byte of each line of it. So does a server between two requests. */
function readOn(): void {
  let sum = 0;
  for (let at = 0; at < elsewhere.length; at += 64) sum += elsewhere[at] ?? 0;
  if (sum !== elsewhere.length / 64) throw new Error('The memory was changed.');
}

/** The same greeter, with somebody else's session. */
function greeting(count: (jar: Map<string, string>) => Promise<number>) {
  const jar = new Map<string, string>();
  return async () => write(await count(jar));
}

function write(messages: number): string {
  const twiml = new Twilio.twiml.MessagingResponse();
  twiml.message(`Rey has messaged +14155550100 ${messages} times.`);
  return twiml.toString();
}
