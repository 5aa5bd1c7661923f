import type nock from 'nock';
import type { Dependency, Upload, UploadedFile, Visibility } from './upload';

/** An API in every region: `serverless.twilio.com`, `serverless-upload.dublin.ie1.twilio.com`. */
export const SERVERLESS_API = /^https:\/\/serverless(-upload)?(\.[\w-]+){0,2}\.twilio\.com/;

interface Request {
  /** Below `/v1/`. */
  readonly path: string;
  readonly fields: FormData;
}

/** What a rehearsed deploy has sent so far. */
export interface Received {
  /** @throws where no build has been asked for */
  upload(): Upload;
}

/**
 * Stands in for Twilio's Serverless API in this process, cuts off every other host, and takes down
 * what it is sent. To it every account is new: nothing is there until it has been sent.
 *
 * https://www.twilio.com/docs/serverless/api
 */
export async function standIn(): Promise<Received> {
  // It stands in front of every request of a process that loads it.
  const { default: nock } = await import('nock');
  const versions = new Map<string, UploadedFile>();
  const variables: Record<string, string> = {};
  let service = 'rehearsal';
  let suffix = '';
  let build: Omit<Upload, 'domain' | 'variables'> | undefined;
  let made = 0;

  const sid = (prefix: string) => `${prefix}${(++made).toString(16).padStart(32, '0')}`;
  const domain = () => `${service}-0000${suffix && `-${suffix}`}.twil.io`;
  const environment = (id: string) => ({
    sid: id,
    unique_name: suffix,
    domain_suffix: suffix,
    domain_name: domain(),
  });
  const files = (fields: FormData, name: string) =>
    fields
      .getAll(name)
      .flatMap((version) => versions.get(textOf(version)) ?? [])
      // They come as fast as each is read.
      .sort((a, b) => (a.path < b.path ? -1 : 1));

  nock.cleanAll();
  nock.disableNetConnect();
  nock(SERVERLESS_API)
    .persist()
    .get(/.*/)
    .reply(200, (uri) => get(pathOf(uri)));
  nock(SERVERLESS_API)
    .persist()
    .post(/.*/)
    .reply(201, async function (uri, body) {
      return post({
        path: pathOf(uri),
        fields: await readForm(body, this.req.headers['content-type']),
      });
    });

  return {
    upload() {
      if (build === undefined) throw new Error('The deploy ended without asking for a build.');
      return { ...build, domain: domain(), variables };
    },
  };

  function get(path: string): object {
    const [last = '', collection = ''] = path.split('/').reverse();
    if (last === 'Status') return { status: 'completed' };
    if (collection === 'Environments') return environment(last);
    if (collection === 'Services') return { sid: last, unique_name: service };
    const key = last.toLowerCase();
    return { [key]: [], meta: { key, next_page_url: null } };
  }

  async function post({ path, fields }: Request): Promise<object> {
    const kind = path.split('/').at(-1);
    const text = (name: string) => textOf(fields.get(name));
    switch (kind) {
      case 'Services':
        service = text('UniqueName');
        return { sid: sid('ZS'), unique_name: service };
      case 'Environments':
        suffix = text('DomainSuffix');
        return environment(sid('ZE'));
      case 'Versions': {
        const version = sid('ZN');
        versions.set(version, await readFile(fields));
        return { sid: version };
      }
      case 'Builds':
        build = {
          functions: files(fields, 'FunctionVersions'),
          assets: files(fields, 'AssetVersions'),
          dependencies: readDependencies(text('Dependencies')),
          runtime: text('Runtime') || undefined,
        };
        return { sid: sid('ZB'), runtime: text('Runtime') };
      case 'Variables':
        variables[text('Key')] = text('Value');
        return { sid: sid('ZV') };
      default:
        return { sid: sid('ZX') };
    }
  }
}

function pathOf(uri: string): string {
  return new URL(uri, 'https://serverless.twilio.com').pathname.replace(/^\/v1\//, '');
}

/** nock gives a body that is no UTF-8 in hexadecimal digits, which no form consists of. */
async function readForm(body: nock.Body, type = ''): Promise<FormData> {
  if (typeof body !== 'string') throw new Error('The Serverless API takes forms.');
  const bytes = Buffer.from(body, /^([0-9a-f]{2})+$/.test(body) ? 'hex' : 'utf8');
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- for servers, which take bodies of any size
  return new Response(bytes, { headers: { 'Content-Type': type } }).formData();
}

function textOf(field: ReturnType<FormData['get']>): string {
  return typeof field === 'string' ? field : '';
}

async function readFile(fields: FormData): Promise<UploadedFile> {
  const content = fields.get('Content');
  if (!(content instanceof Blob)) throw new Error('A version was uploaded without its content.');
  return {
    path: textOf(fields.get('Path')),
    visibility: textOf(fields.get('Visibility')) as Visibility,
    content: new Uint8Array(await content.arrayBuffer()),
  };
}

/** serverless-api sends the JSON in quotes. */
function readDependencies(text: string): Dependency[] {
  return text === '' ? [] : (JSON.parse(text.replace(/^"(.*)"$/s, '$1')) as Dependency[]);
}
