import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FUNCTIONS, bundle } from '../../../tools/build/bundle';
import { smoke } from '../../../tools/deploy/deployment/smoke';
import { bootCloud, type Cloud } from '../../../tools/deploy/rehearsal/cloud';
import { TwilioRun } from '../../../tools/deploy/twilio-run/twilio-run';
import {
  ACCOUNT_SID,
  close,
  listen,
  startGateway,
  startSync,
  type Gateway,
  type ServedSync,
  type Upload,
} from '../../../tools/local-twilio';
import { ProjectCopy } from '../../../tools/testing/project-copy';

jest.setTimeout(60_000);

const AUTH_TOKEN = 'p'.repeat(32);

let upload: Upload;
let sync: ServedSync;
let cloud: Cloud;
let gateway: Gateway;
let folder: string;

/** What the Functions have sent to BOOKINGS_URL. */
const booked: (string | undefined)[] = [];
const bookings = createServer((request, response) => {
  booked.push(request.url);
  response.end();
});

beforeAll(async () => {
  const copy = new ProjectCopy();
  const url = `http://127.0.0.1:${await listen(bookings, 0)}`;
  copy.replace('.env', 'SESSION_STORE=', 'SESSION_STORE=sync');
  copy.replace('.env', 'CONVERSATION=', 'CONVERSATION=booking');
  copy.replace('.env', 'BOOKINGS_URL=', `BOOKINGS_URL=${url}`);
  await bundle({ ...FUNCTIONS, project: copy.folder });
  const twilioRun = new TwilioRun(copy.folder);
  upload = await twilioRun.recordUpload([]);
  twilioRun.close();
  copy.remove('.');
  sync = await startSync({ port: 0 });
  folder = mkdtempSync(path.join(tmpdir(), 'smoke-'));
  cloud = await bootCloud(upload, {
    project: FUNCTIONS.project,
    folder,
    credentials: { ACCOUNT_SID, AUTH_TOKEN },
    standIns: { SYNC_URL: sync.url, MESSAGES_URL: sync.url },
  });
  gateway = await startGateway({
    domain: upload.domain,
    functions: new Map(upload.functions.map((file) => [file.path, file.visibility])),
    port: cloud.port,
    authToken: AUTH_TOKEN,
  });
});

afterAll(async () => {
  await gateway.close();
  expect(await cloud.close()).toStrictEqual([]);
  await Promise.all([sync.close(), close(bookings)]);
  rmSync(folder, { recursive: true });
});

const smoking = (authToken = AUTH_TOKEN, at = '/sms') =>
  smoke({
    url: `https://${upload.domain}${at}`,
    accountSid: ACCOUNT_SID,
    authToken,
    connect: gateway.connect,
    pause: 1,
  });

test('HELP passes the gate, and leaves no state and does nothing', async () => {
  expect(await smoking()).toStrictEqual([]);
  expect(await cloud.set({})).toStrictEqual([]);
  expect(sync.documents.list()).toStrictEqual([]);
  expect(booked).toStrictEqual([]);
});

test('another token, and a path where nothing is, are what Twilio would log', async () => {
  expect(await smoking('q'.repeat(32))).toMatchObject([{ code: 11200 }]);
  expect(await smoking(AUTH_TOKEN, '/nowhere')).toMatchObject([{ code: 11200 }]);
});
