import { randomBytes } from 'node:crypto';
import { page } from '../account/resources';
import { refused, type ApiAnswer } from '../api-call';
import type { ApiErrorCode } from '../api-error';
import type { Dependency, Upload, UploadedFile, Visibility } from './upload';

/** The fields of a form, in which a file is a Blob. */
export type Fields = Pick<FormData, 'get' | 'getAll'>;

/** A request to the API, without its host. */
export interface ApiRequest {
  readonly method: string;
  /** As in `/v1/Services/ZS…/Builds`. */
  readonly path: string;
  readonly fields: Fields;
}

interface Service {
  readonly sid: string;
  readonly uniqueName: string;
  /** The number in its domains, four digits. */
  readonly number: string;
  readonly environments: Map<string, Environment>;
  readonly functions: Resource[];
  readonly assets: Resource[];
  readonly versions: Map<string, UploadedFile>;
  readonly builds: Map<string, Build>;
}

interface Environment {
  readonly sid: string;
  readonly uniqueName: string;
  readonly suffix: string;
  readonly domain: string;
  build: string | undefined;
  readonly variables: Map<string, Variable>;
}

interface Resource {
  readonly sid: string;
  readonly friendlyName: string;
}

interface Variable {
  readonly sid: string;
  readonly key: string;
  readonly value: string;
}

interface Build extends Omit<Upload, 'domain' | 'variables'> {
  readonly sid: string;
}

const NOT_FOUND = 20404;
const CONFLICT = 20409;

class Refusal extends Error {
  constructor(readonly code: ApiErrorCode) {
    super(`${code}`);
  }
}

/**
 * Twilio's Serverless API for one account: services, their environments with variables, builds of uploaded
 * files, and which build is deployed where. It keeps everything in memory.
 *
 * https://www.twilio.com/docs/serverless/api
 */
export class ServerlessApi {
  readonly #services = new Map<string, Service>();

  /**
   * @param firstNumber the number in the domains of the first service. The next service gets the next number
   * @param buildStatus the outcome of every build
   */
  constructor(
    private readonly firstNumber: number,
    private readonly buildStatus: 'completed' | 'failed',
  ) {}

  /** Answers one request as Twilio would. */
  async handle(request: ApiRequest): Promise<ApiAnswer> {
    try {
      return await this.#route(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refused(error.code);
    }
  }

  /**
   * The latest build, with the variables of the latest environment.
   *
   * @throws if there is no build
   */
  lastUpload(): Upload {
    const service = [...this.#services.values()].at(-1);
    const environment = [...(service?.environments.values() ?? [])].at(-1);
    const build = [...(service?.builds.values() ?? [])].at(-1);
    if (!environment || !build) throw new Error('The deploy ended without asking for a build.');
    return uploadOf(environment, build);
  }

  /** What is deployed at a domain, as in `sms-conversations-1234-dev.twil.io`. */
  deployedAt(domain: string): Upload | undefined {
    for (const { environments, builds } of this.#services.values()) {
      const environment = [...environments.values()].find((known) => known.domain === domain);
      const build = environment?.build === undefined ? undefined : builds.get(environment.build);
      if (environment && build) return uploadOf(environment, build);
    }
    return undefined;
  }

  async #route({ method, path, fields }: ApiRequest): Promise<ApiAnswer> {
    const text = (name: string) => textOf(fields.get(name));
    const [serviceSid, ...below] = path.replace(/^\/v1\/Services\/?/, '').split('/');
    if (!serviceSid) {
      return method === 'POST'
        ? created(resourceOfService(this.#createService(text('UniqueName'))))
        : list('services', [...this.#services.values()].map(resourceOfService));
    }
    const service = [...this.#services.values()].find(
      ({ sid, uniqueName }) => sid === serviceSid || uniqueName === serviceSid,
    );
    if (!service) throw new Refusal(NOT_FOUND);
    const [collection, sid, part, partSid] = below;
    const isNew = method === 'POST' && sid === undefined;
    switch (collection) {
      case undefined:
        return ok(resourceOfService(service));
      case 'Functions':
      case 'Assets': {
        const resources = collection === 'Functions' ? service.functions : service.assets;
        if (part === 'Versions') return created(await addVersion(service, fields));
        if (isNew) return created(addResource(resources, text('FriendlyName')));
        return list(collection.toLowerCase(), resources.map(resourceOf));
      }
      case 'Builds': {
        if (isNew) return created(resourceOfBuild(addBuild(service, fields)));
        if (sid === undefined) return list('builds', [...service.builds.values()].map(resourceOfBuild));
        const build = service.builds.get(sid);
        if (!build) throw new Refusal(NOT_FOUND);
        return ok(part === 'Status' ? { sid, status: this.buildStatus } : resourceOfBuild(build));
      }
      case 'Environments': {
        if (isNew) return created(resourceOfEnvironment(addEnvironment(service, fields)));
        if (sid === undefined) {
          return list('environments', [...service.environments.values()].map(resourceOfEnvironment));
        }
        const environment = service.environments.get(sid);
        if (!environment) throw new Refusal(NOT_FOUND);
        if (part === 'Variables') return variable(environment, method, partSid, text);
        if (part === 'Deployments') return created(deploy(service, environment, text('BuildSid')));
        return ok(resourceOfEnvironment(environment));
      }
      default:
        throw new Refusal(NOT_FOUND);
    }
  }

  #createService(uniqueName: string): Service {
    if ([...this.#services.values()].some((known) => known.uniqueName === uniqueName)) {
      throw new Refusal(CONFLICT);
    }
    const service: Service = {
      sid: sid('ZS'),
      uniqueName,
      number: String(this.firstNumber + this.#services.size).padStart(4, '0'),
      environments: new Map(),
      functions: [],
      assets: [],
      versions: new Map(),
      builds: new Map(),
    };
    this.#services.set(service.sid, service);
    return service;
  }
}

function addEnvironment({ uniqueName, number, environments }: Service, fields: Fields): Environment {
  const suffix = textOf(fields.get('DomainSuffix'));
  const environment: Environment = {
    sid: sid('ZE'),
    uniqueName: textOf(fields.get('UniqueName')),
    suffix,
    domain: `${uniqueName}-${number}${suffix && `-${suffix}`}.twil.io`,
    build: undefined,
    variables: new Map(),
  };
  environments.set(environment.sid, environment);
  return environment;
}

function addResource(resources: Resource[], friendlyName: string): object {
  const resource = { sid: sid('ZH'), friendlyName };
  resources.push(resource);
  return resourceOf(resource);
}

async function addVersion({ versions }: Service, fields: Fields): Promise<object> {
  const content = fields.get('Content');
  if (!(content instanceof Blob)) throw new Error('A version was uploaded without its content.');
  const file: UploadedFile = {
    path: textOf(fields.get('Path')),
    visibility: textOf(fields.get('Visibility')) as Visibility,
    content: new Uint8Array(await content.arrayBuffer()),
  };
  const version = sid('ZN');
  versions.set(version, file);
  return { sid: version, path: file.path, visibility: file.visibility };
}

function addBuild({ versions, builds }: Service, fields: Fields): Build {
  const files = (name: string) =>
    fields
      .getAll(name)
      .flatMap((version) => versions.get(textOf(version)) ?? [])
      // The deploy uploads them in any order.
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  const runtime = textOf(fields.get('Runtime')) || undefined;
  const build: Build = {
    sid: sid('ZB'),
    functions: files('FunctionVersions'),
    assets: files('AssetVersions'),
    dependencies: readDependencies(textOf(fields.get('Dependencies'))),
    runtime,
  };
  builds.set(build.sid, build);
  return build;
}

function deploy({ builds }: Service, environment: Environment, buildSid: string): object {
  if (!builds.has(buildSid)) throw new Refusal(NOT_FOUND);
  if (environment.build === buildSid) throw new Refusal(CONFLICT);
  environment.build = buildSid;
  return { sid: sid('ZD'), build_sid: buildSid, environment_sid: environment.sid };
}

function variable(
  { variables }: Environment,
  method: string,
  variableSid: string | undefined,
  text: (name: string) => string,
): ApiAnswer {
  if (method === 'GET') return list('variables', [...variables.values()]);
  if (method === 'DELETE') {
    if (!variables.delete(variableSid ?? '')) throw new Refusal(NOT_FOUND);
    return { status: 204 };
  }
  const known = variableSid === undefined ? { sid: sid('ZV') } : variables.get(variableSid);
  if (!known) throw new Refusal(NOT_FOUND);
  const set = { sid: known.sid, key: text('Key'), value: text('Value') };
  variables.set(set.sid, set);
  return created(set);
}

function uploadOf({ domain, variables }: Environment, build: Build): Upload {
  const { functions, assets, dependencies, runtime } = build;
  const values = Object.fromEntries(Array.from(variables.values(), ({ key, value }) => [key, value]));
  return { domain, functions, assets, dependencies, runtime, variables: values };
}

function resourceOfService({ sid, uniqueName }: Service): object {
  return { sid, unique_name: uniqueName, friendly_name: uniqueName };
}

function resourceOfEnvironment({ sid, uniqueName, suffix, domain, build }: Environment): object {
  return {
    sid,
    unique_name: uniqueName,
    domain_suffix: suffix || null,
    domain_name: domain,
    build_sid: build ?? null,
  };
}

function resourceOfBuild({ sid, functions, assets, runtime }: Build): object {
  const versionOf = ({ path, visibility }: UploadedFile) => ({ path, visibility });
  return {
    sid,
    status: 'completed',
    runtime: runtime ?? 'node22',
    function_versions: functions.map(versionOf),
    asset_versions: assets.map(versionOf),
  };
}

function resourceOf({ sid, friendlyName }: Resource): object {
  return { sid, friendly_name: friendlyName };
}

function ok(body: object): ApiAnswer {
  return { status: 200, body };
}

function created(body: object): ApiAnswer {
  return { status: 201, body };
}

function list(key: string, entries: readonly object[]): ApiAnswer {
  return ok(page(key, entries));
}

function sid(prefix: string): string {
  return prefix + randomBytes(16).toString('hex');
}

function textOf(field: ReturnType<FormData['get']>): string {
  return typeof field === 'string' ? field : '';
}

/** serverless-api sends the JSON in quotes. */
function readDependencies(text: string): Dependency[] {
  return text === '' ? [] : (JSON.parse(text.replace(/^"(.*)"$/s, '$1')) as Dependency[]);
}
