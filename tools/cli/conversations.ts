import { fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Variables } from '../../src/choose-by-variable';
import { bundleError, dependenciesOf } from '../build/bundle';
import { endTogether } from './child';

/** The answer of `conversations/index.ts` for some variables. */
export interface Conversations {
  /** The names that `CONVERSATION` may have. */
  readonly names: readonly string[];
  /** The conversation that the variables choose, also if it is the default one. */
  readonly chosen: string | undefined;
  /** Why the variables cannot be used, if so. */
  readonly unusable: string | undefined;
  /** The names of what the chosen conversation can open. */
  readonly opens: readonly string[];
  /** Those that a cookie must not keep, each with why. Left out are those that cannot be made here. */
  readonly needServer: Readonly<Record<string, string>>;
  /** Those that cannot be made with these variables. */
  readonly unmade: readonly string[];
  /** Those that remind, and cannot with these variables, each with why. */
  readonly cannotRemind: Readonly<Record<string, string>>;
}

/** The conversations compile, but cannot be loaded. The message says what was thrown, and at which line. */
export class LoadError extends Error {}

/** How long they may take to load, in milliseconds. */
const LOAD_LIMIT = 10_000;

/** This runs in a process of its own, bundled with the project's conversations. */
const ENTRY = `
  import { conversationFor, conversations } from './conversations';
  process.once('message', (variables) => {
    const names = Object.keys(conversations);
    const needServer = {};
    const cannotRemind = {};
    const unmade = [];
    let chosen, unusable, opens = [];
    try {
      const make = conversationFor(variables);
      chosen = names.find((name) => conversations[name] === make);
      // A LoggableError reports a variable that cannot be used. Any other error may be due to something that
      // only Twilio has.
      console.error = () => undefined;
      globalThis.Runtime ??= { getAssets: () => ({}) };
      ({ opens = [] } = make(variables));
    } catch (error) {
      if (error?.name === 'LoggableError') unusable = error.message;
    }
    for (const name of names) {
      try {
        const { needsServer, reminds } = conversations[name](variables);
        if (needsServer) needServer[name] = needsServer;
        try {
          reminds?.check(variables);
        } catch ({ message }) {
          cannotRemind[name] = message;
        }
      } catch (error) {
        // Any other error may come from something that only Twilio has, as above. Of the chosen one it is reported.
        if (error?.name === 'LoggableError') unmade.push(name);
      }
    }
    process.send({ names, chosen, unusable, opens, needServer, unmade, cannotRemind }, () => process.exit());
  });
`;

/**
 * Loads the conversations of a project, and asks them which one some variables choose. They run in a process of
 * their own, which can throw or hang without harm.
 *
 * @throws {BundleError} if they do not compile
 * @throws {LoadError}
 */
export async function askConversations(project: string, variables: Variables): Promise<Conversations> {
  // The file is in the project, because it requires the packages that are installed there.
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
    // In the cloud, variables are in the environment as well.
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
    child.once('message', (answer) => resolve(answer as Conversations));
    child.once('error', reject);
    child.once('close', (_, signal) =>
      reject(new LoadError(signal ? `They take more than ${LOAD_LIMIT / 1000} s.` : thrown(said, project))),
    );
  });
}

/** @param said what Node prints of an uncaught error */
function thrown(said: string, project: string): string {
  if (said === '') return 'They end the process.';
  const what = /^\w*Error\b.*$/m.exec(said)?.[0] ?? 'They throw something that is not an Error.';
  const places = Array.from(said.matchAll(/^ {4}at .*?\(?([^\s()]+:\d+:\d+)\)?$/gm), ([, place = '']) =>
    path.relative(project, place),
  );
  const place = places.find((file) => !/^(\.\.|node:)|node_modules/.test(file));
  return place === undefined ? what : `${what}\nat ${place}`;
}
