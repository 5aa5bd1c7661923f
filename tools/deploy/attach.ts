import { isAddress } from '../local-twilio';
import { FUNCTIONS } from '../build/bundle';
import { connect } from './account/account';
import { attach } from './account/attachment';
import { findWebhook } from './account/deployed';
import { webhookRuleFor } from './account/webhook-rule';
import { numberTarget, serviceTarget } from './account/webhook-setting';
import { ACCOUNT_OPTIONS, splitArgs, typedAgain, type Command } from '../cli/command-line';
import { confirmIn } from '../cli/confirmation';
import { UserError } from '../cli/user-error';
import { optionsAgain } from './deployment/options-again';
import { readPlan } from './twilio-run/twilio-run';

const USAGE = `Usage: npm run attach -- <number> [options]
       npm run attach -- --service MG… [options]

Lets a number of yours, or a Messaging Service, call the deployed Function when a message comes in.
Shows what is set and what would change, and asks first.

  npm run attach -- +14155550100
  npm run attach -- +14155550100 --environment=prod
  npm run attach -- --service MG0123… --yes

  --service <MG…>        a Messaging Service, for every number in it
  --environment <name>   where it is deployed (dev). The other options of npm run deploy work as well
  --path <path>          the Function (/sms, or the only one)
  --url <url>            another webhook than the deployed Function; '' for none
  --method <method>      GET or POST (POST)
  --fallback <url>       what Twilio calls if the webhook fails; '' for nothing. Without this option it
                         stays as it is
  --yes                  changes it without asking, for scripts
  --help
`;

const WHICH = `Write it with + and its country code, and without a channel such as whatsapp:, as in
  npm run attach -- +14155550100
or name a Messaging Service by its SID, as in
  npm run attach -- --service MG0123…`;

/** The last step of a deploy. */
export const attachCommand: Command = {
  usage: USAGE,
  async run(typed) {
    const { own, handedOn } = splitArgs(typed, {
      service: { type: 'string' },
      path: { type: 'string' },
      url: { type: 'string' },
      method: { type: 'string' },
      fallback: { type: 'string' },
      yes: { type: 'boolean' },
    });
    const { service, url, path, method = 'POST', fallback: fallbackUrl } = own;
    const [number, ...more] = handedOn.filter(meansNumber).map(readNumber);
    if (more.length > 0) throw new UserError('One number at a time.');
    if (number === undefined && service === undefined) throw new UserError(`Which number? ${WHICH}`);
    checkForm(service, [url, fallbackUrl], method);
    const args = handedOn.filter((arg) => !meansNumber(arg));
    const plan = await readPlan(FUNCTIONS.project, args);
    const client = connect(plan);
    const webhook = url ?? (await findWebhook(client, plan, path, optionsAgain(plan, args, path)));
    const found =
      service === undefined
        ? await numberTarget(client, number ?? '')
        : await serviceTarget(client, service, number);
    const target = { ...found, args: [...found.args, ...typedAgain(args, ACCOUNT_OPTIONS)] };
    const rule = webhook === '' ? undefined : await webhookRuleFor(client, webhook);
    const confirm = own.yes ? () => Promise.resolve(true) : confirmIn(process.stdin, process.stdout);
    return attach(target, { url: webhook, method, fallbackUrl }, rule, { say: console.log, confirm });
  },
};

/** Whether it was typed as a number, well or not: `+14155550100`, `(415) 555-0100`, `whatsapp:+1…`, `MG…`. */
function meansNumber(arg: string): boolean {
  return /^\+|^\(?\d[\d\s().-]{6,}$|^[a-z]+:\+|^MG[0-9a-f]{6,}$/i.test(arg);
}

/** @throws {UserError} */
function readNumber(text: string): string {
  const number = text.replace(/[\s().-]/g, '');
  if (number.startsWith('+') && isAddress(number)) return number;
  throw new UserError(`${text} is not a phone number that an account can have. ${WHICH}`);
}

/** @throws {UserError} */
function checkForm(service: string | undefined, urls: readonly (string | undefined)[], method: string): void {
  if (service !== undefined && !/^MG[0-9a-f]{32}$/i.test(service)) {
    throw new UserError(
      `${service} names no Messaging Service: its SID is MG and 32 digits or letters from a to f.`,
    );
  }
  for (const url of urls) {
    if (url && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
      throw new UserError(`${url} is no http or https URL.`);
    }
  }
  if (!['GET', 'POST'].includes(method)) throw new UserError(`--method is GET or POST, not ${method}.`);
}
