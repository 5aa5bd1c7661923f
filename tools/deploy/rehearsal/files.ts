import { LIMITS, isAddress, type Upload, type UploadedFile } from '../../local-twilio';
import { unresolved } from './cloud';
import { askedBy } from './code';
import type { Finding } from './finding';
import { keysIn } from './key-forms';
import { formsOf, type SecretValue } from './secret-values';

/**
 * Inspects the files that would be uploaded, without running them.
 *
 * @param secrets no file may hold one of them
 */
export async function inspectFiles(upload: Upload, secrets: readonly SecretValue[]): Promise<Finding[]> {
  const { functions, assets } = upload;
  return [
    ...(functions.length === 0 ? [noFunction()] : []),
    ...functions.filter(({ visibility }) => visibility === 'public').map(publicFunction),
    ...assets.filter((asset) => asset.visibility !== 'private' && holdsCallers(asset)).map(publicCallers),
    ...[...functions, ...assets].flatMap((file) => secretsIn(file, secrets)),
    ...tooLarge(upload),
    ...(await Promise.all(functions.map((file) => notFoundIn(file, upload)))).flat(),
  ];
}

function noFunction(): Finding {
  return {
    name: 'no-function',
    what: 'No Function would be uploaded, and the deploy would succeed all the same.',
    remedy: 'Set functionsFolder in .twilioserverlessrc to dist/functions: the build writes them there.',
  };
}

function publicFunction({ path }: UploadedFile): Finding {
  return {
    name: 'public-function',
    what: `${path} is public: anybody could text it in the name of any number.`,
    remedy: `Rename its file to ${path.slice(1)}.protected.ts. Then only Twilio can call it.`,
  };
}

function publicCallers({ path, visibility }: UploadedFile): Finding {
  return {
    name: 'public-callers',
    what: `${path} holds people's numbers and is ${visibility}: it has a URL.`,
    remedy: `Rename its file to ${path.slice(1).replace(/(\.[^./]+)?$/, '.private$1')}.`,
  };
}

/** A number in E.164 format. A sum in code, such as `a+16777216`, does not match. */
const NUMBERS = /(?<![\w)\]])\+[1-9]\d{7,14}\b/g;

/** Whether its name says so, or it is a JSON object with numbers as keys, or it holds several numbers. */
function holdsCallers({ path, content }: UploadedFile): boolean {
  if (/\bcallers\b/i.test(path)) return true;
  // A zero byte means that it is not a text.
  if (content.includes(0)) return false;
  const text = Buffer.from(content).toString('utf8');
  return new Set(text.match(NUMBERS)).size > 1 || hasNumbersForKeys(text);
}

function hasNumbersForKeys(json: string): boolean {
  try {
    const parsed: unknown = JSON.parse(json);
    return Object.keys(Object(parsed) as object).some((key) => key.startsWith('+') && isAddress(key));
  } catch {
    return false;
  }
}

function secretsIn({ path, content }: UploadedFile, secrets: readonly SecretValue[]): Finding[] {
  const bytes = Buffer.from(content);
  const found = secrets
    .filter(({ value }) => formsOf(value).some((form) => bytes.includes(form)))
    .map(({ name }) => name);
  return [...new Set([...found, ...keysIn(bytes.toString('latin1'))])].map((name) => ({
    name: 'uploaded-secret',
    what: `${path} holds ${name}.`,
    remedy:
      'Remove it, and read it from the context: context.NAME. If it was ever deployed or committed, replace the secret.',
  }));
}

function tooLarge({ functions, assets }: Upload): Finding[] {
  const many = (what: string, count: number, limit: number): Finding[] =>
    count > limit ? [large(`There are ${count} ${what}, and ${limit} are allowed.`)] : [];
  const privateAssets = assets.filter(({ visibility }) => visibility === 'private').length;
  return [
    ...assets.flatMap((file) => overlong(file, assetLimit(file))),
    ...many('Functions', functions.length, LIMITS.functions.value),
    ...many('private assets', privateAssets, LIMITS.privateAssets.value),
    ...many('assets that are not private', assets.length - privateAssets, LIMITS.otherAssets.value),
  ];
}

/** The largest size of an asset that Twilio allows, in bytes. */
export function assetLimit({ visibility }: UploadedFile): number {
  return visibility === 'private' ? LIMITS.privateAsset.value : LIMITS.asset.value;
}

function overlong({ path, content: { length } }: UploadedFile, limit: number): Finding[] {
  return length > limit ? [large(`${path} has ${length} bytes, and ${limit} are allowed.`)] : [];
}

function large(what: string): Finding {
  return { name: 'too-large', what, remedy: 'Upload less: look for files that are there by accident.' };
}

async function notFoundIn({ path, content }: UploadedFile, { dependencies }: Upload): Promise<Finding[]> {
  // Code that cannot be parsed cannot be loaded. The boot reports that.
  const { modules, files } = await askedBy(Buffer.from(content).toString('utf8')).catch(() => ({
    modules: [],
    files: [],
  }));
  const isDeclared = (request: string) =>
    dependencies.some(({ name }) => request === name || request.startsWith(`${name}/`));
  return [
    ...modules.filter((request) => !isDeclared(request)).map((request) => unresolved(path, request)),
    ...files.map((file) => relativeRead(path, file)),
  ];
}

function relativeRead(path: string, file: string): Finding {
  return {
    name: 'relative-read',
    what: `${path} reads ${file}, but in the cloud none of your files is beside it.`,
    remedy:
      "Make it a private asset, such as assets/menu.private.txt, and read Runtime.getAssets()['/menu.txt'].open().",
  };
}
