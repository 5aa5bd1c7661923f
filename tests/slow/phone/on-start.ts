import type { Page } from 'playwright-core';
import { ProjectCopy } from '../../../tools/testing/project-copy';
import { freePort } from '../../../tools/testing/free-port';
import { run } from '../../../tools/testing/server';
import { browse } from './on-page';

export interface Started {
  readonly copy: ProjectCopy;
  /** Waits until a save is built. */
  readonly rebuilt: () => Promise<void>;
}

/** Serves a copy of the project with `npm start`, and opens its phone. */
export async function onStart(
  use: (page: Page, started: Started) => Promise<void>,
  env: Record<string, string> = {},
  copy = new ProjectCopy(),
): Promise<void> {
  const [port, phonePort] = [await freePort(), await freePort()];
  const ports = { PORT: String(port), PHONE_PORT: String(phonePort) };
  const server = await run(['--import', 'tsx', 'tools/start.ts'], {
    port,
    cwd: copy.folder,
    env: { ...process.env, ...ports, ACCOUNT_SID: '', AUTH_TOKEN: '', ...env },
  });
  const rebuilt = () => server.printed('Rebuilt dist/local/functions/sms.protected.js');
  try {
    await server.printed('The Function is ready for texts');
    await browse(`http://localhost:${phonePort}`, (page) => use(page, { copy, rebuilt }));
  } finally {
    await server.stop();
  }
}
