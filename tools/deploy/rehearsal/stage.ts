import {
  Carrier,
  OFFLINE_ACCOUNT,
  OFFLINE_AUTH_TOKEN,
  startGateway,
  startMessages,
  startSync,
  type Exchange,
  type Gateway,
  type ServedMessages,
  type Upload,
} from '../../local-twilio';
import { KNOWN_CALLER, OUR_NUMBER } from '../../phone/terminal/options';
import { UnknownPath, webhookPath } from '../account/webhook-path';
import { bootCloud, type Cloud } from './cloud';
import type { Finding } from './finding';
import { openOnStage, openingFunction, type Opened, type ToRehearse } from './opening';
import { inTemporaryFolder } from './temporary-folder';

/** Two texts, because the second shows whether the first is remembered. */
const TEXTS = ['hello', 'hello'];

const PAIR = { from: KNOWN_CALLER, to: OUR_NUMBER };

const NOT_OPENED =
  'The name is that of a dialogue with the option data, and --data is what it takes: docs/opening.md.';

export interface StageOptions {
  /** The folder where the dependencies are installed. */
  readonly project: string;
  /** The Function that Twilio texts; see {@link webhookPath}. */
  readonly path: string | undefined;
  /** The names of all conversations except the one that `CONVERSATION` chooses. */
  readonly otherConversations: readonly string[];
  /** The names of what the chosen one can open. */
  readonly opens: readonly string[];
  /** What is opened. Without it, each of those is opened that takes no data. */
  readonly open?: ToRehearse | undefined;
}

/** The conversation that was held with the uploaded Function. */
export interface Staged {
  /** `[]` if no Function could be texted. */
  readonly exchanges: readonly Exchange[];
  /** What can be opened, and what came of that. */
  readonly opened: readonly Opened[];
  readonly findings: readonly Finding[];
}

/**
 * Boots what was uploaded, as the cloud does, and texts it through the gateway. If nothing is wrong, it opens what
 * can be opened, and sends one text to each of the other conversations, because they are deployed as well.
 */
export function stage(upload: Upload, options: StageOptions): Promise<Staged> {
  return inTemporaryFolder(async (folder) => {
    const [sync, messages] = await Promise.all([startSync({ port: 0 }), startMessages({ port: 0 })]);
    const standIns = { SYNC_URL: sync.url, MESSAGES_URL: messages.url };
    const { project } = options;
    const isOpening = options.open !== undefined || options.opens.length > 0;
    const functions = [...upload.functions, ...(isOpening ? [await openingFunction(project)] : [])];
    const cloud = await bootCloud(
      { ...upload, functions },
      { project, folder, credentials: OFFLINE_ACCOUNT, standIns },
    );
    const gateway = await startGateway({
      domain: upload.domain,
      functions: new Map(functions.map(({ path, visibility }) => [path, visibility])),
      port: cloud.port,
      authToken: OFFLINE_AUTH_TOKEN,
    });
    try {
      const staged = await textAll(upload, { cloud, gateway, messages: messages.messages }, options);
      return { ...staged, findings: [...staged.findings, ...(await cloud.close())] };
    } finally {
      await gateway.close();
      await cloud.close();
      await Promise.all([sync.close(), messages.close()]);
    }
  });
}

/** What the Functions meet. */
interface Twilio {
  readonly cloud: Cloud;
  readonly gateway: Gateway;
  readonly messages: ServedMessages['messages'];
}

async function textAll(
  { domain, functions }: Upload,
  { cloud, gateway, messages }: Twilio,
  { path, otherConversations, opens, open }: StageOptions,
): Promise<Staged> {
  const opened: Opened[] = [];
  const findings = cloud.port === 0 ? [] : await cloud.set({});
  if (!cloud.isUp() || functions.length === 0) return { exchanges: [], opened, findings };
  const url = webhookUrl();
  if (url === undefined) return { exchanges: [], opened, findings };
  const chosen = await converse(TEXTS);
  findings.push(...chosen.findings);
  for (const each of open ? [open] : opens.map((name) => ({ name }))) {
    if (findings.length === 0) await openAndText(each);
  }
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
  return { exchanges: chosen.exchanges, opened, findings };

  async function openAndText(asked: ToRehearse): Promise<void> {
    const refused = await openOnStage(asked, PAIR, { domain, server: gateway.connect[domain] ?? '' });
    findings.push(...(await cloud.set({})));
    if (findings.length > 0) return;
    if (refused === undefined) {
      const [sent] = messages.list();
      const { exchanges, findings: found } = await converse(TEXTS.slice(0, 1));
      opened.push(
        ...exchanges.map((exchange) => ({ name: asked.name, held: { said: sent?.body ?? '', exchange } })),
      );
      findings.push(...found);
    } else if (open) {
      const what = `${asked.name} was not opened: ${refused.replace(/\.$/, '')}.`;
      findings.push({ name: 'conversation', what, remedy: NOT_OPENED });
    } else {
      opened.push({ name: asked.name });
    }
  }

  /** Sends texts from a new phone, one after the other, and stops at the first finding. */
  async function converse(texts: readonly string[]): Promise<Pick<Staged, 'exchanges' | 'findings'>> {
    const carrier = new Carrier({
      url: String(url),
      authToken: OFFLINE_AUTH_TOKEN,
      connect: gateway.connect,
    });
    const phone = carrier.pair(PAIR);
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
