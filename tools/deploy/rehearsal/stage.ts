import {
  Carrier,
  OFFLINE_ACCOUNT_SID,
  OFFLINE_AUTH_TOKEN,
  startGateway,
  startMessages,
  startSync,
  type Exchange,
  type Gateway,
  type Upload,
} from '../../local-twilio';
import { KNOWN_CALLER, OUR_NUMBER } from '../../phone/terminal/options';
import { UnknownPath, webhookPath } from '../account/webhook-path';
import { bootCloud, type Cloud } from './cloud';
import type { Finding } from './finding';
import { inTemporaryFolder } from './temporary-folder';

/** Two texts, because the second shows whether the first is remembered. */
const TEXTS = ['hello', 'hello'];

export interface StageOptions {
  /** The folder where the dependencies are installed. */
  readonly project: string;
  /** The Function that Twilio texts; see {@link webhookPath}. */
  readonly path: string | undefined;
  /** The names of all conversations except the one that `CONVERSATION` chooses. */
  readonly otherConversations: readonly string[];
}

/** The conversation that was held with the uploaded Function. */
export interface Staged {
  /** `[]` if no Function could be texted. */
  readonly exchanges: readonly Exchange[];
  readonly findings: readonly Finding[];
}

/**
 * Boots what was uploaded, as the cloud does, and texts it through the gateway. If nothing is wrong, it sends
 * one text to each of the other conversations, because they are deployed as well.
 */
export function stage(upload: Upload, options: StageOptions): Promise<Staged> {
  return inTemporaryFolder(async (folder) => {
    const credentials = { ACCOUNT_SID: OFFLINE_ACCOUNT_SID, AUTH_TOKEN: OFFLINE_AUTH_TOKEN };
    const [sync, messages] = await Promise.all([startSync({ port: 0 }), startMessages({ port: 0 })]);
    const standIns = { SYNC_URL: sync.url, MESSAGES_URL: messages.url };
    const { project } = options;
    const cloud = await bootCloud(upload, { project, folder, credentials, standIns });
    const gateway = await startGateway({
      domain: upload.domain,
      functions: new Map(upload.functions.map(({ path, visibility }) => [path, visibility])),
      port: cloud.port,
      authToken: OFFLINE_AUTH_TOKEN,
    });
    try {
      const { exchanges, findings } = await textAll(upload, cloud, gateway, options);
      return { exchanges, findings: [...findings, ...(await cloud.close())] };
    } finally {
      await gateway.close();
      await cloud.close();
      await Promise.all([sync.close(), messages.close()]);
    }
  });
}

async function textAll(
  { domain, functions }: Upload,
  cloud: Cloud,
  gateway: Gateway,
  { path, otherConversations }: StageOptions,
): Promise<Staged> {
  const findings = cloud.port === 0 ? [] : await cloud.set({});
  if (!cloud.isUp() || functions.length === 0) return { exchanges: [], findings };
  const url = webhookUrl();
  if (url === undefined) return { exchanges: [], findings };
  const chosen = await converse(TEXTS);
  findings.push(...chosen.findings);
  for (const name of findings.length === 0 ? otherConversations : []) {
    findings.push(...(await cloud.set({ CONVERSATION: name })));
    if (!cloud.isUp()) break;
    const other = await converse(TEXTS.slice(0, 1));
    findings.push(
      ...other.findings.map((finding) => ({
        ...finding,
        what: `With CONVERSATION=${name}: ${finding.what}`,
      })),
    );
  }
  return { exchanges: chosen.exchanges, findings };

  /** Sends texts from a new phone, one after the other, and stops at the first finding. */
  async function converse(texts: readonly string[]): Promise<Staged> {
    const carrier = new Carrier({
      url: String(url),
      authToken: OFFLINE_AUTH_TOKEN,
      connect: gateway.connect,
    });
    const phone = carrier.pair({ from: KNOWN_CALLER, to: OUR_NUMBER });
    const exchanges: Exchange[] = [];
    for (const text of texts) {
      const exchange = await phone.send(text);
      exchanges.push(exchange);
      const found = [...(await cloud.set({})), ...findingsIn(exchange)];
      if (found.length > 0) return { exchanges, findings: found };
    }
    return { exchanges, findings: [] };
  }

  function webhookUrl(): string | undefined {
    try {
      return `https://${domain}${webhookPath(functions, path)}`;
    } catch (error) {
      if (!(error instanceof UnknownPath)) throw error;
      findings.push({ name: 'conversation', what: error.message, remedy: 'Only that one is texted.' });
      return undefined;
    }
  }
}

/** The errors and warnings that Twilio would log. */
function findingsIn({ problems, request }: Exchange): Finding[] {
  return problems.map(({ code, title, meaning, remedy }) => ({
    name: 'conversation',
    what: `To "${request.params.Body ?? ''}" Twilio would log ${code}, ${title}. ${meaning}`,
    remedy,
  }));
}
