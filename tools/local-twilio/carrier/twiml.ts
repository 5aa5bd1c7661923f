import { SaxesParser } from 'saxes';
import { problem, type Problem } from './twilio-errors';

/** A `<Message>` as it is written, before any limit is applied to it. */
export interface TwimlMessage {
  readonly body: string;
  readonly media: readonly string[];
  readonly to?: string;
  readonly from?: string;
}

export interface TwimlRedirect {
  /** As it is written: absolute, relative, or empty for the same URL. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
}

export interface Twiml {
  readonly messages: readonly TwimlMessage[];
  /** Twilio ignores everything after it. */
  readonly redirect: TwimlRedirect | undefined;
  readonly problems: readonly Problem[];
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  readonly line: number;
  /** The text directly in this element, without that of its children. */
  text: string;
}

interface Rule {
  readonly children: readonly string[];
  readonly attributes: readonly string[];
  readonly text: boolean;
}

const MESSAGE_ATTRIBUTES = ['to', 'from', 'action', 'method', 'statusCallback'];
const VERBS = ['Message', 'Sms', 'Redirect'];

/** TwiML for messaging. Twilio ignores everything else, and logs a warning. */
const SCHEMA: ReadonlyMap<string, Rule> = new Map([
  ['Response', { children: VERBS, attributes: [], text: false }],
  ['Message', { children: ['Body', 'Media'], attributes: MESSAGE_ATTRIBUTES, text: true }],
  // The older name of <Message>, for text alone.
  ['Sms', { children: [], attributes: MESSAGE_ATTRIBUTES, text: true }],
  ['Body', { children: [], attributes: [], text: true }],
  ['Media', { children: [], attributes: [], text: true }],
  ['Redirect', { children: [], attributes: ['method'], text: true }],
]);

/** Reads TwiML as strictly as Twilio does. It reports mistakes as problems 12100 and 12200. */
export function readTwiml(xml: string): Twiml {
  const root = parse(xml);
  if ('code' in root) return { messages: [], redirect: undefined, problems: [root] };
  const problems = violationsOf(root);
  const verbs = root.children.filter(({ name }) => VERBS.includes(name));
  const end = verbs.findIndex(({ name }) => name === 'Redirect');
  const reached = end === -1 ? verbs : verbs.slice(0, end);
  const redirect = verbs[end];
  return {
    messages: reached.map(messageOf),
    redirect: redirect && { url: redirect.text.trim(), method: methodOf(redirect) },
    problems,
  };
}

function parse(xml: string): Element | Problem {
  const parser = new SaxesParser();
  const open: Element[] = [];
  let root: Element | undefined;
  let failure: string | undefined;
  parser.on('error', ({ message }) => {
    failure ??= message;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], line: parser.line, text: '' };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  if (failure !== undefined || root === undefined) {
    return problem(12100, `The document is not well-formed XML: ${failure ?? 'it has no root'}.`);
  }
  if (root.name === 'Response') return root;
  return problem(12100, `The root is <${root.name}>, and TwiML's is <Response>.`);
}

function violationsOf(element: Element): Problem[] {
  const rule = SCHEMA.get(element.name);
  if (rule === undefined) return [];
  const here = `in <${element.name}>, line ${element.line}`;
  const violations: string[] = [];
  for (const name of Object.keys(element.attributes)) {
    if (!rule.attributes.includes(name)) violations.push(`The attribute ${name} ${here} is unknown.`);
  }
  for (const { name, line } of element.children) {
    if (!rule.children.includes(name))
      violations.push(`<${name}> in <${element.name}>, line ${line}, is unknown there.`);
  }
  if (!rule.text && element.text.trim() !== '') violations.push(`There is text ${here}, outside a verb.`);
  if (count(element, 'Body') > 1) violations.push(`There is more than one <Body> ${here}.`);
  const { method } = element.attributes;
  if (method !== undefined && !/^(GET|POST)$/i.test(method))
    violations.push(`The method ${here} is neither GET nor POST.`);
  return [
    ...violations.map((violation) => problem(12200, violation)),
    ...element.children.flatMap(violationsOf),
  ];
}

function count(element: Element, name: string): number {
  return element.children.filter((child) => child.name === name).length;
}

function messageOf(element: Element): TwimlMessage {
  const { to, from } = element.attributes;
  const body = element.children.find(({ name }) => name === 'Body');
  const media = element.children.filter(({ name }) => name === 'Media').map(({ text }) => text.trim());
  // Between elements, white space is the layout of the document.
  const text = element.children.length > 0 ? element.text.trim() : element.text;
  return {
    body: body?.text ?? text,
    media,
    ...(to !== undefined && { to }),
    ...(from !== undefined && { from }),
  };
}

function methodOf({ attributes }: Element): 'GET' | 'POST' {
  return attributes.method?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}
