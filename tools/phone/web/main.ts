import path from 'node:path';
import { parseOptions, printUserError } from '../../cli/command-line';
import { readEnvFile } from '../../cli/env';
import { UserError } from '../../cli/user-error';
import { OFFLINE_AUTH_TOKEN, PortTaken } from '../../local-twilio';
import { freeBeside, readPort } from '../../start/ports';
import { FOLDER } from '../switchboard/saved-file';
import { startPhone } from './server';

const USAGE = `Usage: npm run phone -- [options]

A phone in the browser that texts a webhook the way Twilio would, with no account, number or tunnel: a
Flask or Express app, or whatever else answers with TwiML. npm start has such a phone by itself.

  npm run phone -- --url http://localhost:5000/sms

  --url <url>           the webhook        (http://localhost:3000/sms; PORT sets the port)
  --port <port>         of the phone       (3001; so does PHONE_PORT)
  --get                 by GET, where the number is configured so
  --auth-token <token>  signs the requests (AUTH_TOKEN, also from .env; else "${OFFLINE_AUTH_TOKEN}")
  --help

Conversations and cookies are kept in ${FOLDER}, a file for each webhook. Ctrl-C ends it.
`;

/** `npm run phone`: a phone in the browser for any webhook. */
async function main(args: readonly string[]): Promise<void> {
  const values = parse(args);
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const dotEnv: NodeJS.Dict<string> = await readEnvFile('.env').catch(() => ({}));
  const env = { ...dotEnv, ...process.env };
  const webhook = values.url ?? `http://localhost:${env.PORT ?? '3000'}/sms`;
  const port =
    values.port === undefined
      ? readPort('PHONE_PORT', env.PHONE_PORT ?? '3001')
      : readPort('--port', values.port);
  const phone = await startPhone({
    port,
    webhook,
    folder: FOLDER,
    callers: path.join('assets', 'callers.private.json'),
    method: values.get ? 'GET' : 'POST',
    authToken: [values['auth-token'], env.AUTH_TOKEN].find(Boolean) ?? OFFLINE_AUTH_TOKEN,
  }).catch(async (error: unknown) => {
    if (!(error instanceof PortTaken)) throw error;
    const other = await freeBeside(port);
    throw new UserError(`${error.message} Choose another: npm run phone -- --port ${other}`);
  });
  console.log(`A phone at ${phone.url}/ texts ${webhook}. Ctrl-C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void phone.close().then(() => process.exit());
    });
  }
}

function parse(args: readonly string[]) {
  const options = {
    url: { type: 'string' },
    port: { type: 'string' },
    get: { type: 'boolean' },
    'auth-token': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  return parseOptions('phone', { args: [...args], options }).values;
}

main(process.argv.slice(2)).catch((error: unknown) => printUserError(error, 2));
