import { quoted } from '../../cli/command-line';
import type { Target, WantedSetting, WebhookSetting } from './webhook-setting';

/** How `attach` talks with the person at the terminal. */
export interface Prompt {
  readonly say: (text: string) => void;
  /** Asks a question, and gives whether the answer was yes. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/**
 * Shows what a webhook is set to and what would change. Once that is confirmed, it changes the webhook and
 * says how to undo it.
 *
 * @param rule the rule of the account's webhooks configuration that Twilio applies to the webhook, if any
 * @returns whether the webhook is now as wanted
 * @throws {UserError} if Twilio refuses, fails or cannot be reached
 */
export async function attach(
  target: Target,
  wanted: WantedSetting,
  rule: string | undefined,
  { say, confirm }: Prompt,
): Promise<boolean> {
  const { name, current, overrides } = target;
  say(`When a message comes in for ${name}, Twilio calls`);
  say(`  now   ${written(current)}`);
  if (isAsWanted(current, wanted)) {
    say('That is what you asked for. There is nothing to change.');
    warn();
    return true;
  }
  say(`  then  ${written(wanted)}`);
  say(describeFallback(current, wanted));
  warn();
  if (!(await confirm('Change it?'))) {
    say('Nothing was changed.');
    return false;
  }
  const updated = await target.set(wanted);
  const done = isAsWanted(updated, wanted);
  say(
    done
      ? `Changed: Twilio now calls ${written(updated)}`
      : `It did not take effect: Twilio accepted the change, and answered that it calls ${written(updated)}, and if that fails ${updated.fallbackUrl || 'nothing'}. Look in the Console for what else sets it, and try again.`,
  );
  if (!isAsWanted(updated, current)) say(`To put it back:\n\n  ${undo(target, wanted)}\n`);
  return done;

  function warn(): void {
    for (const override of overrides) say(`But this has no effect yet. ${override}`);
    if (rule !== undefined) {
      say(
        `The account's webhooks configuration (public beta) has a rule for this URL, ${rule}. It overrides timeouts, retries and how Twilio signs. A protected Function accepts only requests signed with the account's own token.`,
      );
    }
  }
}

function describeFallback({ fallbackUrl }: WebhookSetting, wanted: WantedSetting): string {
  const now = fallbackUrl || 'nothing';
  return wanted.fallbackUrl === undefined || wanted.fallbackUrl === fallbackUrl
    ? `and if that fails, as before, ${now}.`
    : `and if that fails ${wanted.fallbackUrl || 'nothing'}, until now ${now}.`;
}

/** The command that sets the webhook back to what it is now. */
export function undo({ args, current }: Pick<Target, 'args' | 'current'>, wanted: WantedSetting): string {
  const method = current.url === '' || current.method === 'POST' ? [] : ['--method', current.method];
  const fallback = wanted.fallbackUrl === undefined ? [] : ['--fallback', quoted(current.fallbackUrl)];
  return ['npm run attach --', ...args, '--url', quoted(current.url), ...method, ...fallback].join(' ');
}

function isAsWanted(setting: WebhookSetting, wanted: WantedSetting): boolean {
  return (
    setting.url === wanted.url &&
    (setting.url === '' || setting.method === wanted.method) &&
    (wanted.fallbackUrl === undefined || setting.fallbackUrl === wanted.fallbackUrl)
  );
}

function written({ url, method }: Pick<WebhookSetting, 'url' | 'method'>): string {
  return url === '' ? 'nothing' : `${url} by ${method}`;
}
