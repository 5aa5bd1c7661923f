import { quoted } from '../../cli/command-line';
import type { Target, WantedSetting, WebhookSetting } from './webhook-setting';

/** What `attach` says and asks. */
export interface Dialogue {
  readonly say: (text: string) => void;
  /** Whether it may be changed. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/**
 * Sets a webhook, after it has shown what is there and what would change, and only where that is
 * confirmed. At the end it says how to put things back.
 *
 * @param rule of the account's webhooks configuration, which Twilio applies to the webhook
 * @returns whether the webhook is now as wanted
 * @throws {AccountError}
 */
export async function attach(
  target: Target,
  wanted: WantedSetting,
  rule: string | undefined,
  { say, confirm }: Dialogue,
): Promise<boolean> {
  const { name, current, overrides } = target;
  say(`When a message comes in for ${name}, Twilio calls`);
  say(`  now   ${written(current)}`);
  if (isAsWanted(current, wanted)) {
    say('That is what was asked for; there is nothing to change.');
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
      : `It did not take: Twilio accepted the change, and answered that it calls ${written(updated)}, and where that fails ${updated.fallbackUrl || 'nothing'}. See in the Console what else sets it, and try again.`,
  );
  if (!isAsWanted(updated, current)) say(`To put it back:\n\n  ${undo(target, wanted)}\n`);
  return done;

  function warn(): void {
    for (const override of overrides) say(`But this has no effect yet. ${override}`);
    if (rule !== undefined) {
      say(
        `The account's webhooks configuration (public beta) has a rule for this URL, ${rule}: it overrides timeouts, retries and how Twilio signs. A protected Function takes only what is signed with the account's own token.`,
      );
    }
  }
}

function describeFallback({ fallbackUrl }: WebhookSetting, wanted: WantedSetting): string {
  const now = fallbackUrl || 'nothing';
  return wanted.fallbackUrl === undefined || wanted.fallbackUrl === fallbackUrl
    ? `and where that fails, as before, ${now}.`
    : `and where that fails ${wanted.fallbackUrl || 'nothing'}, until now ${now}.`;
}

/** The command that sets what is set now. */
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
