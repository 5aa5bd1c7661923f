import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import twilio from 'twilio';
import { Clock } from '../../../tools/local-twilio/carrier/clock';
import { Documents, isSyncError } from '../../../tools/local-twilio/sync/documents';
import { startSync, type Mishap, type ServedSync } from '../../../tools/local-twilio/sync/server';
import { ACCOUNT, installSync } from '../../../tools/testing/sync';

let sync: ServedSync;
let clock: Clock;
let mishap: Mishap | undefined;

const client = twilio(ACCOUNT.ACCOUNT_SID, ACCOUNT.AUTH_TOKEN);
const { documents } = client.sync.v1.services('default');

beforeEach(async () => {
  clock = new Clock(Date.now);
  mishap = undefined;
  sync = await installSync({ now: () => clock.now(), mishap: () => mishap });
});

afterEach(() => sync.close());

const refused = (status: number, code: number) => expect.objectContaining({ status, code }) as unknown;

test('the twilio package reads what it wrote, by sid and by unique name', async () => {
  const created = await documents.create({ uniqueName: 'name', data: { a: 'ü & ="' }, ttl: 60 });
  expect(created.sid).toMatch(/^ET[0-9a-f]{32}$/);
  expect(created).toMatchObject({
    uniqueName: 'name',
    revision: '0',
    data: { a: 'ü & ="' },
    createdBy: 'system',
  });
  expect(created.dateExpires.getTime() - created.dateCreated.getTime()).toBe(60_000);
  for (const name of ['name', created.sid])
    expect((await documents(name).fetch()).toJSON()).toStrictEqual(created.toJSON());
  expect(await documents('name').remove()).toBe(true);
  await expect(documents('name').fetch()).rejects.toStrictEqual(refused(404, 20404));
  await expect(documents('name').remove()).rejects.toStrictEqual(refused(404, 20404));
  await expect(documents('name').update({ data: {} })).rejects.toStrictEqual(refused(404, 20404));
});

test('each write gives another revision, and one that expects an older one fails', async () => {
  await documents.create({ uniqueName: 'name', data: { n: 0 } });
  const revisions = new Set<string>();
  for (let n = 1; n <= 20; n++) {
    const { revision } = await documents('name').fetch();
    revisions.add((await documents('name').update({ data: { n }, ifMatch: revision })).revision);
  }
  expect(revisions.size).toBe(20);
  await expect(documents('name').update({ data: {}, ifMatch: '0' })).rejects.toStrictEqual(
    refused(412, 54103),
  );
  expect((await documents('name').fetch()).data).toStrictEqual({ n: 20 });
  await documents('name').update({ data: { n: 21 }, ifMatch: '*' });
  await documents('name').update({ ttl: 60 });
  expect((await documents('name').fetch()).data).toStrictEqual({ n: 21 });
});

test('a unique name is taken once', async () => {
  await documents.create({ uniqueName: 'name' });
  await expect(documents.create({ uniqueName: 'name' })).rejects.toStrictEqual(refused(409, 54301));
  for (const uniqueName of ['x'.repeat(321), `ET${'0'.repeat(32)}`]) {
    await expect(documents.create({ uniqueName })).rejects.toStrictEqual(refused(400, 54302));
  }
  expect((await documents.create({ uniqueName: 'x'.repeat(320) })).uniqueName).toHaveLength(320);
});

test('a document takes 16 KiB of JSON, an object', async () => {
  const data = { x: 'x'.repeat(16 * 1024 - '{"x":""}'.length) };
  await documents.create({ uniqueName: 'name', data });
  data.x += 'x';
  await expect(documents('name').update({ data })).rejects.toStrictEqual(refused(413, 54006));
  await expect(documents.create({ data })).rejects.toStrictEqual(refused(413, 54006));
  for (const data of ['no JSON', '[]', 'null', '7']) {
    await expect(documents.create({ data })).rejects.toStrictEqual(refused(400, 54101));
  }
});

test('a document lives for its ttl, counted from the last write that names one, or for ever', async () => {
  await documents.create({ uniqueName: 'short', ttl: 60 });
  await documents.create({ uniqueName: 'long' });
  clock.forward(59_000);
  await documents('short').update({ data: {}, ttl: 60 });
  clock.forward(59_000);
  await documents('short').update({ data: {} });
  clock.forward(1000);
  await expect(documents('short').fetch()).rejects.toStrictEqual(refused(404, 20404));
  await documents.create({ uniqueName: 'short' });
  clock.forward(1e12);
  expect((await documents('long').fetch()).dateExpires).toBeNull();
  expect(await documents.create({ ttl: 31_536_000 })).toMatchObject({ revision: '0' });
  for (const ttl of [-1, 1.5, 31_536_001]) {
    await expect(documents.create({ ttl })).rejects.toStrictEqual(refused(400, 54011));
    await expect(documents('long').update({ ttl })).rejects.toStrictEqual(refused(400, 54011));
  }
});

test('a call reads the clock once, so that a lifetime is exact even while the clock moves on', () => {
  let time = 0;
  let readings = 0;
  const store = new Documents(() => {
    readings++;
    return (time += 1000);
  });
  const written = { data: '{}', ttl: '60' };
  const calls = [
    () => store.create('name', written),
    () => store.update('name', written, undefined),
    () => store.fetch('name'),
  ];
  for (const call of calls) {
    readings = 0;
    const document = call();
    expect(readings).toBe(1);
    if (isSyncError(document)) throw new Error(document.message);
    expect(Number(document.expires) - document.updated).toBe(60_000);
  }
  for (const call of [() => store.list(), () => store.remove('name')]) {
    readings = 0;
    call();
    expect(readings).toBe(1);
  }
});

test.each([
  [1024, 200],
  [1025, 199],
  [5632, 110],
  [10_240, 20],
  [16_384, 20],
])('a document of %d bytes is written %d times in ten seconds', async (bytes, times) => {
  const { sid } = await documents.create({ uniqueName: 'name' });
  const written = { data: JSON.stringify({ x: 'x'.repeat(bytes - '{"x":""}'.length) }), ttl: undefined };
  for (let n = 0; n < times; n++) {
    expect(sync.documents.update(sid, written, undefined)).toMatchObject({ sid });
  }
  expect(sync.documents.update(sid, written, undefined)).toMatchObject({ code: 54009 });
  clock.forward(10_000);
  expect(sync.documents.update(sid, written, undefined)).toMatchObject({ sid });
});

test('a document is read, and written, 20 times a second: 200 times in ten', async () => {
  const { sid } = await documents.create({ uniqueName: 'name' });
  for (let n = 0; n < 200; n++) expect(sync.documents.fetch(sid)).toMatchObject({ sid });
  await expect(documents('name').fetch()).rejects.toStrictEqual(refused(429, 54009));
  const written = { data: '{}', ttl: undefined };
  for (let n = 0; n < 200; n++) {
    expect(sync.documents.update(sid, written, undefined)).toMatchObject({ sid });
  }
  await expect(documents('name').update({ data: {} })).rejects.toStrictEqual(refused(429, 54009));
  clock.forward(10_000);
  await documents('name').fetch();
  await documents('name').update({ data: {} });
});

test('all documents are listed, page by page', async () => {
  for (let n = 0; n < 120; n++) sync.documents.create(`name ${n}`, { data: '{}', ttl: undefined });
  const names = (await documents.list({ pageSize: 50 })).map(({ uniqueName }) => uniqueName);
  expect(new Set(names).size).toBe(120);
  expect(await documents.list({ limit: 7 })).toHaveLength(7);
});

test('what goes wrong on demand', async () => {
  await documents.create({ uniqueName: 'name', data: { n: 0 } });
  mishap = 'reset';
  await expect(documents('name').update({ data: { n: 1 } })).rejects.toMatchObject({ code: 'ECONNRESET' });
  mishap = 'answer lost';
  await expect(documents('name').update({ data: { n: 2 } })).rejects.toMatchObject({ code: 'ECONNRESET' });
  for (const cut of ['answer cut', { cut: 54103 }] as const) {
    mishap = cut;
    await expect(documents('name').update({ data: { n: 2 } })).rejects.toMatchObject({ isAxiosError: true });
  }
  mishap = 20500;
  await expect(documents('name').update({ data: { n: 3 } })).rejects.toStrictEqual(refused(500, 20500));
  mishap = { milliseconds: 50 };
  const start = performance.now();
  expect(await documents('name').fetch()).toMatchObject({ data: { n: 2 }, revision: '2' });
  expect(performance.now() - start).toBeGreaterThan(45);
});

const BASIC = `Basic ${Buffer.from(`${ACCOUNT.ACCOUNT_SID}:${ACCOUNT.AUTH_TOKEN}`).toString('base64')}`;

test('nothing else is there', async () => {
  const status = async (path: string, method = 'GET') =>
    (await fetch(`${sync.url}${path}`, { method, headers: { authorization: BASIC } })).status;
  expect(await status('/v1/Services/default/Documents')).toBe(200);
  expect(await status('/v1/Services/default/Documents', 'PUT')).toBe(404);
  expect(await status('/v1/Services/default/Documents/x', 'PUT')).toBe(404);
  expect(await status('/v1/Services/default/Maps')).toBe(404);
});

test('nobody gets in without the account that it was started with', async () => {
  const status = async (url: string, authorization?: string) =>
    (
      await fetch(`${url}/v1/Services/default/Documents`, {
        headers: authorization === undefined ? {} : { authorization },
      })
    ).status;
  for (const wrong of [
    undefined,
    'Basic x',
    BASIC.slice(0, -4),
    `${BASIC}A`,
    BASIC.replace('Basic', 'Bearer'),
  ]) {
    expect(await status(sync.url, wrong)).toBe(401);
  }
  const other = await startSync({ port: 0, account: { sid: 'AC1', token: 'other' } });
  expect(await status(other.url, BASIC)).toBe(401);
  expect(await status(other.url, `Basic ${btoa('AC1:other')}`)).toBe(200);
  await other.close();
});

/** Sends what `fetch` would not, and gives the status of the answer. */
async function raw(head: string, body = ''): Promise<string> {
  const socket = connect(Number(new URL(sync.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${head}\r\n\r\n${body}`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString().split('\r\n')[0] ?? '';
}

test.each(['evil.example', 'evil.example:80', 'localhost', '127.0.0.1', ''])(
  'a request for another host is misdirected: %j',
  async (host) => {
    const head = `GET /v1/Services/default/Documents HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${BASIC}`;
    expect(await raw(head)).toContain(' 421 ');
  },
);

test('a body is refused before all of it has come', async () => {
  const head = `POST /v1/Services/default/Documents HTTP/1.1\r\nHost: ${new URL(sync.url).host}`;
  const endless = `Content-Length: 1000000000\r\nAuthorization: ${BASIC}`;
  expect(await raw(`${head}\r\n${endless}`, 'x'.repeat(100_000))).toContain(' 413 ');
  // From a stranger none of it is read.
  expect(await raw(`${head}\r\nContent-Length: 1000000000`)).toContain(' 401 ');
});

test.each([
  'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nbroken',
])('a request that is none, or breaks off, harms nobody else: %j', async (request) => {
  const socket = connect(Number(new URL(sync.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(request);
  await sleep(50);
  socket.destroy();
  await sleep(50);
  expect((await documents.create({ uniqueName: 'name', data: {} })).uniqueName).toBe('name');
});
