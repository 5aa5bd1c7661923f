import type { Conversation, Given, Message, Reply, Turn } from '../conversation';
import { LoggableError, warnOnce } from '../log';
import { note, type Outcome } from '../turn-log';
import { CannotOpen } from '../cannot-open';
import type { Reminding } from '../silence';
import type { NameOf } from '../twilio/callers';
import { fromEarlier, type Earlier } from './earlier-format';
import { GaveUp } from './gave-up';
import { asJson } from './json';
import { Kept } from './keep';
import { dialogueId } from './keys';
import { english } from './languages/english';
import type { Language, OwnWord } from './languages/language';
import { ownWord, type Words } from './author-words';
import { answerAside, look, perform, understand, type Aside } from './performing';
import { Wrong } from './readers';
import { copyOf, isAnswer, isDone, recordOf, resultOf, type LogRecord } from './record';
import { printOfOpen, replay } from './replay';
import { Replies, lead } from './replies';
import { Run, type Ending } from './run';
import { shownOf, type Shown } from './shown';
import {
  awayOf,
  courseOf,
  dataOf,
  hasLapsed,
  heardAt,
  isUndone,
  isOver,
  lastingOf,
  mayNotHaveSeen,
  firstTextOf,
  overWith,
  silenceOf,
  withRecord,
  type Course,
  type Going,
  type Remembered,
} from './state';
import {
  promptOf,
  type Effect,
  type HandOver,
  type FirstText,
  type Question,
  type Reading,
  type Talk,
} from './step';
import { shellWords } from './shell-words';
import { isOwnWord } from './understanding/own-words';
import { tellForgotten } from './watching';

/** What a script is given. It is the same at every replay, so the current message is no part of it. */
export interface Caller<Lasting = never, Data = never> {
  readonly from: string;
  readonly to: string;
  /** Their name, if `nameOf` knew it when the dialogue began. */
  readonly name: string | undefined;
  /** What the script gave to {@link keep} when it ended the last time. */
  readonly lasting: Lasting | undefined;
  /** What it was handed when we opened it; `undefined` if a text began it. */
  readonly data: Data | undefined;
}

/**
 * A conversation of many turns, written straight down. Between two messages only its recorded
 * answers are kept, and at each message it is run again from them. So outside of `once`, `lookUp` and
 * `understood` it must do the same each time: no clock, no random numbers, no environment, nothing
 * that changes.
 */
export type Script<Lasting = never, Data = never> = (caller: Caller<Lasting, Data>) => Talk<Ending<Lasting>>;

export interface DialogueOptions<Lasting = never, Data = never> {
  /** Raise it to make everybody start anew. A change of the script is noticed without that. */
  version?: number;
  /** Gives the name of somebody we know: `callers()`. */
  nameOf?: NameOf;
  /** Wrong answers in a row to one question, after which the sender has given up. */
  patience?: number;
  /** All that the dialogue says and hears by itself. English by default. */
  language?: Language;
  /** Single words and sentences that replace those of the language. */
  words?: Partial<Words>;
  /** Reads what the script gave to {@link keep}. What it finds wrong is forgotten. */
  lasting?: (value: unknown) => Lasting | Wrong;
  /**
   * May answer what the open question cannot read, such as "how much is it?". Its reply is said before
   * the question, and the text does not count as a wrong answer. `undefined` leaves it to the question.
   */
  aside?: Aside;
  /** Whether the script may use {@link handOver}. Then it needs a store on a server: Sync or Redis. */
  handsOver?: boolean;
  /**
   * Reminds people who fall silent: `reminding()`, or `reminding({ after: '2h', say: 'Still there?' })` at every
   * question. It needs a store on a server, and `MESSAGING_SERVICE_SID`.
   */
  reminds?: Reminding;
  /**
   * Reads what the dialogue is handed when we open it. Only a dialogue with this option can be opened, and it needs
   * a store on a server: Sync or Redis.
   */
  data?: (value: unknown) => Data | Wrong;
}

/** How much of the text that began a dialogue is kept, in UTF-16 units. */
const MAX_FIRST_TEXT = 300;

/**
 * Makes a conversation of a script.
 *
 *     const lunch = dialogue('lunch', function* () {
 *       const dish = yield* choose('What would you like?', ['Soup', 'Salad']);
 *       const count = yield* ask('How many?', wholeNumber({ min: 1, max: 9 }));
 *       return `${count} × ${dish}, coming up.`;
 *     });
 *
 * @throws {LoggableError} if Twilio itself acts on one of `words`
 */
export function dialogue<Lasting = never, Data = never>(
  name: string,
  script: Script<NoInfer<Lasting>, NoInfer<Data>>,
  {
    version = 1,
    nameOf,
    patience = 3,
    language: plain = english,
    words = {},
    lasting: readLasting,
    aside,
    handsOver = false,
    reminds,
    data: readData,
  }: DialogueOptions<Lasting, Data> = {},
): Conversation<Remembered> {
  const { back: backInstead, restart: restartInstead, ...sentences } = words;
  const says = { ...plain.says, ...sentences };
  const language: Language = { ...plain, says };
  const back = ownWord(language.hears.back, backInstead);
  const restart = ownWord(language.hears.restart, restartInstead);
  const needsServer = whyServer();

  return {
    name,
    version,
    words: shellWords(says, back?.[0]),
    ...(needsServer !== undefined && { needsServer }),
    ...(readData && { opens: [name], open: openBy(readData) }),
    ...(reminds && { reminds, silence: silenceOf, lapsed: hasLapsed }),

    async turn(message, state, given) {
      const turn = await take({ message, given }, state);
      return { ...turn, state: turn.state && heardAt(turn.state, given.now) };
    },

    again(message, state) {
      const going = isOver(state) ? undefined : inFormatOfToday(message, state);
      return going === undefined ? [] : askAgain(message, going);
    },

    left: (state) => overWith(lastingOf(state)),

    shown(message, state) {
      if (isOver(state)) return { steps: [], kept: state.lasting } satisfies Shown;
      const going = inFormatOfToday(message, state);
      return going === undefined ? state : shownOf(start(message, going), going, language);
    },
  };

  async function take(moment: Moment, state: Remembered | undefined): Promise<Turn<Remembered>> {
    const { message, given } = moment;
    note(given, () => ({ conversation: name, outcome: 'began' }));
    if (state === undefined || isOver(state) || hasLapsed(state, given.now)) {
      return begin(moment, { lasting: lastingOf(state) });
    }
    const away = awayOf(state);
    if (away && !isWord(message.body, [away.until])) {
      became(moment, 'passed on');
      return { replies: [{ redirect: away.url }], state };
    }
    if (!away && isWord(message.body, restart)) {
      // A failed effect may have been done. With the same id it keeps its key, so that it is not done twice.
      const id = isUndone(state) ? state.id : undefined;
      return begin(moment, {
        id,
        lasting: lastingOf(state),
        data: dataOf(state),
        firstText: firstTextOf(state),
      });
    }
    const going = inFormatOfToday(message, state);
    if (going === undefined) return begin(moment, { said: says.startOver });
    const repeated = mayNotHaveSeen(going, given.now) ? askAgain(message, going) : [];
    if (repeated.length > 0) {
      became(moment, 'crossed');
      const state = going.opened === 0 ? { ...going, opened: given.now.getTime() } : going;
      return { replies: repeated, state };
    }
    const run = start(message, going);
    const { at, open } = replay(run, going.log, going.open, language);
    if (open === undefined) return goOnChanged(moment, going, run, at);
    if (open.kind === 'handOver') return comeBack(moment, going, run, open);
    note(given, () => ({ question: going.log.filter(isAnswer).length + 1, name: open.as ?? open.verb }));
    if (isWord(message.body, back)) return goBack(moment, going, open);
    return hear(moment, going, run, open);
  }

  function whyServer(): string | undefined {
    const why = [
      readData && 'has the option data, and Twilio keeps no cookie for what we send',
      reminds && 'reminds people, and a reminder could not be canceled if a cookie got lost',
      handsOver && 'hands over to a person, and a cookie that got lost would let it speak in between',
    ].find(Boolean);
    if (!why) return undefined;
    return `the dialogue ${name} ${why}. Set SESSION_STORE to sync or redis.`;
  }

  function askAgain(message: Message, { log, open: print, ...course }: Going): Reply[] {
    const { open } = replay(start(message, course), log, print, language);
    return open?.kind === 'question' ? [promptOf(open, language)] : [];
  }

  /** We speak first. */
  function openBy(read: (value: unknown) => Data | Wrong): NonNullable<Conversation<Remembered>['open']> {
    return async ({ name: wanted, data, replaces, sent }, message, state, given) => {
      if (wanted !== name) throw new CannotOpen('unknown');
      const isGone = state === undefined || isOver(state) || hasLapsed(state, given.now);
      const going = isGone ? undefined : state;
      const isOurs = going?.id === dialogueId(name, given.id);
      const isUnsent = isOurs && 'opened' in going && going.opened === 0;
      if (sent) {
        const marked = isUnsent ? heardAt({ ...going, opened: given.now.getTime() }, given.now) : state;
        return { replies: [], state: marked, ...(state && !going && { over: true }) };
      }
      if (isOurs && !isUnsent) return { replies: [], state: going };
      const repeated = isUnsent ? askAgain(message, going) : [];
      if (repeated.length > 0) return { replies: repeated, state: going };
      if (going && !isUnsent && !replaces) throw new CannotOpen('busy');
      const value = read(copyOf(data));
      if (value instanceof Wrong) throw new CannotOpen('wrong data', value.reason);
      const turn = await begin({ message, given }, { lasting: lastingOf(state), data });
      const { state: begun } = turn;
      return begun && 'open' in begun
        ? { ...turn, state: heardAt({ ...begun, opened: 0 }, given.now) }
        : turn;
    };
  }

  function begin(
    moment: Moment,
    { id = dialogueId(name, moment.given.id), lasting, firstText, said, data }: Beginning,
  ): Promise<Turn<Remembered>> {
    const { message } = moment;
    const course: Course = {
      id,
      log: [],
      ...nameOnRecord(message),
      ...(lasting !== undefined && { lasting }),
      ...(data !== undefined && { data }),
    };
    const replies = new Replies();
    if (said !== undefined) replies.add(said);
    const text = firstText ?? message.body.trim().slice(0, MAX_FIRST_TEXT).toWellFormed();
    return goOn(moment, course, start(message, course), replies, text);
  }

  function nameOnRecord({ from }: Message): Pick<Course, 'name'> {
    const known = nameOf?.(from);
    return known === undefined ? {} : { name: known };
  }

  /** The script, at its first step. */
  function start({ from, to }: Message, { name: known, lasting, data }: Omit<Course, 'log'>): Run<Lasting> {
    const caller = { lasting: readBy(readLasting, lasting), data: readBy(readData, data) };
    return new Run(script({ from, to, name: known, ...caller }));
  }

  function readBy<T>(read: ((value: unknown) => T | Wrong) | undefined, kept: unknown): T | undefined {
    if (kept === undefined || read === undefined) return undefined;
    const value = read(copyOf(kept));
    return value instanceof Wrong ? undefined : value;
  }

  /** What version 0.1.0 remembered, in the format of today; `undefined` if the script was changed since. */
  function inFormatOfToday(message: Message, state: Going | Earlier): Going | undefined {
    if ('open' in state) return state;
    const course = { id: state.id, ...nameOnRecord(message) };
    const earlier = fromEarlier(start(message, course), state, language);
    if (earlier === undefined) {
      warn(message, 'was changed since version 0.1.0 of the library, and starts over');
      return undefined;
    }
    const { wrong: wrongs } = state;
    return { ...course, ...earlier, ...(wrongs !== undefined && { wrong: wrongs }) };
  }

  /** The script was changed while the sender was in the middle of it. */
  async function goOnChanged(
    moment: Moment,
    going: Going,
    run: Run<Lasting>,
    at: number,
  ): Promise<Turn<Remembered>> {
    const { log } = going;
    became(moment, 'changed');
    warn(moment.message, `was changed: ${at} of ${log.length} records still fit`);
    if (log.slice(at).some(isDone)) {
      const state = going.away ? { ...courseOf(going), open: going.open } : going;
      return { replies: [says.stands(restart?.[0])], state };
    }
    const replies = new Replies();
    replies.add(at > 0 ? says.changed : says.startOver);
    return goOn(moment, { ...courseOf(going), log: log.slice(0, at) }, run, replies);
  }

  /** The word that ends a hand-over was texted. */
  function comeBack(
    moment: Moment,
    going: Going,
    run: Run<Lasting>,
    from: HandOver,
  ): Promise<Turn<Remembered>> {
    became(moment, 'answered');
    run.give(undefined);
    return goOn(moment, withRecord(courseOf(going), recordOf('effect', from)), run, new Replies());
  }

  async function goBack(moment: Moment, going: Going, open: Question): Promise<Turn<Remembered>> {
    const { log } = going;
    became(moment, 'back');
    const last = log.findLastIndex(isAnswer);
    const isStopped = log.slice(last + 1).some(isDone);
    if (isStopped || last < 0) {
      return {
        replies: [lead(isStopped ? says.cannotTakeBack : says.firstQuestion, promptOf(open, language))],
        state: going,
      };
    }
    const earlier = { ...courseOf(going), log: log.slice(0, last) };
    const run = start(moment.message, earlier);
    replay(run, earlier.log, '', language);
    return goOn(moment, earlier, run, new Replies());
  }

  async function hear(
    moment: Moment,
    going: Going,
    run: Run<Lasting>,
    open: Question,
  ): Promise<Turn<Remembered>> {
    const course = courseOf(going);
    const heard = await hearAnswer(moment, course, open);
    const value = heard instanceof Wrong ? heard : open.read(copyOf(heard), language);
    if (!(value instanceof Wrong)) {
      became(moment, 'answered');
      run.give(value);
      return goOn(moment, withRecord(course, recordOf('answer', open, heard)), run, new Replies());
    }
    const text = moment.message.body.trim();
    const answer = aside && text !== '' ? await answerAside(aside, text, moment.given, course) : undefined;
    became(moment, answer === undefined ? 'wrong' : 'aside');
    if (answer !== undefined) return { replies: [lead(answer, promptOf(open, language))], state: going };
    const wrongs = (going.wrong ?? 0) + 1;
    if (wrongs < patience) {
      return { replies: [lead(value.reason, promptOf(open, language))], state: { ...going, wrong: wrongs } };
    }
    run.giveUp();
    const turn = await goOn(moment, withRecord(course, recordOf('gaveUp', open)), run, new Replies());
    became(moment, 'gave up');
    return turn;
  }

  /** What is recorded of the sender's answer, or what is wrong with it. A promise if it has to be understood. */
  function hearAnswer({ message, given }: Moment, course: Course, open: Question): unknown {
    const heard = open.hear(message, language);
    const isToUnderstand = open.understand && typeof heard === 'string';
    return isToUnderstand ? understand(open.understand, heard, given, course, language) : heard;
  }

  /** Goes on with the script, live, until it asks or ends. */
  async function goOn(
    { message, given }: Moment,
    begun: Course,
    run: Run<Lasting>,
    replies: Replies,
    firstText = '',
  ): Promise<Turn<Remembered>> {
    let course = begun;
    while (run.step) {
      const { step } = run;
      if (step.kind === 'question') {
        refuseOwnWords(step);
        replies.add(promptOf(step, language));
        return { replies: replies.all, state: { ...course, open: printOfOpen(step), ...silenceAt(step) } };
      }
      if (step.kind === 'handOver') return leaveTo(step, course, replies);
      if (step.kind === 'say') {
        replies.add(step.reply, step.apart);
        run.give(undefined);
      } else {
        const record = await recordFor(step, given, course, firstText);
        course = withRecord(course, record);
        run.give(resultOf(record));
      }
    }
    return end({ message, given }, course, run, replies);
  }

  /** What the sender is sent if they do not answer. */
  function silenceAt({ remind }: Question): Pick<Going, 'silence'> {
    if (remind && !reminds) {
      throw new LoggableError(
        `the dialogue ${name} uses remind, and does not say so in its options: { reminds: reminding() }`,
      );
    }
    const later = reminds?.read(remind) ?? [];
    return later.length > 0 ? { silence: { since: 0, later } } : {};
  }

  function leaveTo(step: HandOver, course: Course, replies: Replies): Turn<Remembered> {
    if (!handsOver) {
      throw new LoggableError(
        `the dialogue ${name} uses handOver(), and does not say so in its options: { handsOver: true }`,
      );
    }
    const { url, until } = step;
    return {
      replies: [...replies.all, { redirect: url }],
      state: { ...course, open: printOfOpen(step), away: { url, until } },
    };
  }

  async function recordFor(
    step: Reading | Effect | FirstText,
    given: Given,
    course: Course,
    firstText: string,
  ): Promise<LogRecord> {
    if (step.kind === 'effect') return perform(step, given, course);
    if (step.kind === 'reading') return look(step, given, course);
    if (course.log.some(isAnswer))
      throw new LoggableError('firstText() has to come before the first question');
    return recordOf('firstText', step, firstText);
  }

  function end(
    { message, given }: Moment,
    { lasting }: Course,
    { ending, forgotten }: Run<Lasting>,
    replies: Replies,
  ): Turn<Remembered> {
    if (forgotten.length > 0 && !(ending instanceof GaveUp)) {
      tellForgotten(given, forgotten);
      warn(message, `made ${forgotten.join(', ')} without beginning it: write yield* in front of it`);
    }
    note(given, () => ({ outcome: 'ended' }));
    const reply = ending instanceof Kept ? ending.reply : ending;
    if (reply instanceof GaveUp) replies.add(says.gaveUp);
    else if (reply !== undefined) replies.add(reply);
    const state = overWith(ending instanceof Kept ? toKeep(ending) : lasting);
    return { replies: replies.all, state, ...(state && { over: true }) };
  }

  function toKeep({ lasting }: Kept<Lasting>): unknown {
    if (readLasting === undefined) {
      throw new LoggableError(
        `the dialogue ${name} keeps a value, and has no option lasting to read it with`,
      );
    }
    return lasting === undefined ? undefined : JSON.parse(asJson(lasting, 'keep()'));
  }

  /** An option that is one of our own words could never be chosen. */
  function refuseOwnWords({ options }: Question): void {
    const own = options?.find((option) => isWord(option, back) || isWord(option, restart));
    if (own === undefined) return;
    throw new LoggableError(
      `the dialogue ${name} offers its own word ${own} as an option: change one of them`,
    );
  }

  function isWord(text: string, word: OwnWord | undefined): boolean {
    return word !== undefined && isOwnWord(text, word, language);
  }

  function warn(message: Message, what: string): void {
    warnOnce(message, `the dialogue ${name} ${what}`);
  }
}

function became({ given }: Moment, outcome: Outcome): void {
  note(given, () => ({ outcome }));
}

/** The message of a turn, and what was given with it. */
interface Moment {
  readonly message: Message;
  readonly given: Given;
}

interface Beginning {
  /** By default a new one. */
  readonly id?: string | undefined;
  readonly lasting?: unknown;
  /** What it was handed. */
  readonly data?: unknown;
  /** The text that began it. By default that of the message. */
  readonly firstText?: string | undefined;
  /** What is said first. */
  readonly said?: string;
}
