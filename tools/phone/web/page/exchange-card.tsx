import type { ComponentChildren } from 'preact';
import type { Exchange, Hop } from '../../../local-twilio';
import { counted } from './wording';

/** The parts that are unfolded stay so from one exchange to the next. */
const unfolded = new Set(['TwiML']);

/** What was asked, and what was answered. */
export function ExchangeCard({ exchange }: { exchange: Exchange }) {
  const { response, replies, request, hops, milliseconds } = exchange;
  const segments = replies.map(({ segments, encoding }) => `${counted(segments, 'segment')} ${encoding}`);
  return (
    <section class="card" aria-labelledby="exchange-title" id="exchange">
      <h2 id="exchange-title">Exchange</h2>
      <p class="figures">
        <Pill isGood={response !== undefined && response.status < 300}>
          {response ? `HTTP ${response.status}` : 'No response'}
        </Pill>
        <Pill>
          {milliseconds} ms{hops.length > 1 && ` for ${hops.length} requests`}
        </Pill>
        {(segments.length > 0 ? segments : ['says nothing']).map((text, n) => (
          <Pill key={n}>{text}</Pill>
        ))}
      </p>
      <p class="sid">
        <code>{request.params.MessageSid}</code>
      </p>
      {hops.map((hop, n) => (
        <HopParts key={n} hop={hop} number={hops.length > 1 ? ` ${n + 1}` : ''} />
      ))}
    </section>
  );
}

function HopParts({ hop: { request, response }, number }: { hop: Hop; number: string }) {
  const isTwiml = response !== undefined && /<Response\b/.test(response.body);
  return (
    <>
      <Fold name={`Request${number}`} gist={`${request.method} ${request.url}`}>
        <Table caption="Headers" rows={request.headers} />
        <Table caption="Parameters" rows={Object.entries(request.params)} />
      </Fold>
      {response && (
        <>
          <Fold name={`Response${number}`} gist={`HTTP ${response.status} in ${response.milliseconds} ms`}>
            <Table caption="Headers" rows={response.headers} />
          </Fold>
          <Fold name={`${isTwiml ? 'TwiML' : 'Body'}${number}`} gist={isTwiml ? '' : 'no TwiML'}>
            <pre tabIndex={0} dir="auto">
              {indented(response.body) || '(empty)'}
            </pre>
          </Fold>
        </>
      )}
    </>
  );
}

function Fold({ name, gist, children }: { name: string; gist: string; children: ComponentChildren }) {
  return (
    <details
      open={unfolded.has(name)}
      onToggle={({ currentTarget: { open } }) => {
        if (open) unfolded.add(name);
        else unfolded.delete(name);
      }}
    >
      <summary>
        {name} <code>{gist}</code>
      </summary>
      {children}
    </details>
  );
}

function Table({ caption, rows }: { caption: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <table>
      <caption>{caption}</caption>
      <tbody>
        {rows.map(([name, value], n) => (
          <tr key={n}>
            <th scope="row">{name}</th>
            <td dir="auto">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Pill({ isGood, children }: { isGood?: boolean; children: ComponentChildren }) {
  const judged = isGood === undefined ? '' : isGood ? ' good' : ' bad';
  return <span class={`pill${judged}`}>{children}</span>;
}

/** A line for each verb, for the eye only. */
function indented(twiml: string): string {
  return twiml
    .replace(/>\s*<(?=\/?(Response|Message|Sms|Body|Media|Redirect)\b)/g, '>\n<')
    .replace(/^<(?=(Message|Sms|Redirect|\/Message)\b)/gm, '  <')
    .replace(/^<(?=(Body|Media)\b)/gm, '    <');
}
