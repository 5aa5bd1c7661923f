import { LIMITS } from '../../../local-twilio/limits';
import { lastOf } from '../order';
import { pictureFlaw } from '../picture-rules';
import type { Change, Conversation, Sent } from '../protocol';
import { byId, element, fill } from './dom';
import { EMOJIS } from './emojis';
import { showCookie, showExchange } from './inspector';
import { hueOf, showPeople } from './people';
import { Failed, everything, post } from './server';
import { State, type Talk } from './state';
import { cycleTheme, showTheme } from './theme';
import { showThread } from './thread';
import { countdown, grouped, initialsOf, nameOf, span, timeOf } from './wording';

const OUR_NUMBER = '+14155550100';

/** A text that is sent now, unless it says when it was. */
type Outgoing = Pick<Sent, 'body' | 'media'> & Partial<Sent>;

const state = new State();
const draft = byId('draft', HTMLTextAreaElement);
const thread = byId('thread', HTMLElement);

/** Shows everything anew. Small enough to be quick, and nothing can be forgotten. */
function show(): void {
  const { current } = state;
  const { from, to } = current.line;
  const name = nameOf(from, state.callers);
  showPeople(byId('people', HTMLElement), state, select);
  fill(byId('contact', HTMLElement), name);
  fill(
    byId('numbers', HTMLElement),
    `${grouped(from)} texts ${grouped(to)}`,
    current.line.optedOut && ' · opted out',
  );
  const avatar = byId('avatar', HTMLElement);
  fill(avatar, initialsOf(name));
  avatar.dataset.hue = hueOf(from);
  showThread(thread, state, {
    inspect(entry) {
      current.shown = entry.id;
      show();
    },
    sendAgain({ body, media }) {
      // The button is gone with the next picture of the thread.
      draft.focus({ preventScroll: true });
      void send({ body, media });
    },
  });
  showExchange(byId('exchange', HTMLElement), shownEntry()?.exchange);
  byId('repeat', HTMLButtonElement).disabled = current.entries.length + current.pending.length === 0;
  showComposer();
  tick();
}

/** What changes by itself: the clock of the phone, and what is left of the cookies. */
function tick(): void {
  const time = byId('phone-time', HTMLTimeElement);
  fill(time, timeOf(state.now));
  fill(byId('ahead', HTMLElement), state.ahead > 0 && `${span(state.ahead)} ahead`);
  showCookie(byId('cookie', HTMLElement), state);
  for (const [n, { line }] of state.talks.entries()) {
    const held = document.querySelector(`#person-${n} .held`);
    const left = line.cookie ? line.cookie.expiresAt - state.now : 0;
    if (held instanceof HTMLElement) {
      fill(
        held,
        line.cookie && left > 0 ? `Cookie ${line.cookie.bytes} B · ${countdown(left)}` : 'No cookie',
      );
      held.style.setProperty('--left', String(Math.max(0, left) / LIMITS.cookieLife.value));
    }
  }
}

function shownEntry() {
  const { entries, shown } = state.current;
  return entries.find(({ id }) => id === shown) ?? entries.at(-1);
}

function showComposer(): void {
  const { current } = state;
  if (draft.value !== current.draft) draft.value = current.draft;
  const { picture } = current;
  byId('attached', HTMLElement).hidden = picture === undefined;
  const preview = byId('preview', HTMLImageElement);
  if (picture === undefined) preview.removeAttribute('src');
  else if (preview.src !== picture) preview.src = picture;
  byId('send', HTMLButtonElement).disabled = draft.value.trim() === '' && picture === undefined;
  const length = draft.value.length;
  fill(byId('count', HTMLElement), length > 140 && `${length} characters`);
}

function select(talk: Talk): void {
  state.select(talk);
  say('composer-error', '');
  show();
  thread.scrollTop = thread.scrollHeight;
  draft.focus({ preventScroll: true });
}

/** @returns whether the phone's server took it */
function send(text: Outgoing): Promise<boolean> {
  const talk = state.current;
  const { from, to } = talk.line;
  return during(talk, [text], () => post('/send', { from, to, ...text }));
}

/** Sends what is typed, and puts it back where it was typed if that failed. */
async function sendDraft(): Promise<void> {
  const talk = state.current;
  const { picture, draft: body } = talk;
  if (body.trim() === '' && picture === undefined) return;
  const media = picture === undefined ? [] : [picture];
  state.keepDraft(talk, '');
  state.keepPicture(talk, undefined);
  if (await send({ body, media })) return;
  state.keepDraft(talk, [body, talk.draft].filter(Boolean).join('\n'));
  state.keepPicture(talk, talk.picture ?? picture);
  show();
}

/** Shows texts on their way until their answer is there. @returns whether it came */
async function during(talk: Talk, texts: readonly Outgoing[], ask: () => Promise<Change>): Promise<boolean> {
  const sent = texts.map((text) => ({ at: state.now, repeated: false, ...text }));
  talk.pending.push(...sent);
  talk.shown = undefined;
  say('composer-error', '');
  show();
  try {
    const change = await ask();
    state.apply(change, talk);
    announce(change);
    return true;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    say('composer-error', error.message);
    return false;
  } finally {
    talk.pending = talk.pending.filter((text) => !sent.includes(text));
    show();
  }
}

/** Waits for the answers to what was under way when the page was opened. */
function settle(talk: Talk): void {
  const texts = talk.pending.splice(0);
  const { from, to } = talk.line;
  const [first] = texts;
  if (first) void during(talk, texts, () => post('/settle', { from, to, since: first.at }));
}

function announce({ entries }: Change): void {
  const said = entries.flatMap(({ exchange: { automatic, replies, problems } }) => [
    ...[automatic, ...replies].map((reply) => reply?.body ?? ''),
    ...problems.map(({ code, title }) => `Error ${code}, ${title}`),
  ]);
  fill(byId('announce', HTMLElement), said.filter(Boolean).join('. ') || 'No reply.');
}

function say(id: string, text: string): void {
  fill(byId(id, HTMLElement), text);
}

/** Does something whose failure is told below the text field. */
async function attempt(what: () => Promise<void>): Promise<void> {
  say('composer-error', '');
  try {
    await what();
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    say('composer-error', error.message);
  }
}

function insert(text: string): void {
  draft.setRangeText(text, draft.selectionStart, draft.selectionEnd, 'end');
  state.keepDraft(state.current, draft.value);
  showComposer();
  draft.focus();
}

async function attach(file: File): Promise<void> {
  const flaw = pictureFlaw(file.type, file.size);
  if (flaw !== undefined) throw new Failed(flaw);
  const talk = state.current;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const { url } = await post('/picture', { type: file.type, base64: btoa(binary) });
  state.keepPicture(talk, url);
  showComposer();
  draft.focus();
}

function listenToComposer(): void {
  const emojis = byId('emojis', HTMLElement);
  const opener = byId('emoji', HTMLButtonElement);
  const file = byId('file', HTMLInputElement);
  const openEmojis = (open: boolean) => {
    emojis.hidden = !open;
    opener.ariaExpanded = String(open);
  };
  byId('composer', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    openEmojis(false);
    void sendDraft();
  });
  draft.addEventListener('input', () => {
    state.keepDraft(state.current, draft.value);
    showComposer();
  });
  draft.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void sendDraft();
    }
    const last = lastOf([...state.current.entries, ...state.current.pending]);
    if (event.key === 'ArrowUp' && draft.value === '' && last) {
      event.preventDefault();
      insert(last.body);
    }
  });
  opener.addEventListener('click', () => {
    openEmojis(Boolean(emojis.hidden));
    if (!emojis.hidden) emojis.querySelector('button')?.focus();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || emojis.hidden) return;
    // Whoever is elsewhere stays there.
    if (emojis.contains(document.activeElement)) opener.focus();
    openEmojis(false);
  });
  for (const emoji of EMOJIS) {
    const button = element('button', { type: 'button' }, emoji);
    button.addEventListener('click', () => {
      openEmojis(false);
      insert(emoji);
    });
    emojis.append(button);
  }
  byId('attach', HTMLButtonElement).addEventListener('click', () => {
    file.click();
  });
  file.addEventListener('change', () => {
    const [picture] = file.files ?? [];
    file.value = '';
    if (picture) void attempt(() => attach(picture));
  });
  const preview = byId('preview', HTMLImageElement);
  preview.addEventListener('error', () => {
    // It was attached before the phone was started anew.
    if (preview.src === state.current.picture) state.keepPicture(state.current, undefined);
    showComposer();
  });
  byId('detach', HTMLButtonElement).addEventListener('click', () => {
    state.keepPicture(state.current, undefined);
    showComposer();
    draft.focus();
  });
}

function listenToTwilio(): void {
  byId('forget', HTMLButtonElement).addEventListener('click', () => {
    const talk = state.current;
    void attempt(async () => {
      const { from, to } = talk.line;
      state.apply(await post('/forget', { from, to }), talk);
      show();
    });
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-forward]')) {
    button.addEventListener('click', () => {
      void attempt(async () => {
        const { lines, clock } = await post('/forward', { milliseconds: Number(button.dataset.forward) });
        state.setClock(clock);
        for (const talk of state.talks) {
          talk.line =
            lines.find(({ from, to }) => from === talk.line.from && to === talk.line.to) ?? talk.line;
        }
        show();
      });
    });
  }
  byId('repeat', HTMLButtonElement).addEventListener('click', () => {
    const talk = state.current;
    const last = lastOf([...talk.entries, ...talk.pending]);
    const { from, to } = talk.line;
    if (last) {
      const again = { body: last.body, media: last.media, repeated: true };
      void during(talk, [again], () => post('/repeat', { from, to }));
    }
  });
  byId('together', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const talk = state.current;
    const { from, to } = talk.line;
    const first = byId('first', HTMLInputElement).value;
    const second = byId('second', HTMLInputElement).value;
    const texts = [first, second].map((body) => ({ body, media: [] }));
    void during(talk, texts, () => post('/send-together', { from, to, first, second }));
  });
}

function listenToPeople(): void {
  const disclosure = byId('new', HTMLDetailsElement);
  byId('open', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const from = byId('from', HTMLInputElement);
    open(from.value, byId('to', HTMLInputElement).value).then(
      (talk) => {
        say('open-error', '');
        from.value = '';
        disclosure.open = false;
        select(talk);
      },
      (error: unknown) => {
        if (!(error instanceof Failed)) throw error;
        say('open-error', error.message);
      },
    );
  });
}

async function open(from: string, to: string): Promise<Talk> {
  const { line, entries } = await post('/open', { from, to });
  return state.add({ ...line, entries, pending: [] } satisfies Conversation);
}

async function main(): Promise<void> {
  const theme = byId('theme', HTMLButtonElement);
  showTheme(theme);
  theme.addEventListener('click', () => {
    cycleTheme();
    showTheme(theme);
  });
  state.load(await everything());
  fill(byId('webhook', HTMLElement), state.webhook);
  fill(
    byId('callers', HTMLElement),
    ...Object.entries(state.callers).map(([address, name]) =>
      element('option', { value: address, label: name }),
    ),
  );
  if (state.talks.length === 0) {
    const known = Object.keys(state.callers).slice(0, 3);
    for (const address of known.length > 0 ? known : ['+14158675308']) await open(address, OUR_NUMBER);
    state.load(await everything());
  }
  listenToPeople();
  listenToComposer();
  listenToTwilio();
  show();
  thread.scrollTop = thread.scrollHeight;
  draft.focus({ preventScroll: true });
  setInterval(tick, 1000);
  for (const talk of state.talks) settle(talk);
}

void main();
