import type { Conversation } from '../../src';
import { english } from '../../src/dialogue/languages/english';
import { Wrong } from '../../src/dialogue/readers';
import { isDone, isKind, isOf, recordOf, valueOf, type Log, type LogRecord } from '../../src/dialogue/record';
import { printOfOpen } from '../../src/dialogue/replay';
import type { Step } from '../../src/dialogue/step';
import { trailOf } from '../../src/dialogue/watching';
import { message } from '../testing/messages';
import { describeStep, withWording, type RecordedConversation } from '../testing/recording';

/** How far a new build keeps a conversation that an older one has recorded. */
export interface Kept {
  /** Of `total` records. */
  readonly records: number;
  readonly total: number;
  /** The open question is still the open one: the sender notices nothing. */
  readonly isOpen: boolean;
  /** The first step that differs, if any, before and now. */
  readonly was?: string;
  readonly is?: string;
  /** It is the same step, and refuses what was answered. */
  readonly isRefused?: true;
  /** Something was done behind it: the sender is told that it stands, and has to begin anew. */
  readonly isStuck: boolean;
  /** What would keep more: `as` for a question, as it is worded now. */
  readonly remedies: readonly { readonly question: string; readonly as: string }[];
}

/** What a dialogue remembers in its middle. */
interface Going {
  log: Log;
  open: string;
}

/** @returns `undefined` if it is another conversation or version now, or nobody is in its middle */
export function keptBy(
  conversation: Conversation<unknown>,
  recorded: RecordedConversation,
): Kept | undefined {
  if (recorded.of !== `${conversation.name} ${conversation.version}`) return undefined;
  const state = JSON.parse(JSON.stringify(recorded.state)) as unknown;
  const going = goingIn(state);
  if (going === undefined) return undefined;
  let found = replayed(conversation, recorded, state, going);
  const first = found;
  const remedies: Kept['remedies'][number][] = [];
  while (found.differs) {
    const old = recorded.steps[found.at]?.wording;
    const { differs } = found;
    if (old === undefined || !cures(differs, old, going, found.at)) break;
    remedies.push({ question: describeStep(differs), as: old });
    // As the new build would have recorded it with this `as`.
    const record = going.log[found.at];
    if (record === undefined) going.open = printOfOpen(differs);
    else going.log = going.log.with(found.at, recordedAt(differs, record));
    found = replayed(conversation, recorded, state, going);
  }
  const { at, differs, isOpen } = first;
  return {
    records: at,
    total: going.log.length,
    isOpen,
    ...(!isOpen && {
      was: recorded.steps[at]?.what ?? 'the end',
      is: differs ? describeStep(differs) : 'the end',
      ...(first.isRefused && { isRefused: true }),
    }),
    isStuck: going.log.slice(at).some(isDone),
    remedies,
  };
}

type Question = Step & { kind: 'question' };

interface Found {
  readonly at: number;
  readonly isOpen: boolean;
  /** The question at which it differs, if it is one. */
  readonly differs?: Question;
  readonly isRefused?: boolean;
}

function replayed(
  conversation: Conversation<unknown>,
  { from, to }: RecordedConversation,
  state: unknown,
  { log, open }: Going,
): Found {
  let asked: readonly unknown[] = [];
  const trail = trailOf(() => (asked = conversation.again?.(message('', { from, to }), state) ?? []));
  const steps = trail.filter((step): step is Exclude<Step, { kind: 'say' }> => step.kind !== 'say');
  if (asked.length > 0) return { at: log.length, isOpen: true };
  const last = steps.at(-1);
  const record = log[steps.length - 1];
  if (last?.kind === 'handOver' && steps.length > log.length && printOfOpen(last) === open) {
    return { at: log.length, isOpen: true };
  }
  const isSame = last !== undefined && record !== undefined && isOf(record, last);
  const isRefused = isSame && refuses(last, record);
  // The last step was taken, and then the script came to its end.
  if (last === undefined || (isSame && !isRefused)) return { at: steps.length, isOpen: false };
  const differs = last.kind === 'question' ? { differs: last } : {};
  return { at: steps.length - 1, isOpen: false, isRefused, ...differs };
}

function refuses(step: Step, record: Log[number]): boolean {
  return step.kind === 'question' && step.read(valueOf(record), english) instanceof Wrong;
}

/** Whether the question would be the recorded one, if it had the old wording as its `as`. */
function cures(question: Question, old: string, { log, open }: Going, at: number): boolean {
  const worded = withWording(question, old);
  const record = log[at];
  if (record === undefined) return printOfOpen(worded) === open;
  return !isOf(record, question) && isOf(record, worded);
}

function recordedAt(question: Question, record: LogRecord): LogRecord {
  return isKind(record, 'gaveUp')
    ? recordOf('gaveUp', question)
    : recordOf('answer', question, valueOf(record));
}

/** Also within a menu. */
function goingIn(state: unknown): Going | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  if ('log' in state && 'open' in state) return state as Going;
  const { inside, outside } = state as Partial<Record<'inside' | 'outside', { state?: unknown }>>;
  return goingIn(inside?.state) ?? goingIn(outside?.state);
}

/** What is said of each, and whether nobody would notice anything. */
export function reportKept(found: readonly (Kept | undefined)[]): { text: string; isKept: boolean } {
  const lines = found.map((kept, n) => `${n + 1}. ${describeKept(kept)}`);
  return { text: lines.join('\n'), isKept: found.every((kept) => kept?.isOpen) };
}

function describeKept(kept: Kept | undefined): string {
  if (kept === undefined) return 'It begins anew: it is another conversation or version, or it was over.';
  const { records, total, isOpen, isStuck, remedies } = kept;
  if (isOpen) return `All ${total} records are kept, and the open question is the same.`;
  return [
    `${records} of ${total} records are kept. ${describeChange(kept)}`,
    ...(isStuck ? ['Something was done behind it. The sender is told so, and has to text RESTART.'] : []),
    ...remedies.map(({ question, as }) => `To keep more, give ${question} { as: ${JSON.stringify(as)} }.`),
  ].join('\n   ');
}

function describeChange({ was = '', is = '', isRefused }: Kept): string {
  if (isRefused) return `${is} refuses the recorded answer now.`;
  // Only its verb and its wording are described.
  return was === is ? `${is} has other options or another reader now.` : `${was} is ${is} now.`;
}
