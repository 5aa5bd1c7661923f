import type { Twilio } from 'twilio';

/** https://www.twilio.com/docs/usage/webhooks/webhook-rules */
interface Rule {
  readonly id: string;
  readonly matchType: 'EXACT_MATCH' | 'PREFIX_MATCH' | 'DEFAULT';
  readonly value?: string;
  readonly prefix?: string;
}

/**
 * The rule of the account's webhooks configuration that Twilio applies to a webhook, if any. An exact match
 * beats a prefix, a longer prefix beats a shorter one, and the default comes last. The configuration has
 * been a public beta since September 2026. If it cannot be read, the account has no rules.
 */
export async function webhookRuleFor(client: Twilio, url: string): Promise<string | undefined> {
  const rules = await readRules(client).catch(() => []);
  return rules
    .map((rule) => ({ id: rule.id, weight: weightOf(rule, url) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)[0]?.id;
}

async function readRules(client: Twilio): Promise<readonly Rule[]> {
  const uri = 'https://webhooks.twilio.com/v1/Webhooks/Rules';
  // The body is a text or parsed already, depending on the client. The package's own resources check as well.
  const { body } = (await client.request({ method: 'get', uri })) as { body: unknown };
  const { rules } = (typeof body === 'string' ? JSON.parse(body) : body) as { rules?: readonly Rule[] };
  return rules ?? [];
}

/** How closely a rule matches a URL, 0 if it does not. */
function weightOf({ matchType, value, prefix = '' }: Rule, url: string): number {
  switch (matchType) {
    case 'EXACT_MATCH':
      return value === url ? Infinity : 0;
    case 'PREFIX_MATCH':
      return url.startsWith(prefix) ? 1 + prefix.length : 0;
    case 'DEFAULT':
      return 0.5;
  }
}
