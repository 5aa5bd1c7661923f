/** Forms by which the keys of some services can be recognised. */
const FORMS: readonly (readonly [service: string, form: RegExp])[] = [
  // https://docs.stripe.com/keys
  ['Stripe', /\b[sr]k_live_[0-9A-Za-z]{16,}/],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  ['AWS', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  ['GitHub', /\b(?:gh[oprsu]_[0-9A-Za-z]{36}|github_pat_\w{40})/],
  ['OpenAI or Anthropic', /\bsk-(?:ant-|proj-)?[\w-]{32}/],
  ['SendGrid', /\bSG\.[\w-]{22}\.[\w-]{43}/],
  // https://docs.slack.dev/authentication/tokens
  ['Slack', /\bxox[abeoprs]-[\w-]{10}/],
  // https://docs.npmjs.com/about-access-tokens
  ['npm', /\bnpm_[0-9A-Za-z]{36}/],
];

/** Names the keys that a text holds, without showing them: `a key of Stripe`, `a private key`. */
export function keysIn(text: string): string[] {
  const found = FORMS.filter(([, form]) => form.test(text)).map(([service]) => `a key of ${service}`);
  return text.includes('PRIVATE KEY-----') ? [...found, 'a private key'] : found;
}
