import { fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Variables } from '../../src/choose-by-variable';
import { bundleError, dependenciesOf } from '../build/bundle';
import { endTogether } from './child';

/** What `conversations/index.ts` makes of some variables. */
export interface Conversations {
  /** What `CONVERSATION` may name. */
  readonly names: readonly string[];
  /** What it names with these variables, also where that is the usual one. */
  readonly chosen: string | undefined;
  /** Why the variables choose no conversation, if so. */
  readonly unusable: string | undefined;
  /** Those that a cookie must not keep, each with why. Left out are those that cannot be made here. */
  readonly needServer: Readonly<Record<string, string>>;
}

/** The conversations compile, and cannot be loaded. Its message says what was thrown, and where. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
}

/** How long they may take to load, in milliseconds. */
const LOAD_LIMIT = 10_000;

/** Runs in a process of its own, with the project's conversations. */
const ENTRY = `
  import { conversationFor, conversations } from './conversations';
  process.once('message', (variables) => {
    const names = Object.keys(conversations);
    const needServer = {};
    let chosen, unusable;
    try {
      const make = conversationFor(variables);
      chosen = names.find((name) => conversations[name] === make);
      // A variable that it cannot use is said by a LoggableError. Whatever else is missing here, Twilio has.
      console.error = () => undefined;
      globalThis.Runtime ??= { getAssets: () => ({}) };
      make(variables);
    } catch (error) {
      if (error?.name === 'LoggableError') unusable = error.message;
    }
    for (const name of names) {
      try {
        const { needsServer } = conversations[name](variables);
        if (needsServer) needServer[name] = needsServer;
      } catch {
        // What keeps it from being made has been said of the chosen one. Another one is made when it is texted.
      }
    }
    process.send({ names, chosen, unusable, needServer }, () => process.exit());
  });
`;

/**
 * Loads the conversations of a project, and asks them what they make of some variables. They get a process
 * of their own: one that throws when it is loaded, or never ends, disturbs nothing else.
 *
 * @throws {BundleError} where they do not compile
 * @throws {LoadError}
 */
export async function askConversations(project: string, variables: Variables): Promise<Conversations> {
  // In the project, because it requires the packages that are installed there.
  const file = path.join(project, `dist/conversations.${process.pid}.cjs`);
  try {
    await build({
      stdin: { contents: ENTRY, resolveDir: project, sourcefile: 'ask-conversations.ts' },
      absWorkingDir: project,
      outfile: file,
      bundle: true,
      external: await dependenciesOf(project),
      platform: 'node',
      format: 'cjs',
      sourcemap: 'inline',
      logLevel: 'silent',
    }).catch(async (failure: unknown) => {
      throw await bundleError(failure);
    });
    return await ask(file, project, variables);
  } finally {
    await rm(file, { force: true });
  }
}

function ask(file: string, project: string, variables: Variables): Promise<Conversations> {
  const child = fork(file, {
    cwd: project,
    // As in the cloud, where they are in the environment, too.
    env: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: LOAD_LIMIT,
    killSignal: 'SIGKILL',
  });
  endTogether(child);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.send(variables);
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => {
      resolve(answer as Conversations);
    });
    child.once('error', reject);
    child.once('close', (_, signal) => {
      reject(new LoadError(signal ? `They take more than ${LOAD_LIMIT / 1000} s.` : thrown(said, project)));
    });
  });
}

/** @param said what Node prints of an error that nobody catches */
function thrown(said: string, project: string): string {
  if (said === '') return 'They end the process.';
  const what = /^\w*Error\b.*$/m.exec(said)?.[0] ?? 'What was thrown is no Error.';
  const places = Array.from(said.matchAll(/^ {4}at .*?\(?([^\s()]+:\d+:\d+)\)?$/gm), ([, place = '']) =>
    path.relative(project, place),
  );
  const place = places.find((file) => !/^(\.\.|node:)|node_modules/.test(file));
  return place === undefined ? what : `${what}\nat ${place}`;
}
