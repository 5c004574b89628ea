import type { JsonObject } from '../json.ts';
import { localAccount } from '../local-account.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import type { WireAnswer, WireRequest } from '../wire/wire-message.ts';
import type { FunctionHost } from './function-host.ts';
import type { FunctionSpec } from './function-spec.ts';

/** The beginning of the path of all Lambda requests. */
export const lambdaPath = '/2015-03-31/functions';

/** Lambda over HTTP: Invoke, ListFunctions and GetFunction. */
export class LambdaService {
  readonly #host: FunctionHost;
  readonly #log: (line: string) => void;

  constructor(host: FunctionHost, log: (line: string) => void) {
    this.#host = host;
    this.#log = log;
  }

  /**
   * Handles one request and returns the response.
   * @throws AwsServiceError as Lambda would.
   */
  async handle(request: WireRequest): Promise<WireAnswer> {
    const [name = '', action] = request.path
      .slice(lambdaPath.length)
      .split('/')
      .filter(Boolean)
      .map(decodeURIComponent);
    if (request.method === 'POST' && action === 'invocations') return this.#invoke(name, request);
    if (request.method === 'GET' && name === '')
      return json({ Functions: this.#host.list().map(configuration) });
    if (request.method === 'GET' && action === undefined)
      return json({ Configuration: configuration(this.#find(name)) });
    if (request.method === 'GET' && action === 'configuration') return json(configuration(this.#find(name)));
    throw new AwsServiceError(
      'UnknownOperationException',
      `Lambda ${request.method} ${request.path} is not embedded.`,
    );
  }

  async #invoke(name: string, request: WireRequest): Promise<WireAnswer> {
    this.#find(name);
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
    const payload = request.body === '' ? '{}' : request.body;
    try {
      JSON.parse(payload);
    } catch {
      throw new AwsServiceError('InvalidRequestContentException', 'Could not parse request body into json.');
    }
    if (type === 'DryRun') return { statusCode: 204, headers: {}, body: '' };
    const result = this.#host.invoke(name, payload);
    if (type === 'Event') {
      result.catch((error: unknown) => this.#log(`${name} could not be called: ${String(error)}`));
      return { statusCode: 202, headers: {}, body: '' };
    }
    const { failed, payload: answer } = await result;
    const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
    return {
      statusCode: 200,
      headers: failed ? { ...headers, 'x-amz-function-error': 'Unhandled' } : headers,
      body: answer,
    };
  }

  #find(name: string): FunctionSpec {
    const spec = this.#host.find(name);
    if (spec) return spec;
    throw new AwsServiceError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  }
}

function configuration(spec: FunctionSpec): JsonObject {
  return {
    FunctionName: spec.name,
    FunctionArn: spec.arn,
    Runtime: 'nodejs24.x',
    Role: `arn:aws:iam::${localAccount.accountId}:role/embedded`,
    Handler: `index.${spec.handlerName}`,
    Timeout: spec.timeoutMs / 1000,
    MemorySize: spec.memoryMb,
    Version: '$LATEST',
    State: 'Active',
    PackageType: 'Zip',
    Environment: { Variables: { ...spec.environment } },
  };
}

function json(body: JsonObject): WireAnswer {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
