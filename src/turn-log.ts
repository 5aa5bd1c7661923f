import type { Conversation, Given, Turn } from './conversation';

/** The outcome of a message. It holds no number, and nothing that people wrote. */
export interface TurnNote {
  /** The conversation's name; within a menu, that of the one which heard the message. */
  readonly conversation?: string;
  /** Which question of a dialogue was open, from 1, and what its author calls it. */
  readonly question?: number;
  readonly name?: string;
  readonly outcome?: Outcome;
}

export type Outcome =
  /** A dialogue asked its first question. */
  | 'began'
  | 'answered'
  /** It was no answer to the question. */
  | 'wrong'
  /** It came so soon after our question that its sender may not have seen that. The question was asked again. */
  | 'crossed'
  /** The `aside` of the dialogue replied instead of the question. */
  | 'aside'
  | 'back'
  /** It was passed on, as the dialogue is handed over. */
  | 'passed on'
  /** EXIT left a conversation in its middle. */
  | 'left'
  /** A deploy has changed the script, and the dialogue asks on from there. */
  | 'changed'
  | 'ended'
  | 'gave up'
  | 'apologised'
  /** No turn was taken: it was delivered before, is over the budget, or its sender has opted out. */
  | 'unheard';

/** The note of each turn that is logged. */
const notes = new WeakMap<Given, TurnNote>();

/** Notes something of the turn that has this `given`, if it is logged. */
export function note(given: Given, more: () => TurnNote): void {
  const noted = notes.get(given);
  if (noted) Object.assign(noted, more());
}

/** Logs one message, for `LOG_TURNS=1`. */
export class TurnLog {
  readonly #start = performance.now();
  #noted: TurnNote | undefined;
  #calls = 0;

  /** The store has made a call to a service. */
  readonly onCall = (): void => {
    this.#calls++;
  };

  /** The same conversation, whose last turn is logged. A store may take several turns for one message. */
  watch<State>(conversation: Conversation<State>): Conversation<State> {
    const { name } = conversation;
    // The name is logged also if no turn runs.
    this.#noted = { conversation: name };
    return {
      ...conversation,
      turn: (message, state, given) => {
        const noted: TurnNote = { conversation: name };
        notes.set(given, (this.#noted = noted));
        const turn = conversation.turn(message, state, given);
        return 'then' in turn ? turn.then((taken) => withOutcome(taken, given)) : withOutcome(turn, given);
      },
    };
  }

  /** @param outcome the outcome of the message, if it is not that of the turn */
  print(outcome: Outcome = this.#noted?.outcome ?? 'unheard'): void {
    const milliseconds = Math.round(performance.now() - this.#start);
    console.log(JSON.stringify({ ...this.#noted, outcome, milliseconds, calls: this.#calls }));
  }
}

/** Adds the outcome, unless a dialogue has noted another one. */
function withOutcome<State>(turn: Turn<State>, given: Given): Turn<State> {
  const outcome = turn.over || turn.state === undefined ? 'ended' : 'answered';
  note(given, () => ({ outcome, ...notes.get(given) }));
  return turn;
}
