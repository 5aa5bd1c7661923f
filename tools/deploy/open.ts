import {
  NotSent,
  open,
  textingOf,
  type Conversation,
  type OurMessage,
  type Texting,
  type ToOpen,
  type Variables,
} from '../../src';
import type { Twilio } from 'twilio';
import { cookieStore } from '../../src/session/cookie-store';
import { storeFor } from '../../src/session/stores';
import { channelOf } from '../../src/twilio/address';
import { parseOptions, whereOptions, type Command } from '../cli/command-line';
import { UserError } from '../cli/user-error';
import { readPair, type Pair } from '../local-twilio';
import { whyNotArrived } from './opening/arrival';
import { loadConversation } from './opening/conversation';
import { readData } from './opening/data';
import { handBack } from './opening/hand-back';
import { reach } from './opening/twilio';
import { contentOf, errorInWords, inWords, whyNotSent, whyRefused } from './opening/words';
import { readOwnEnv } from './store/own-env';

const USAGE = `Usage: npm run open -- --to <number> --from <number> [options] <dialogue>
       npm run open -- --to <number> --from <number> --hand-back

Opens a conversation: texts somebody first. Their answer comes to the conversation that CONVERSATION
chooses, which opens the dialogue of this name. The dialogue has the option data: docs/opening.md. Beside the
phone of npm start it is the conversation that this one was started with.

  npm run open -- --to +14158675308 --from +14155550100 --key order-42 --data '{"visit":"Friday 3 pm"}' visit

  --to <number>    whom we text; whatsapp:+1… on both for WhatsApp
  --from <number>  the number of ours that they answer
  --key <text>     opens once with this key, however often it is called
  --data <JSON>    what the dialogue is handed
  --replace        takes the place of a conversation that is going on
  --hand-back      ends a hand-over to a person, as the word of the sender does; sends what the dialogue
                   says then
  --help

It uses the store, the secrets and the account of .env. With an account it sends a real message. Without one
it texts the phone of npm start, or of npm run example, which has to run (PHONE_PORT=… if the phone is not at
3001). Exits with 1 if the conversation is not open then, or nothing was handed over.
`;

/** `npm run open`: we speak first. */
export const openCommand: Command = {
  usage: USAGE,
  async run(args) {
    const asked = readOptions(args);
    const env = await readOwnEnv();
    if (storeFor(env) === cookieStore) {
      throw new UserError(
        'SESSION_STORE is cookie, and Twilio keeps no cookie for what we send. Set it to sync or redis, for the Function as well: SESSION_STORE=sync npm start, and SESSION_STORE=sync npm run open -- …',
      );
    }
    const { client, variables: further, phone, now } = await reach(env);
    const named = { ...env, ...further };
    const conversation = await loadConversation(named, client);
    // As a Function's context: what reminds takes its client from there.
    const variables = { ...named, getTwilioClient: () => client };
    const place = { conversation, variables, client, texting: textingOf(client), now };
    const isDone = await ('name' in asked ? openIn(place, asked) : handBackIn(place, asked));
    if (isDone && phone !== undefined) console.log(`See it at ${phone}`);
    return isDone;
  },
};

interface Place {
  readonly conversation: Conversation<unknown>;
  readonly variables: Variables;
  readonly client: Twilio;
  readonly texting: Texting;
  readonly now: () => number;
}

async function openIn(place: Place, asked: ToOpen): Promise<boolean> {
  const { conversation, variables, client, texting, now } = place;
  let sent: OurMessage | undefined;
  const noting = { ...texting, send: (message: OurMessage) => texting.send((sent = message)) };
  const outcome = await open(conversation, asked, { variables, texting: noting, now }).catch(
    (error: unknown) => {
      throw errorInWords(error, asked, conversation);
    },
  );
  const isOpen = outcome === 'opened' || outcome === 'opened before';
  (isOpen ? console.log : console.error)(inWords(outcome, asked, sent));
  if (sent === undefined || channelOf(sent.to) !== 'whatsapp') return isOpen;
  const code = await whyNotArrived(client, sent);
  if (code === undefined) return isOpen;
  console.error(`The message did not arrive, and the conversation counts as opened. ${whyRefused(code)}`);
  return false;
}

async function handBackIn({ conversation, variables, texting, now }: Place, pair: Pair): Promise<boolean> {
  const messages = await handBack(conversation, pair, { variables, now });
  if (messages === undefined) {
    console.error(`${pair.to} is handed over to nobody. Nothing has changed.`);
    return false;
  }
  console.log(`Handed back. ${pair.to} gets from ${pair.from}:\n`);
  for (const message of messages) {
    await texting.send(message).catch((error: unknown) => {
      throw error instanceof NotSent ? new UserError(whyNotSent(error.code, undefined)) : error;
    });
    console.log(`${contentOf(message)}\n`);
  }
  return true;
}

function readOptions(args: readonly string[]): ToOpen | Pair {
  const { values, positionals } = parseOptions('open', {
    args: [...args],
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      from: { type: 'string' },
      key: { type: 'string' },
      data: { type: 'string' },
      replace: { type: 'boolean' },
      'hand-back': { type: 'boolean' },
    },
  });
  const { to, from, key, data, replace = false, 'hand-back': handsBack = false } = values;
  const [name, ...others] = positionals;
  if (handsBack && to !== undefined && from !== undefined) {
    if (name === undefined && key === undefined && data === undefined && !replace)
      return readPair({ from, to });
    throw new UserError('--hand-back takes --to and --from, and nothing else.');
  }
  if (to === undefined || from === undefined || name === undefined || others.length > 0) {
    throw new UserError(
      `Say --to, --from, and the name of one dialogue. ${whereOptions('open', ['to', 'from', 'data'])}`,
    );
  }
  if (key === '')
    throw new UserError('--key is empty. Leave it out, or name what is opened once: --key order-42');
  return {
    ...readPair({ from, to }),
    name,
    replaces: replace,
    ...(key !== undefined && { key }),
    ...(data !== undefined && { data: readData(data) }),
  };
}
