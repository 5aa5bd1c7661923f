import { SaxesParser } from 'saxes';
import type { Message } from '../../src/conversation';

/** A text as a conversation gets it. */
export function message(body: string, rest: Partial<Message> = {}): Message {
  return {
    sid: `SM${'0'.repeat(32)}`,
    from: '+14158675308',
    to: '+14155550100',
    body,
    media: [],
    params: {},
    ...rest,
  };
}

export interface SentMessage {
  /** Its text, `''` where there is none. */
  body: string;
  media: string[];
}

/**
 * The messages in a TwiML document.
 *
 * @throws where it is no well-formed XML
 */
export function messagesIn(twiml: string): SentMessage[] {
  const messages: SentMessage[] = [];
  const open: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    open.push(name);
    if (name === 'Message') messages.push({ body: '', media: [] });
  });
  parser.on('text', (text) => {
    const sent = messages.at(-1);
    if (!sent) return;
    if (open.at(-1) === 'Media') sent.media.push(text);
    else sent.body += text;
  });
  parser.on('closetag', () => open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(twiml).close();
  return messages;
}
