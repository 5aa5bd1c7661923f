import { tagOf, type Conversation } from '../../src/conversation';
import { isDone, isKind, isOf, recordOf, valueOf, type Log, type LogRecord } from '../../src/dialogue/record';
import { printOfOpen } from '../../src/dialogue/replay';
import type { Step } from '../../src/dialogue/step';
import { stepsPassed } from '../../src/dialogue/watching';
import { message } from '../testing/messages';
import { describeStep, withWording, type RecordedConversation } from '../testing/recording';

/** How much of a recorded conversation a new build keeps. */
export interface KeptRecords {
  /** How many of the `total` records are kept. */
  readonly records: number;
  readonly total: number;
  /** Whether the open question is still the same. Then the sender notices nothing. */
  readonly isOpen: boolean;
  /** The first step that differs, if any: what it was, and what it is now. */
  readonly was?: string;
  readonly is?: string;
  /** The step is the same, but its question refuses the recorded answer now. */
  readonly isRefused?: true;
  /** An effect was done after that step. The sender is told so, and has to text RESTART. */
  readonly isStuck: boolean;
  /** The `as` that would keep more, with the question that needs it, as it is worded now. */
  readonly remedies: readonly { readonly question: string; readonly as: string }[];
}

/** The state of a dialogue that is not over. */
interface DialogueState {
  log: Log;
  open: string;
}

/** @returns a sentence if nothing of it can be kept */
export function keptBy(
  conversation: Conversation<unknown>,
  recorded: RecordedConversation,
): KeptRecords | string {
  const now = tagOf(conversation);
  if (recorded.of !== now) {
    return `It begins anew: it is of ${recorded.of}, and the conversation is ${now}. CONVERSATION in .env chooses another one.`;
  }
  const state = JSON.parse(JSON.stringify(recorded.state)) as unknown;
  const dialogue = dialogueIn(state);
  if (dialogue === undefined) return 'It begins anew: it was over, or it is no dialogue.';
  let found = replayed(conversation, recorded, state, dialogue);
  const first = found;
  const remedies: KeptRecords['remedies'][number][] = [];
  while (found.differs) {
    const old = recorded.steps[found.at]?.wording;
    const { differs } = found;
    if (old === undefined || !isCuredBy(old, differs, dialogue, found.at)) break;
    remedies.push({ question: describeStep(differs), as: old });
    // The new build would have recorded it like this, with that `as`.
    const record = dialogue.log[found.at];
    if (record === undefined) dialogue.open = printOfOpen(differs);
    else dialogue.log = dialogue.log.with(found.at, recordedAt(differs, record));
    found = replayed(conversation, recorded, state, dialogue);
  }
  const { at, differs, isOpen } = first;
  return {
    records: at,
    total: dialogue.log.length,
    isOpen,
    ...(!isOpen && {
      was: recorded.steps[at]?.what ?? 'the end',
      is: differs ? describeStep(differs) : 'the end',
      ...(first.isRefused && { isRefused: true }),
    }),
    isStuck: dialogue.log.slice(at).some(isDone),
    remedies,
  };
}

type Question = Step & { kind: 'question' };

/** Where a replay of the records has ended. */
interface Replay {
  /** The number of records that it has used. */
  readonly at: number;
  readonly isOpen: boolean;
  /** The step at which it differs, if that is a question. */
  readonly differs?: Question;
  readonly isRefused?: boolean;
}

function replayed(
  conversation: Conversation<unknown>,
  { from, to }: RecordedConversation,
  state: unknown,
  { log, open }: DialogueState,
): Replay {
  let asked: readonly unknown[] = [];
  const passed = stepsPassed(() => (asked = conversation.again?.(message('', { from, to }), state) ?? []));
  const steps = passed.steps.filter((step): step is Exclude<Step, { kind: 'say' }> => step.kind !== 'say');
  if (asked.length > 0) return { at: log.length, isOpen: true };
  const last = steps.at(-1);
  const record = log[steps.length - 1];
  if (last?.kind === 'handOver' && steps.length > log.length && printOfOpen(last) === open) {
    return { at: log.length, isOpen: true };
  }
  if (passed.ended || last === undefined) return { at: steps.length, isOpen: false };
  // If the replay stops at a step that is the recorded one, its question refuses the answer.
  const isRefused = record !== undefined && isOf(record, last);
  const differs = last.kind === 'question' ? { differs: last } : {};
  return { at: steps.length - 1, isOpen: false, isRefused, ...differs };
}

/** Whether the question would be the recorded one if its `as` were the old wording. */
function isCuredBy(old: string, question: Question, { log, open }: DialogueState, at: number): boolean {
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

/** The state of the dialogue, which may be inside that of a menu. */
function dialogueIn(state: unknown): DialogueState | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  if ('log' in state && 'open' in state) return state as DialogueState;
  const { inside, outside } = state as Partial<Record<'inside' | 'outside', { state?: unknown }>>;
  return dialogueIn(inside?.state) ?? dialogueIn(outside?.state);
}

/** A line for each conversation, and whether all of them are kept in full. */
export function reportKept(outcomes: readonly (KeptRecords | string)[]): { text: string; isKept: boolean } {
  const lines = outcomes.map((outcome, n) => `${n + 1}. ${describeKept(outcome)}`);
  return {
    text: lines.join('\n'),
    isKept: outcomes.every((outcome) => typeof outcome !== 'string' && outcome.isOpen),
  };
}

function describeKept(outcome: KeptRecords | string): string {
  if (typeof outcome === 'string') return outcome;
  const { records, total, isOpen, isStuck, remedies } = outcome;
  if (isOpen) return `All ${total} records are kept, and the open question is the same.`;
  return [
    `${total === 0 ? 'Nothing is answered yet.' : `${records} of ${total} records are kept.`} ${describeChange(outcome)}`,
    ...(isStuck ? ['An effect was done after that. The sender is told so, and has to text RESTART.'] : []),
    ...remedies.map(({ question, as }) => `To keep more, give ${question} { as: ${JSON.stringify(as)} }.`),
  ].join('\n   ');
}

function describeChange({ was = '', is = '', isRefused }: KeptRecords): string {
  if (isRefused) return `${is} refuses the recorded answer now.`;
  // The description of a question holds only its verb and its wording.
  return was === is ? `${is} has other options or another reader now.` : `${was} is ${is} now.`;
}
