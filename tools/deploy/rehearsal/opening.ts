import { build } from 'esbuild';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { dependenciesOf } from '../../build/bundle';
import { OFFLINE_AUTH_TOKEN, type Exchange, type Pair, type UploadedFile } from '../../local-twilio';

/** What is to be opened. */
export interface ToRehearse {
  /** The name of a dialogue. */
  readonly name: string;
  /** What it is handed, as JSON. */
  readonly data?: string | undefined;
}

/** What came of it. */
export interface Opened {
  readonly name: string;
  /** What was sent, and what a text after it was answered; `undefined` if it was not opened. */
  readonly held?: { readonly said: string; readonly exchange: Exchange };
}

const PATH = '/rehearsal-opens';

/**
 * A Function that opens conversations, as `functions/open.protected.ts` of docs/opening.md does. The rehearsal adds it
 * to what was uploaded. So an opening runs with the same code, variables and store as the answer to it.
 */
export async function openingFunction(project: string): Promise<UploadedFile> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { chosenConversation } from './conversations';
        import { openOnRequest } from './src';
        export const handler = openOnRequest(chosenConversation);`,
      resolveDir: project,
    },
    absWorkingDir: project,
    bundle: true,
    external: await dependenciesOf(project),
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    write: false,
  });
  const content = Buffer.concat(outputFiles.map(({ contents }) => contents));
  return { path: PATH, visibility: 'protected', content };
}

/**
 * Asks that Function to open a conversation, in place of one that is going on.
 *
 * @param server where the domain is served
 * @returns why it was refused; `undefined` if it was opened
 */
export async function openOnStage(
  { name, data }: ToRehearse,
  { from, to }: Pair,
  { domain, server }: { readonly domain: string; readonly server: string },
): Promise<string | undefined> {
  const parameters = {
    To: from,
    From: to,
    Name: name,
    ...(data !== undefined && { Data: data }),
    Until: String(Math.floor(Date.now() / 1000) + 60),
    Replaces: 'true',
  };
  const response = await fetch(server + PATH, {
    method: 'POST',
    headers: {
      'X-Twilio-Signature': getExpectedTwilioSignature(
        OFFLINE_AUTH_TOKEN,
        `https://${domain}${PATH}`,
        parameters,
      ),
    },
    body: new URLSearchParams(parameters),
  });
  if (response.ok) return undefined;
  const { error, outcome } = (await response.json().catch(() => ({}))) as {
    error?: string;
    outcome?: string;
  };
  return error ?? outcome ?? `HTTP ${response.status}`;
}
