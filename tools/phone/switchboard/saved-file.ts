import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { LATEST, type CarrierState, type Pair } from '../../local-twilio';
import { UserError } from '../../cli/user-error';
import { INSIGHT } from './insight';
import type { Entry, Unasked } from './protocol';

/** The file is not ours, damaged, or out of reach. Its message says what to do; the file is left as it is. */
export class UnusableFile extends UserError {
  override readonly name = 'UnusableFile';
}

/** All that a phone remembers of one webhook, as JSON. */
export interface SavedPhone {
  readonly version: 2;
  readonly webhook: string;
  readonly carrier: CarrierState;
  readonly lastId: number;
  readonly conversations: readonly SavedConversation[];
}

export interface SavedConversation extends Pair {
  readonly entries: readonly Entry[];
  /** Missing in the file of an earlier version. */
  readonly unasked?: readonly Unasked[];
}

/** Where a project's phones keep what they remember, in a file for each webhook. It holds numbers and cookies. */
export const FOLDER = '.phone';

/** The file of a webhook: `localhost-3000-sms-4f2a1c.json`. */
export function fileFor(webhook: string, folder = FOLDER): string {
  const { host, pathname } = new URL(webhook);
  const readable = `${host}${pathname}`.replace(/[^a-z\d]+/gi, '-').slice(0, 60);
  const digest = createHash('sha256').update(webhook).digest('hex').slice(0, 6);
  return path.join(folder, `${readable}-${digest}.json`);
}

/**
 * What an earlier run remembered, `undefined` at the first.
 *
 * @throws {UnusableFile}
 */
export async function loadPhone(file: string): Promise<SavedPhone | undefined> {
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new UnusableFile(`${file} cannot be read (${code}).`);
  });
  if (content === undefined) return undefined;
  const { success, output } = v.safeParse(SAVED_PHONE, parse(content));
  if (success) return output as SavedPhone;
  throw new UnusableFile(
    `${file} does not hold what the phone remembers, and was left as it is. Move it away to begin anew.`,
  );
}

/**
 * A program that reads meanwhile finds the older state or the newer one, never a part.
 *
 * @throws {UnusableFile}
 */
export async function savePhone(file: string, phone: SavedPhone): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(draft, JSON.stringify(phone satisfies Readable), { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UnusableFile(
      `${file} cannot be written (${code}), so the next run will know nothing of this one.`,
    );
  }
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** What can be read. The compiler holds that all that is written can be. */
type Readable = v.InferOutput<typeof SAVED_PHONE>;

const listOf = <Item extends v.GenericSchema>(item: Item) => v.pipe(v.array(item), v.readonly());
const text = v.string();
const texts = listOf(text);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** In milliseconds: since 1970, or on the way from there to the end of time. */
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST));
const parameters = v.record(text, text);
const headers = listOf(v.pipe(v.tuple([text, text]), v.readonly()));
const pair = { from: text, to: text };

const reply = v.object({
  ...pair,
  body: text,
  media: texts,
  encoding: v.picklist(['GSM-7', 'UCS-2']),
  segments: count,
});
const request = v.object({
  method: v.picklist(['GET', 'POST']),
  url: text,
  headers,
  params: parameters,
  body: text,
});
const response = v.object({ status: count, headers, body: text, milliseconds: count });
const hop = v.object({ request, response: v.optional(response) });
const problem = v.object({ code: count, title: text, meaning: text, remedy: text });
const cookie = v.object({ text, bytes: count, expiresAt: v.number(), withheld: texts });
const exchange = v.object({
  ...hop.entries,
  hops: v.pipe(listOf(hop), v.minLength(1)),
  replies: listOf(reply),
  automatic: v.optional(reply),
  problems: listOf(problem),
  cookie: v.optional(cookie),
  milliseconds: count,
});
const entry = v.object({
  id: count,
  at: time,
  body: text,
  media: texts,
  params: parameters,
  repeated: v.boolean(),
  was: v.optional(listOf(reply)),
  exchange,
  insight: v.optional(INSIGHT),
});
const unasked = v.object({
  id: count,
  at: time,
  body: text,
  media: texts,
  segments: count,
  failed: v.optional(problem),
});

const SAVED_PHONE = v.object({
  version: v.literal(2),
  webhook: text,
  carrier: v.object({
    version: v.literal(2),
    ahead: time,
    lines: listOf(
      v.object({
        ...pair,
        jar: v.object({ cookies: listOf(v.record(text, v.unknown())) }),
        optedOut: v.boolean(),
        streak: v.object({ replies: count, until: time }),
        last: v.optional(parameters),
        heardAt: v.optional(time),
      }),
    ),
  }),
  lastId: count,
  conversations: listOf(v.object({ ...pair, entries: listOf(entry), unasked: v.optional(listOf(unasked)) })),
});
