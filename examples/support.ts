import { GaveUp, ask, confirm, dialogue, lookUp, once, firstText, phoneNumber, say } from '../src';

const ZONE = 'America/New_York';

export interface Desk {
  /** Searches an answer. It takes seconds. */
  search(question: string, signal: AbortSignal): Promise<string | null>;
  /** Has somebody call, once for each key. */
  callBack(key: string, call: { question: string; number: string }): Promise<void>;
}

/** Answers the text that it was opened with, or has somebody call. */
export function support(desk: Desk) {
  return dialogue('support', function* ({ from, name }) {
    yield* say(`Hello${name === undefined ? '' : ` ${name}`}, this is the support line.`);
    let question = yield* firstText();
    for (;;) {
      const asked = question;
      const answer = yield* lookUp('answer', ({ signal }) => desk.search(asked, signal));
      if (answer === null) break;
      if (yield* confirm(`${answer}\nDoes that help?`)) return 'Good. Text again any time.';
      if (!(yield* confirm('Would you like to ask in other words?'))) break;
      question = yield* ask('How would you put it?');
    }
    const isOpen = yield* lookUp('opening hours', ({ now }) => isOpenAt(now));
    if (
      !(yield* confirm(
        `I have no answer to that. Shall somebody call you ${isOpen ? 'now' : 'tomorrow at nine'}?`,
      ))
    ) {
      return 'All right. Text again any time.';
    }
    let number = from;
    if (!(yield* confirm(`Under ${from}?`))) {
      try {
        number = yield* ask('Which number shall we call?', phoneNumber({ country: 'US' }));
      } catch (error) {
        if (!(error instanceof GaveUp)) throw error;
        yield* say('I cannot read that number, so we will call this one.');
      }
    }
    yield* once('call back', (key) => desk.callBack(key, { question, number }));
    return `We will call ${number} ${isOpen ? 'in a few minutes' : 'tomorrow'}.`;
  });
}

/** From Monday to Friday, nine to five. */
function isOpenAt(now: Date): boolean {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: ZONE,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return !['Sat', 'Sun'].includes(parts.weekday ?? '') && Number(parts.hour) >= 9 && Number(parts.hour) < 17;
}
