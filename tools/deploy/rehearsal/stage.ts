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
import { bootCloud, type Cloud } from './cloud';
import type { Finding } from './finding';
import { inTemporaryFolder } from './temporary-folder';

/** Two, because the second shows whether the first is remembered. */
const TEXTS = ['hello', 'hello'];

export interface StageOptions {
  /** Has the dependencies installed. */
  readonly project: string;
  /** The Function that Twilio texts; see {@link webhookPath}. */
  readonly path: string | undefined;
  /** What `CONVERSATION` may name besides the conversation that it chooses. */
  readonly otherConversations: readonly string[];
}

/** How it went to hold a conversation with what was uploaded. */
export interface Staged {
  /** `[]` where there was nobody to hold it with. */
  readonly exchanges: readonly Exchange[];
  readonly findings: readonly Finding[];
}

/**
 * Boots what was uploaded as the cloud has it, and texts it through the gateway. Where that goes well, the
 * other conversations get one text each: they are deployed as well, and a variable brings them up.
 */
export function stage(upload: Upload, options: StageOptions): Promise<Staged> {
  return inTemporaryFolder(async (folder) => {
    const credentials = { ACCOUNT_SID: OFFLINE_ACCOUNT_SID, AUTH_TOKEN: OFFLINE_AUTH_TOKEN };
    const sync = await startSync({ port: 0 });
    const { project } = options;
    const cloud = await bootCloud(upload, { project, folder, credentials, syncUrl: sync.url });
    const closeGateway = await openGateway({
      domain: upload.domain,
      functions: new Map(upload.functions.map(({ path, visibility }) => [path, visibility])),
      port: cloud.port,
      authToken: OFFLINE_AUTH_TOKEN,
    });
    try {
      const { exchanges, findings } = await textAll(upload, cloud, options);
      return { exchanges, findings: [...findings, ...(await cloud.close())] };
    } finally {
      closeGateway();
      await cloud.close();
      await sync.close();
    }
  });
}

async function textAll(
  { domain, functions }: Upload,
  cloud: Cloud,
  { path, otherConversations }: StageOptions,
): Promise<Staged> {
  const findings = cloud.port === 0 ? [] : await cloud.set({});
  if (!cloud.isUp() || functions.length === 0) return { exchanges: [], findings };
  const url = webhookUrl();
  if (url === undefined) return { exchanges: [], findings };
  const chosen = await converse(url, TEXTS, cloud);
  findings.push(...chosen.findings);
  for (const name of findings.length === 0 ? otherConversations : []) {
    findings.push(...(await cloud.set({ CONVERSATION: name })));
    if (!cloud.isUp()) break;
    const other = await converse(url, TEXTS.slice(0, 1), cloud);
    findings.push(
      ...other.findings.map((finding) => ({
        ...finding,
        what: `With CONVERSATION=${name}: ${finding.what}`,
      })),
    );
  }
  return { exchanges: chosen.exchanges, findings };

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

/** From one phone, waiting for each answer, until something is wrong. */
async function converse(url: string, texts: readonly string[], cloud: Cloud): Promise<Staged> {
  const carrier = new Carrier({ url, authToken: OFFLINE_AUTH_TOKEN });
  const phone = carrier.pair({ from: KNOWN_CALLER, to: OUR_NUMBER });
  const exchanges: Exchange[] = [];
  for (const text of texts) {
    const exchange = await phone.send(text);
    exchanges.push(exchange);
    const findings = [...(await cloud.set({})), ...findingsIn(exchange)];
    if (findings.length > 0) return { exchanges, findings };
  }
  return { exchanges, findings: [] };
}

/** What Twilio would have logged as errors and warnings. */
function findingsIn({ problems, request }: Exchange): Finding[] {
  return problems.map(({ code, title, meaning, remedy }) => ({
    name: 'conversation',
    what: `To "${request.params.Body ?? ''}" Twilio would log ${code}, ${title}. ${meaning}`,
    remedy,
  }));
}
