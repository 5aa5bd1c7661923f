import type { Step } from '../../src/dialogue/step';

/** A conversation in its middle, as a later build may find it. It holds what people wrote. */
export interface RecordedConversation {
  /** Its name and version. */
  readonly of: string;
  readonly from: string;
  readonly to: string;
  readonly state: unknown;
  /** Every step up to the open question, sayings apart. */
  readonly steps: readonly RecordedStep[];
}

export interface RecordedStep {
  /** What it was, for people: `ask(…)`, `once('save')`. */
  readonly what: string;
  /** What a question was known by, if that is a text: its wording or its `as`. */
  readonly wording?: string;
}

/** A step at which a dialogue stops and asks nothing. */
export const HANDED_OVER = 'handOver()';

export function recordSteps(steps: readonly Step[]): RecordedStep[] {
  return steps
    .filter(({ kind }) => kind !== 'say')
    .map((step) => {
      const wording = wordingOf(step);
      return { what: describeStep(step), ...(wording !== undefined && { wording }) };
    });
}

export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'question':
      return `${step.verb}(${JSON.stringify(step.prompt)})`;
    case 'say':
      return `say(${JSON.stringify(step.reply)})`;
    case 'firstText':
      return 'firstText()';
    case 'reading':
      return `lookUp('${step.name}')`;
    case 'effect':
      return `once('${step.name}')`;
    case 'handOver':
      return HANDED_OVER;
  }
}

/** The last part of a question's identity: see `question` in src/dialogue/questions.ts. */
export function wordingOf(step: Step): string | undefined {
  return step.kind === 'question' ? step.identity.slice(step.identity.lastIndexOf('\0') + 1) : undefined;
}

/** The same question, had it this `as`. */
export function withWording<S extends Step & { kind: 'question' }>(step: S, wording: string): S {
  return { ...step, identity: step.identity.slice(0, step.identity.lastIndexOf('\0') + 1) + wording };
}
