import { quoted } from '../../cli/command-line';
import type { Target, WebhookSetting } from './webhook-setting';

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
 * @returns whether the webhook is now as wanted
 * @throws {AccountError}
 */
export async function attach(
  target: Target,
  wanted: WebhookSetting,
  { say, confirm }: Dialogue,
): Promise<boolean> {
  const { name, current, fallbackUrl, overrides } = target;
  say(`When a message comes in for ${name}, Twilio calls`);
  say(`  now   ${written(current)}`);
  if (same(current, wanted)) {
    say('That is what was asked for; there is nothing to change.');
    warn();
    return true;
  }
  say(`  then  ${written(wanted)}`);
  say(`and where that fails, as before, ${fallbackUrl || 'nothing'}.`);
  warn();
  if (!(await confirm('Change it?'))) {
    say('Nothing was changed.');
    return false;
  }
  const updated = await target.set(wanted);
  const done = same(updated, wanted);
  say(
    done
      ? `Changed: Twilio now calls ${written(updated)}`
      : `It did not take: Twilio accepted the change, and answered that it calls ${written(updated)}. See in the Console what else sets it, and try again.`,
  );
  if (!same(updated, current)) say(`To put it back:\n\n  ${undo(target)}\n`);
  return done;

  function warn(): void {
    for (const override of overrides) say(`But this has no effect yet. ${override}`);
  }
}

/** The command that sets what is set now. */
export function undo({ args, current }: Pick<Target, 'args' | 'current'>): string {
  const method = current.url === '' || current.method === 'POST' ? [] : ['--method', current.method];
  return ['npm run attach --', ...args, '--url', quoted(current.url), ...method].join(' ');
}

function same(one: WebhookSetting, other: WebhookSetting): boolean {
  return one.url === other.url && (one.url === '' || one.method === other.method);
}

function written({ url, method }: WebhookSetting): string {
  return url === '' ? 'nothing' : `${url} by ${method}`;
}
