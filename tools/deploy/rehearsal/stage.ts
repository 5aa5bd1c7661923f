import {
  Carrier,
  OFFLINE_ACCOUNT_SID,
  OFFLINE_AUTH_TOKEN,
  openGateway,
  startSync,
  type Exchange,
  type Upload,
} from '../../local-twilio';
import { KNOWN_CALLER, OUR_NUMBER } from '../../phone/terminal/options';
import { UnknownPath, webhookPath } from '../account/webhook-path';
import { bootCloud } from './cloud';
import type { Finding } from './finding';
import { inTemporaryFolder } from './temporary-folder';

/** Two, because the second shows whether the first is remembered. */
const TEXTS = ['hello', 'hello'];

/** How it went to hold a conversation with what was uploaded. */
export interface Staged {
  /** `[]` where there was nobody to hold it with. */
  readonly exchanges: readonly Exchange[];
  readonly findings: readonly Finding[];
}

/**
 * Boots what was uploaded as the cloud has it, and texts it through the gateway.
 *
 * @param project has the dependencies installed
 * @param asked the Function that Twilio texts; see {@link webhookPath}
 */
export function stage(upload: Upload, project: string, asked: string | undefined): Promise<Staged> {
  return inTemporaryFolder(async (folder) => {
    const credentials = { ACCOUNT_SID: OFFLINE_ACCOUNT_SID, AUTH_TOKEN: OFFLINE_AUTH_TOKEN };
    const sync = await startSync({ port: 0 });
    const cloud = await bootCloud(upload, { project, folder, credentials, syncUrl: sync.url });
    const closeGateway = await openGateway({
      domain: upload.domain,
      functions: new Map(upload.functions.map(({ path, visibility }) => [path, visibility])),
      port: cloud.port,
      authToken: OFFLINE_AUTH_TOKEN,
    });
    let exchanges: readonly Exchange[] = [];
    const findings: Finding[] = [];
    try {
      if (cloud.port > 0 && upload.functions.length > 0) {
        exchanges = await converse(`https://${upload.domain}${webhookPath(upload.functions, asked)}`);
        findings.push(...findingsIn(exchanges));
      }
    } catch (error) {
      if (!(error instanceof UnknownPath)) throw error;
      findings.push({ name: 'conversation', what: error.message, remedy: 'Only that one is texted.' });
    } finally {
      closeGateway();
      findings.unshift(...(await cloud.close()));
      await sync.close();
    }
    return { exchanges, findings };
  });
}

/** From one phone, waiting for each answer. */
async function converse(url: string): Promise<Exchange[]> {
  const carrier = new Carrier({ url, authToken: OFFLINE_AUTH_TOKEN });
  const phone = carrier.pair({ from: KNOWN_CALLER, to: OUR_NUMBER });
  const exchanges: Exchange[] = [];
  for (const text of TEXTS) exchanges.push(await phone.send(text));
  return exchanges;
}

/** What Twilio would have logged as errors and warnings. */
function findingsIn(exchanges: readonly Exchange[]): Finding[] {
  return exchanges.flatMap(({ problems, request }) =>
    problems.map(({ code, title, meaning, remedy }) => ({
      name: 'conversation',
      what: `To "${request.params.Body ?? ''}" Twilio would log ${code}, ${title}. ${meaning}`,
      remedy,
    })),
  );
}
