import { parseOptions } from '../../cli/command-line';
import { OFFLINE_AUTH_TOKEN } from '../../local-twilio';

export interface Options {
  /** `undefined` opens a chat. */
  readonly message: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly media: readonly string[];
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly authToken: string;
  readonly json: boolean;
  /** Where the cookies and the clock are kept; `undefined` for the file of the webhook. */
  readonly file: string | undefined;
  /** The URL of the phone in the browser, if it is served. */
  readonly phone: string;
  /** The text goes in another way than a phone in the browser would send it. */
  readonly ownWay: boolean;
  readonly help: boolean;
}

export const KNOWN_CALLER = '+14158675308';
export const OUR_NUMBER = '+14155550100';

export const USAGE = `Usage: npm run text -- [options] [message]

Texts a webhook as Twilio does, with no account, number or tunnel. Without a message it opens a chat, in
which /help lists the commands. From a pipe it reads a message or a command from each line. The cookie is
kept for the next run. Beside npm start, the phone in the browser sends the text, and shows it, too.

  npm run text -- "hello"
  npm run text -- /forward 4h                            moves the clock, as in a chat
  printf 'hi\\n/repeat\\n' | npm run text
  npm run text -- --from +12349013030 --media https://example.com/cat.png "look"
  npm run text -- --url http://localhost:5000/sms        a Flask or Express app

  --from <number>       who texts          (${KNOWN_CALLER})
  --to <number>         the number texted  (${OUR_NUMBER})
                        whatsapp:+1… on both texts on WhatsApp
  --media <url>         a picture or file; more than once for more
  --url <url>           the webhook        (http://localhost:3000/sms; PORT sets the port)
  --get                 by GET, where the number is configured so
  --auth-token <token>  signs the requests (AUTH_TOKEN, also from .env; else "${OFFLINE_AUTH_TOKEN}")
  --json                prints each exchange as one line of JSON
  --state <file>        where the cookies and the clock are kept  (a file in .phone for each URL)
  --help

Replies go to standard output, all else to standard error. Exits with 1 if Twilio would have logged an
error or, beside npm start, the conversation has failed. Exits with 2 if nothing could be sent, or what is
remembered not be kept.
`;

/**
 * @param env the environment, with what `.env` adds to it
 * @throws {UserError}
 */
export function readOptions(args: readonly string[], env: NodeJS.Dict<string>): Options {
  const { values, positionals } = parse(args);
  return {
    message: positionals.length > 0 || values.media ? positionals.join(' ') : undefined,
    from: values.from ?? KNOWN_CALLER,
    to: values.to ?? OUR_NUMBER,
    media: values.media ?? [],
    url: values.url ?? `http://localhost:${env.PORT ?? '3000'}/sms`,
    method: values.get ? 'GET' : 'POST',
    authToken: [values['auth-token'], env.AUTH_TOKEN].find(Boolean) ?? OFFLINE_AUTH_TOKEN,
    json: values.json ?? false,
    file: values.state,
    phone: `http://localhost:${env.PHONE_PORT ?? '3001'}`,
    ownWay: Boolean(values.state ?? values['auth-token'] ?? values.get),
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  return parseOptions('text', {
    args: [...args],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      media: { type: 'string', multiple: true },
      url: { type: 'string' },
      get: { type: 'boolean' },
      'auth-token': { type: 'string' },
      json: { type: 'boolean' },
      state: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}
