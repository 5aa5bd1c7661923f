import {
  CannotOpen,
  NotSent,
  type Conversation,
  type Opened,
  type OurMessage,
  type ToOpen,
} from '../../../src';
import { UserError } from '../../cli/user-error';

/** What became of an opening, for the person who asked for it. */
export function inWords(
  outcome: Opened,
  { to, from, key = '' }: ToOpen,
  sent: OurMessage | undefined,
): string {
  switch (outcome) {
    case 'opened':
      return `Opened. ${to} gets from ${from}:\n\n${sent ? contentOf(sent) : ''}\n`;
    case 'opened before':
      return `Opened before, with the key ${key}. Nothing was sent now.`;
    case 'being opened':
      return `It is being opened: another call with the key ${key} began less than a minute ago. If that one failed, call again in a minute.`;
    case 'busy':
      return `Nothing was sent: ${to} is in the middle of a conversation. To take its place, add --replace.`;
    case 'opted out':
      return `Nothing was sent: ${to} has texted STOP to ${from}. What was remembered is forgotten. They can text START.`;
  }
}

/** What a message says and shows. */
export function contentOf({ body, media }: OurMessage): string {
  return [body, ...media].filter(Boolean).join('\n');
}

/** The same for an error. An error that does not belong to an opening stays as it is. */
export function errorInWords(
  error: unknown,
  { name, key, data }: ToOpen,
  conversation: Pick<Conversation<unknown>, 'name' | 'opens'>,
): unknown {
  if (error instanceof NotSent) return new UserError(whyNotSent(error.code, key));
  if (!(error instanceof CannotOpen)) return error;
  if (error.why === 'unknown') {
    const { opens = [] } = conversation;
    const has = opens.length > 0 ? `It has ${opens.join(', ')}` : 'It has none with the option data';
    return new UserError(
      `The conversation ${conversation.name} has no dialogue ${name} that can be opened. ${has} (docs/opening.md). CONVERSATION=… chooses another conversation, for the Function as well.`,
    );
  }
  const flaw = data === undefined ? 'takes data. Hand it over with --data.' : 'does not take that data.';
  return new UserError([`The dialogue ${name} ${flaw}`, error.reason ?? ''].join(' ').trim());
}

/** @param key of the opening, if it has one */
export function whyNotSent(code: number | undefined, key: string | undefined): string {
  if (code !== undefined) return `Nothing was sent: ${whyRefused(code)}`;
  const advice =
    key === undefined
      ? 'Look among the messages of the account before you call again. With a --key it would be sent once.'
      : 'Call again in a minute, with the same key: then it is sent only if it was not.';
  return `It is not known if the message was sent: Twilio has not answered. ${advice}`;
}

/** @param code in which Twilio refuses a message, at once or later */
export function whyRefused(code: number): string {
  const why = REFUSALS[code] ?? 'What it means:';
  return `Twilio refuses the message with ${code}. ${why} https://www.twilio.com/docs/api/errors/${code}`;
}

/** The errors that a person who texts first meets: https://www.twilio.com/docs/api/errors */
const REFUSALS: Readonly<Record<number, string>> = {
  20003: 'It does not know the credentials.',
  21211: '--to is no number that can be texted.',
  21408: 'The account may not text that country.',
  21606: '--from is no number of the account that can text.',
  21659: '--from is no number of the account.',
  63016:
    'On WhatsApp a text of your own reaches only people who have texted you in the last 24 hours. To others Twilio sends an approved template, and an opening sends none.',
};
