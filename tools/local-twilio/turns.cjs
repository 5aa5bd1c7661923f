/*
 * Tells of each turn of a conversation: what was remembered before it and after it, and what it said.
 * `tools/phone/switchboard/insight.ts` has the type.
 */
/* global structuredClone */

/** The same conversation, each of whose turns is told. One that fails changes nothing. */
function telling(conversation, tell) {
  const { name, version } = conversation;
  const shown = (message, state) => shownBy(conversation, message, state);
  return {
    ...conversation,
    turn(message, state, given) {
      const noted = noting(given);
      const before = shown(message, state);
      const done = (after, replies) => {
        tell({ conversation: name, version, before, after, replies, now: given.now, id: noted.read });
      };
      const taken = (turn) => {
        done(shown(message, turn.state), turn.replies);
        return turn;
      };
      const failed = (error) => {
        done(before);
        throw error;
      };
      try {
        const turn = conversation.turn(message, state, noted);
        return 'then' in turn ? turn.then(taken, failed) : taken(turn);
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** A copy, as people read it. What cannot be shown so is shown as it is. */
function shownBy(conversation, message, state) {
  if (state === undefined) return undefined;
  const copy = structuredClone(state);
  try {
    return conversation.shown?.(message, copy) ?? copy;
  } catch {
    return copy;
  }
}

/** What comes with the turns of one delivery, and its id if one of them has read it. */
class Noting {
  #given;
  read;
  constructor(given) {
    this.#given = given;
  }
  get now() {
    return this.#given.now;
  }
  get signal() {
    return this.#given.signal;
  }
  get id() {
    return (this.read = this.#given.id);
  }
}

/** One for each delivery: by it a turn that is taken again knows what has run before. */
const notings = new WeakMap();

function noting(given) {
  const noted = notings.get(given) ?? new Noting(given);
  notings.set(given, noted);
  return noted;
}

module.exports = { telling };
