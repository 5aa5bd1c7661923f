import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { conversationFor } from '../../conversations';
import type { FunctionContext } from '../../src';
import { FUNCTIONS } from '../build/bundle';
import { splitArgs, type Command } from '../cli/command-line';
import { readEnv } from '../cli/env';
import { UserError } from '../cli/user-error';
import { installRuntime } from '../testing/runtime';
import type { RecordedConversation } from '../testing/recording';
import { readData } from './opening/data';
import { keptBy, reportKept } from './recorded';
import { rehearseAndCheckTypes } from './rehearsal/rehearsal';
import { report } from './rehearsal/report';

const USAGE = `Usage: npm run rehearse [-- <options of the deploy>]

Builds, checks the types, and runs the real deploy without sending anything to Twilio. Then it boots what
the deploy would have uploaded, as the cloud does, and texts it. It needs no account.

  npm run rehearse
  npm run rehearse -- --environment=prod     as npm run deploy -- --environment=prod would

  --path <path>   the Function that Twilio texts (/sms, or the only one)
  --open <dialogue>
                  opens it after those texts, and texts it (docs/opening.md). Without this, each dialogue is
                  opened that can be and takes no data
  --data <JSON>   what the dialogue is handed
  --recorded <file>
                  replays conversations that a test has recorded (TestPhone.recording()), and does
                  nothing else: it says how far each is kept, and what would keep more
  --help

The conversations run with the variables of .env, so they really call the services that they use. The one
that CONVERSATION chooses gets two texts, each other one gets one.
Exits with 1 if something blocks the deploy.
`;

/** Shows that what a deploy would upload works. */
export const rehearseCommand: Command = {
  usage: USAGE,
  async run(args) {
    const { own, handedOn } = splitArgs(args, {
      path: { type: 'string' },
      open: { type: 'string' },
      data: { type: 'string' },
      recorded: { type: 'string' },
    });
    const { project } = FUNCTIONS;
    if (own.recorded !== undefined) return replayRecorded(project, own.recorded);
    const { path, open: name, data } = own;
    if (name === undefined && data !== undefined)
      throw new UserError('--data is for the dialogue that --open names.');
    if (data !== undefined) readData(data);
    const open = name === undefined ? undefined : { name, data };
    const rehearsal = await rehearseAndCheckTypes({ project, args: handedOn, path, open });
    console.log(report(rehearsal));
    return rehearsal.findings.length === 0;
  },
};

async function replayRecorded(project: string, file: string): Promise<boolean> {
  const recorded = await readRecorded(file);
  const { env } = await readEnv(project, process.env);
  const callers = await readFile(path.join(project, 'assets/callers.private.json'), 'utf8').catch(() => '{}');
  installRuntime({ 'callers.private.json': callers });
  const conversation = conversationFor(env)(env as unknown as FunctionContext);
  const { text, isKept } = reportKept(recorded.map((each) => keptBy(conversation, each)));
  console.log(text);
  return isKept;
}

/** @throws {UserError} if there is no such file, or it holds something else */
async function readRecorded(file: string): Promise<RecordedConversation[]> {
  try {
    const recorded = JSON.parse(await readFile(file, 'utf8')) as RecordedConversation[];
    if (recorded.every(({ of, steps }) => typeof of === 'string' && Array.isArray(steps))) return recorded;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new UserError(`There is no file ${file}.`);
  }
  throw new UserError(`${file} does not hold what TestPhone.recording() gives, as JSON.`);
}
