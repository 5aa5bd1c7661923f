import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../testing/free-port';
import { ProjectCopy } from '../../testing/project-copy';
import { compare } from '../rounds';
import { median } from '../statistics';
import { marked, type Row, type Subject } from '../subject';

const STARTS = 5;
const SAVES = 5;
const TEXTS = 30;
/** In milliseconds. */
const POLL = 5;
const LIMIT = 30_000;

const GREETER = 'conversations/greeter.ts';
const TUTORIAL = 'tutorial.js';

/** Somebody's way to work on a Function: what is started, and what follows a save. */
interface Loop {
  readonly name: string;
  readonly link?: string;
  /** What is saved. */
  readonly file: typeof GREETER | typeof TUTORIAL;
  readonly args: (port: number) => readonly string[];
  /** Has to be run after each save. */
  readonly build?: readonly string[];
}

const LOOPS: readonly Loop[] = [
  {
    name: 'npm start',
    file: GREETER,
    args: () => ['--import', 'tsx', 'tools/start.ts'],
  },
  {
    name: 'twilio-run as it comes, npm run build after a save',
    link: 'https://www.twilio.com/docs/labs/serverless-toolkit/getting-started',
    file: GREETER,
    args: (port) => [
      require.resolve('twilio-run/bin/twilio-run.js'),
      ...['start', '--port', `${port}`, '--functions-folder', 'dist/functions'],
    ],
    build: ['--import', 'tsx', 'tools/build/main.ts'],
  },
  {
    name: 'Twilio’s Express tutorial, node --watch',
    link: 'https://www.twilio.com/docs/messaging/tutorials/how-to-create-sms-conversations/node',
    file: TUTORIAL,
    args: () => ['--watch', TUTORIAL],
  },
];

const EXPRESS = `const express = require('express');
const session = require('express-session');
const { MessagingResponse } = require('twilio').twiml;
const app = express();
app.use(session({ secret: 'keyboard cat, which is long enough', resave: false, saveUninitialized: true }));
app.use(express.urlencoded({ extended: false }));
app.post('/sms', (req, res) => {
  req.session.counter = (req.session.counter ?? 0) + 1;
  const twiml = new MessagingResponse();
  twiml.message('Thanks for the new message');
  res.type('text/xml').send(twiml.toString());
});
app.listen(process.env.PORT, '127.0.0.1');
`;

/** What people wait for while they write a conversation. In rounds, each loop on a copy of the project of its own. */
export const localLoop: Subject = {
  title: 'The local loop: a start, a text, a save',
  comparedWith: 'npm start',
  async measure() {
    const tried = LOOPS.map((loop): Tried => ({ loop, copy: copyFor(), start: [], text: [], save: [] }));
    try {
      for (const { loop, copy } of tried) if (loop.build) await run(loop.build, copy);
      for (let round = 0; round < STARTS; round++) {
        for (const { loop, copy, start } of tried) {
          const began = performance.now();
          const served = await serve(loop, copy);
          start.push(performance.now() - began);
          await served.end();
        }
      }
      for (const { loop, copy, text, save } of tried) {
        const served = await serve(loop, copy);
        while (text.length < TEXTS) text.push(await timed(() => served.text()));
        while (save.length < SAVES) {
          await sleep(500); // a watcher may still be busy with the save before
          save.push(await timed(() => saved(loop, copy, served, `Thanks ${save.length} for`)));
        }
        await served.end();
      }
    } finally {
      for (const { copy } of tried) copy.remove('.');
    }
    const rows = (what: 'start' | 'text' | 'save', name: string, limit: number) =>
      rowsOf(
        name,
        tried.map((each) => each[what]),
        limit,
      );
    return [
      ...rows('start', 'from a start to the first reply', 3000),
      ...rows('text', 'from a text to its reply', 10),
      ...rows('save', 'from a save to the new reply', 300),
    ];
  },
};

/** A loop on a copy of the project of its own, and how long each start, text and save took, in milliseconds. */
interface Tried {
  readonly loop: Loop;
  readonly copy: ProjectCopy;
  readonly start: number[];
  readonly text: number[];
  readonly save: number[];
}

/** @param limit of ours, in milliseconds */
function rowsOf(what: string, times: readonly number[][], limit: number): Row[] {
  const [ours = []] = times;
  return LOOPS.map(({ name, link }, n) => {
    const own = times[n] ?? [];
    const row: Row = {
      name: `${what}: ${name}`,
      median_us: median(own) * 1000,
      ...compare(own, ours),
      ...(link && { link }),
    };
    return n === 0 ? marked(row, `at most ${limit} ms`, median(own) <= limit) : row;
  });
}

function copyFor(): ProjectCopy {
  const copy = new ProjectCopy();
  copy.write(TUTORIAL, EXPRESS);
  return copy;
}

interface Served {
  /** Texts it as Twilio does, and gives the TwiML; `undefined` if it does not answer. */
  readonly text: () => Promise<string | undefined>;
  end(): Promise<void>;
}

/** Starts it, and waits for its first reply. */
async function serve({ args }: Loop, copy: ProjectCopy): Promise<Served> {
  const [port, phone] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, args(port), {
    cwd: copy.folder,
    env: { ...process.env, PORT: `${port}`, PHONE_PORT: `${phone}` },
    stdio: 'ignore',
  });
  const served: Served = {
    text: async () => {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/sms`, {
          method: 'POST',
          body: new URLSearchParams({ From: '+19995550123', To: '+14155550100', Body: 'hi' }),
        });
        return await response.text();
      } catch {
        return undefined; // it has not started yet, or starts anew
      }
    },
    end: () => end(child),
  };
  try {
    await until(served, 'Thanks');
  } catch (error) {
    await end(child);
    throw error;
  }
  return served;
}

async function saved({ file, build }: Loop, copy: ProjectCopy, served: Served, said: string): Promise<void> {
  // As most editors write it: into the same file, which node --watch would lose otherwise.
  writeFileSync(join(copy.folder, file), copy.read(file).replace(/Thanks (?:\d+ )?for/, said));
  if (build) await run(build, copy);
  await until(served, said);
}

/** Texts until a reply has these words. @throws if none has them after half a minute */
async function until({ text }: Served, said: string): Promise<void> {
  const began = performance.now();
  for (;;) {
    const reply = await text();
    if (reply?.includes(said)) return;
    if (performance.now() - began > LIMIT) throw new Error(`There is no reply with ${said}, but ${reply}`);
    await sleep(POLL);
  }
}

async function run(args: readonly string[], { folder }: ProjectCopy): Promise<void> {
  await promisify(execFile)(process.execPath, args, { cwd: folder });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
