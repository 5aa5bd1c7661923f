/**
 * The part of Twilio's error dictionary that a webhook can run into, with what to do in each case:
 * https://www.twilio.com/docs/api/errors
 */
const DICTIONARY = {
  11100: {
    title: 'Invalid URL format',
    remedy: 'Redirect to an http or https URL, absolute or relative to the one that answered.',
  },
  11200: {
    title: 'HTTP retrieval failure',
    remedy: 'Answer with a 2xx status within 15 seconds. The log of the webhook says what went wrong there.',
  },
  11205: {
    title: 'HTTP connection failure',
    remedy: 'Start the webhook, and see that its host and port are those of the URL.',
  },
  11206: {
    title: 'HTTP protocol violation',
    remedy:
      'Answer with complete, valid HTTP. A cookie has a name, and no control characters. An https URL needs a server that speaks TLS.',
  },
  11210: { title: 'HTTP bad host name', remedy: 'See that the host in the URL is spelled right.' },
  11215: { title: 'HTTP too many redirects', remedy: 'Give Twilio the URL at the end of the redirects.' },
  11216: {
    title: 'HTTP invalid redirect',
    remedy: 'Redirect with 301, 302, 303 or 307 and a Location; better, give Twilio the final URL.',
  },
  11220: {
    title: 'SSL/TLS handshake error',
    remedy: 'Use a certificate that a public authority signed; locally, plain http.',
  },
  11750: {
    title: 'TwiML response body too large',
    remedy: 'Keep the TwiML within 64 kB. A page of HTML here is often a stack trace.',
  },
  12100: {
    title: 'Document parse failure',
    remedy:
      'Answer with one XML document whose root is <Response>, with nothing in front and with &, < and > escaped. A library for TwiML does that.',
  },
  12200: {
    title: 'Schema validation warning',
    remedy: 'Use <Message>, <Body>, <Media> and <Redirect> as TwiML spells and nests them.',
  },
  12300: {
    title: 'Invalid Content-Type',
    remedy: 'Answer with Content-Type: text/xml. Plain text is sent as it is, as text/plain.',
  },
  14101: { title: 'Invalid "To" attribute', remedy: 'Write the number with its country code.' },
  14102: {
    title: 'Invalid "From" attribute',
    remedy: 'Write one of your Twilio numbers, with its country code.',
  },
  14103: {
    title: 'Invalid body',
    remedy: 'Give every <Message> a text of 1 to 1,600 characters, or media.',
  },
  14106: {
    title: 'Document retrieval limit reached',
    remedy: 'See that no <Redirect> leads back to itself.',
  },
  14107: {
    title: 'SMS send rate limit exceeded',
    remedy: 'See that no two machines answer each other. Wait half a minute, or move the clock forward.',
  },
  14109: {
    title: 'TwiML reply message limit exceeded',
    remedy: 'Answer with ten messages at most, and send what is left through the API.',
  },
  21610: {
    title: 'Attempt to send to unsubscribed recipient',
    remedy: 'Say nothing after STOP. The person can text START to come back.',
  },
  21620: {
    title: 'Invalid media URL(s)',
    remedy: 'Give every <Media> an http or https URL that Twilio can reach.',
  },
  21623: { title: 'Number of media files exceeds allowed limit', remedy: 'Send ten at most with a message.' },
  63016: {
    title: 'Failed to send freeform message because you are outside the allowed window',
    remedy:
      'On WhatsApp text within 24 hours of their last text, or send an approved template with ContentSid.',
  },
  82008: {
    title: 'Headers or cookies too large',
    remedy: 'Remember less in the cookie: all headers together may take 4,096 bytes, in 75 lines.',
  },
} as const;

export type TwilioErrorCode = keyof typeof DICTIONARY;

/** One line of Twilio's debugger. We treat Twilio's warnings as errors, too. */
export interface Problem {
  readonly code: TwilioErrorCode;
  /** The dictionary's name for it. */
  readonly title: string;
  /** What happened in this exchange. */
  readonly meaning: string;
  /** What to do. */
  readonly remedy: string;
}

export function problem(code: TwilioErrorCode, meaning: string): Problem {
  const { title, remedy } = DICTIONARY[code];
  return { code, title, meaning, remedy };
}
