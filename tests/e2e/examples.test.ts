import { Carrier } from '../../tools/local-twilio';
import { serve, type Server } from '../../tools/testing/server';

/*
 * Each example, held over HTTP against the real local runtime.
 */

jest.setTimeout(60_000);

const REY = { from: '+14158675308', to: '+14155550100' };
const FINN = { from: '+12349013030', to: '+14155550100' };

async function served(EXAMPLE: string): Promise<Server> {
  const SESSION_SECRET = 'the secret of the end-to-end tests is long enough';
  return serve({ functions: 'dist/examples', env: { SESSION_SECRET, ID_SECRET: SESSION_SECRET, EXAMPLE } });
}

/** Texts an example, and gives the only message that each text is answered with. */
async function hold(server: Server, texts: readonly string[], pair = REY): Promise<string[]> {
  const phone = new Carrier({ url: `http://127.0.0.1:${server.port}/sms` }).pair(pair);
  const said: string[] = [];
  for (const body of texts) {
    const { replies, problems } = await phone.send(body);
    expect(problems).toStrictEqual([]);
    expect(replies).toHaveLength(1);
    said.push(replies[0]?.body ?? '');
  }
  return said;
}

test('a pizza order with a loop', async () => {
  const server = await served('pizza');
  const texts = ['hi', 'funghi', 'two', 'yes!', '#1', '1', 'back', '3', 'nope', 'Main Street 1', 'yes :)'];
  const said = await hold(server, texts);
  expect(said.at(-2)).toBe('2 × Funghi, 3 × Margherita ($49), to Main Street 1. Shall we bake?');
  expect(said.at(-1)).toBe('In the oven! We are there in 30 minutes.');
  await server.stop();
});

test('a clinic, whose slots go meanwhile, and whose appointment lasts', async () => {
  const server = await served('clinic');
  const said = await hold(server, ['hi', 'tomorrow', '9:00', 'hi', 'keep it']);
  expect(said[1]).toMatch(/^When on 20\d\d-\d\d-\d\d\?\nA\. 9:00\nB\. 10:30\nC\. 14:00$/);
  expect(said[2]).toMatch(/^See you on 20\d\d-\d\d-\d\d at 9:00\.$/);
  expect(said.slice(3)).toStrictEqual([
    expect.stringMatching(/^You come on .* at 9:00\.\n1\. Keep it\n2\. Drop it\n3\. Move it$/),
    'See you then.',
  ]);
  expect((await hold(server, ['hi', 'tomorrow'], FINN))[1]).toMatch(/\?\nA\. 10:30\nB\. 14:00$/);
  await server.stop();
});

test('a German survey with skips', async () => {
  const server = await served('survey');
  const said = await hold(server, ['hallo', 'weiter', 'die Musik', 'weiter', 'nein']);
  expect(said[0]).toMatch(/^Danke, dass Sie mitmachen! .*\nWie oft waren Sie schon bei uns\?$/);
  expect(said.slice(1)).toStrictEqual([
    'Was hat Ihnen am besten gefallen?\n1. Essen\n2. Bedienung\n3. Musik\n4. Nichts',
    'Möchten Sie noch etwas sagen?',
    'Dürfen wir Ihnen schreiben?',
    'Vielen Dank!',
  ]);
  await server.stop();
});

test('a support line with a slow answer', async () => {
  const server = await served('support');
  const start = performance.now();
  expect(await hold(server, ['I forgot my password', 'yes'])).toStrictEqual([
    'Hello, this is the support line.\nOpen Settings, and choose New password.\nDoes that help?',
    'Good. Text again any time.',
  ]);
  const took = performance.now() - start;
  expect(took).toBeGreaterThan(1000);
  // It is slow once: a replay does not look again.
  expect((await hold(server, ['it smokes', 'yes', 'yes'])).at(-1)).toMatch(/^We will call \+14158675308 /);
  await server.stop();
});
