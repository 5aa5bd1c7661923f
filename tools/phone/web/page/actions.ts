import type { Pair } from '../../../local-twilio';
import type { Posts, Sent } from '../../switchboard/protocol';
import { pictureFlaw } from '../picture-rules';
import { Failed, post } from './server';
import type { State, Talk } from './state';

/** Does something, and shows an error on the page if it fails. @returns whether it was done */
export async function attempt(state: State, what: () => Promise<unknown>): Promise<boolean> {
  state.say('');
  try {
    await what();
    return true;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    state.say(error.message);
    return false;
  }
}

/** Asks the server for something about the conversation on the screen. */
export function ask(
  state: State,
  path: '/repeat' | '/forget' | '/remove' | '/run-again',
  talk: Talk,
): Promise<boolean> {
  state.showLatest(talk);
  return attempt(state, () => post(path, pairOf(talk)));
}

export function moveClock<Path extends '/forward' | '/go-to' | '/back-to-now'>(
  state: State,
  path: Path,
  content: Posts[Path]['ask'],
): Promise<boolean> {
  return attempt(state, () => post(path, content));
}

/** Sends what is typed. If that fails, puts it back into the field. */
export async function sendDraft(state: State, talk: Talk): Promise<void> {
  const { body, picture, params } = state.draftOf(talk);
  if (body.trim() === '' && picture === undefined && Object.keys(params).length === 0) return;
  const media = picture === undefined ? [] : [picture];
  state.keepDraft(talk, { body: '', picture: undefined, params: {} });
  if (await send(state, talk, { body, media, params })) return;
  const since = state.draftOf(talk);
  state.keepDraft(talk, {
    body: [body, since.body].filter(Boolean).join('\n'),
    picture: since.picture ?? picture,
    params: { ...params, ...since.params },
  });
}

export function send(
  state: State,
  talk: Talk,
  { body, media, params }: Pick<Sent, 'body' | 'media' | 'params'>,
): Promise<boolean> {
  state.showLatest(talk);
  return attempt(state, () => post('/send', { ...pairOf(talk), body, media, params }));
}

/** Puts a text into the text field, to be changed and sent again. */
export function edit(state: State, talk: Talk, { body, media, params }: Sent): void {
  state.keepDraft(talk, { body, picture: media[0], params });
}

/** Opens a conversation, and shows it. @throws {Failed} */
export async function open(state: State, pair: Pair): Promise<void> {
  state.select(await post('/open', pair));
}

/** Attaches a picture to what is typed. */
export function attach(state: State, talk: Talk, file: File): Promise<boolean> {
  return attempt(state, async () => {
    const flaw = pictureFlaw(file.type, file.size);
    if (flaw !== undefined) throw new Failed(flaw);
    const { url } = await post('/picture', { type: file.type, base64: await base64Of(file) });
    state.keepDraft(talk, { picture: url });
  });
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function pairOf({ from, to }: Pair): Pair {
  return { from, to };
}
