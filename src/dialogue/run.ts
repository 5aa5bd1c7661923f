import type { Reply } from '../conversation';
import { LoggableError } from '../log';
import { GaveUp } from './gave-up';
import type { Kept } from './keep';
import { isStop, stepName, type Step, type Talk } from './step';
import { Verb, needsStar, whileMaking } from './verb';

/** What a script may return. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a script may end without a word
export type Ending<Lasting = never> = Reply | Kept<Lasting> | undefined | void;

/** A script that takes more steps without a question goes in a circle: ten messages go out at most. */
const MAX_STEPS = 50;

/** A running script. It waits at a step for its value, or it has ended. */
export class Run<Lasting> {
  /** The step that waits for its value; `undefined` at the end. */
  step: Step | undefined;
  /** What the script returned, or that the sender gave up and the script had no answer to it. */
  ending: Ending<Lasting> | GaveUp;
  readonly #talk: Talk<Ending<Lasting>>;
  readonly #unbegun = new Set<Verb<unknown>>();
  #steps = 0;

  /** @throws what the script throws before its first step */
  constructor(talk: Talk<Ending<Lasting>>) {
    this.#talk = talk;
    this.give(undefined);
  }

  /** Gives the step its value, and goes on to the next one. @throws what the script throws */
  give(value: unknown): void {
    this.#go(() => this.#talk.next(value));
  }

  /** Throws {@link GaveUp} into the script, and goes on to the next step. @throws what the script throws */
  giveUp(): void {
    this.#go(() => this.#talk.throw(new GaveUp()));
  }

  /** Each `say`, `once` and `handOver` that the script has made and not begun. */
  get forgotten(): string[] {
    return Array.from(this.#unbegun, ({ step }) => stepName(step));
  }

  #go(go: () => IteratorResult<Step, Ending<Lasting>>): void {
    try {
      const { done, value } = whileMaking(this.#unbegun, go);
      if (done) this.#end(value);
      else this.#wait(value);
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error;
      this.#end(error);
    }
  }

  #wait(step: Step): void {
    refuseVerb(step);
    this.#steps = isStop(step) ? 0 : this.#steps + 1;
    if (this.#steps > MAX_STEPS) {
      throw new LoggableError(`${MAX_STEPS} steps without a question: a loop of say() or once() needs one`);
    }
    this.step = step;
  }

  #end(ending: Ending<Lasting> | GaveUp): void {
    refuseVerb(ending);
    this.step = undefined;
    this.ending = ending;
  }
}

/** Refuses in JavaScript what TypeScript refuses. @throws {LoggableError} */
function refuseVerb(value: unknown): void {
  if (value instanceof Verb) throw needsStar(value);
  if (Object.prototype.toString.call(value) === '[object Generator]') {
    throw new LoggableError('a part of a script was used without its star: write yield* in front of it');
  }
}
