import type { ShellWords } from './conversation';

/** What is said around a conversation that has no words of its own. */
export const ENGLISH: ShellWords = {
  apology: 'Sorry, something went wrong on our side. Please text that again.',
  tooLong: 'Sorry, that is more than we can keep. Please answer more briefly.',
  tooMany: 'That was a lot of texts. Please wait an hour, and then text again.',
  optedOut: 'You will get no more messages from us. Text START to get them again.',
  optedIn: 'You will get our messages again. Text STOP to end them.',
  help: 'This number answers by itself. Text STOP to get no more messages.',
};
