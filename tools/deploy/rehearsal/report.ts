import { stripVTControlCharacters } from 'node:util';
import { LIMITS, bytesOf, type Exchange, type Upload, type UploadedFile } from '../../local-twilio';
import { assetLimit } from './files';
import type { Opened } from './opening';
import type { Rehearsal } from './rehearsal';
import type { Plan } from '../twilio-run/twilio-run';

/** Says what a deploy would do, and lists what blocks it. The text holds names and sizes, but no secret. */
export function report({ plan, upload, exchanges, opened, findings }: Rehearsal): string {
  return [
    ...(plan ? [describePlan(plan)] : []),
    ...(upload ? describeUpload(upload) : []),
    ...(exchanges.length > 0 ? section('Conversation', exchanges.flatMap(describeExchange)) : []),
    ...(opened.length > 0 ? section('Openings', opened.flatMap(describeOpening)) : []),
    '',
    ...findings.flatMap(({ name, what, remedy }) => [`✗ ${name}: ${indent(what)}`, `    ${indent(remedy)}`]),
    findings.length === 0
      ? '✓ It is ready to be deployed.'
      : `${findings.length === 1 ? 'One thing blocks' : `${findings.length} things block`} the deploy.`,
  ].join('\n');
}

function describePlan({ serviceSid, serviceName, environment }: Plan): string {
  const place = environment === '' ? 'production' : environment;
  return `Rehearsed the deploy of ${serviceSid ?? serviceName} to ${place}. Nothing was sent to Twilio.`;
}

function describeUpload({ functions, assets, dependencies, runtime, variables }: Upload): string[] {
  const names = Object.keys(variables);
  return [
    ...section(
      'Functions',
      functions.map((file) => describeFile(file)),
    ),
    ...section(
      'Assets',
      assets.map((file) => describeFile(file, assetLimit(file))),
    ),
    ...section(
      'Dependencies',
      dependencies.map(({ name, version }) => `${name} ${version}`),
    ),
    ...section('Variables', [...names, 'ACCOUNT_SID, AUTH_TOKEN (Twilio adds them)']),
    ...section('Runtime', [runtime ?? 'whatever Twilio takes']),
    ...section('Opt-outs', describeOptOuts(variables)),
  ];
}

/** Which number will text the Function is not known yet, so this is said of every deploy. */
function describeOptOuts({ SESSION_STORE = 'cookie' }: Upload['variables']): string[] {
  const lasts =
    SESSION_STORE === 'cookie'
      ? 'four hours, as SESSION_STORE is cookie. For those take sync or redis.'
      : 'until START.';
  return [
    'Twilio keeps the list, but not for a short code outside of a Messaging Service, and not on WhatsApp.',
    `There this Function keeps it: an opt-out lasts ${lasts}`,
  ];
}

function describeFile({ path, visibility, content }: UploadedFile, limit?: number): string {
  const size = bytes(content.length) + (limit === undefined ? '' : ` of ${bytes(limit)}`);
  return `${path}  ${visibility}  ${size}`;
}

function describeExchange({ request, response, replies, cookie }: Exchange): string[] {
  const headers = response ? bytesOf(response.headers) : 0;
  return [
    `→ ${request.params.Body ?? ''}`,
    ...replies.map(({ body, media }) => `← ${plain([body, ...media].filter(Boolean).join(' '))}`),
    `  HTTP ${response?.status ?? '—'}, headers of ${bytes(headers)} of ${bytes(LIMITS.headerBytes.value)}, ` +
      (cookie ? `a cookie of ${bytes(cookie.bytes)}` : 'no cookie'),
  ];
}

function describeOpening({ name, held }: Opened): string[] {
  if (held) return [name, `← ${plain(held.said)}`, ...describeExchange(held.exchange)];
  return [`${name} takes data. To open it: npm run rehearse -- --open ${name} --data '…'`];
}

function section(title: string, lines: readonly string[]): string[] {
  return ['', title, ...(lines.length === 0 ? ['none'] : lines).map((line) => `  ${line}`)];
}

/** Control characters in a reply could change the terminal. */
function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/\p{Cc}/gu, ' ');
}

function indent(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

function bytes(count: number): string {
  return `${count.toLocaleString('en-US')} bytes`;
}
