import { lambdaPath } from '../functions/lambda-service.ts';
import { isJsonObject, type JsonObject, parseJson } from '../json.ts';
import { localAccount } from '../local-account.ts';
import { toJsonProtocol, toQueryAnswer } from '../messages/queue-query-protocol.ts';
import { isDiskFull, storageCause } from '../storage/storage-cause.ts';
import { AwsServiceError } from './aws-service-error.ts';
import { faultAnswer, isQueryProtocol } from './fault-answer.ts';
import type { WireAnswer, WireRequest } from './wire-message.ts';

/** The services behind the port. */
export interface WireServices {
  dynamodb(operation: string, request: JsonObject): Promise<WireAnswer>;
  events(operation: string, request: JsonObject): JsonObject;
  secrets(operation: string, request: JsonObject): JsonObject;
  states(operation: string, request: JsonObject): Promise<JsonObject>;
  lambda(request: WireRequest): Promise<WireAnswer>;
  /** Handles SQS requests in the JSON protocol. */
  queues(request: WireRequest): Promise<WireAnswer>;
  /** Handles SNS requests in the query protocol. */
  topics(request: WireRequest, parameters: URLSearchParams): Promise<WireAnswer>;
  /** Called with each internal error. */
  failed(error: unknown): void;
}

/**
 * Passes a request to its service and returns the response. The service follows from the target or the path, or, in the
 * query protocol, from the signature. Never rejects.
 */
export async function routeRequest(request: WireRequest, services: WireServices): Promise<WireAnswer> {
  try {
    if (request.path.startsWith(lambdaPath)) return await services.lambda(request);
    const target = request.headers['x-amz-target'];
    if (target !== undefined) return await routeTarget(target, request, services);
    if (isQueryProtocol(request.headers)) return await routeQuery(request, services);
    throw new AwsServiceError(
      'UnknownOperationException',
      `${request.method} ${request.path} names no operation.`,
    );
  } catch (error) {
    if (error instanceof AwsServiceError) return faultAnswer(error, request.headers);
    services.failed(error);
    return faultAnswer(new AwsServiceError('InternalFailure', describe(error), 500), request.headers);
  }
}

async function routeTarget(
  target: string,
  request: WireRequest,
  services: WireServices,
): Promise<WireAnswer> {
  const [service = '', operation = ''] = target.split('.');
  switch (service) {
    case 'DynamoDB_20120810':
      return services.dynamodb(operation, bodyOf(request));
    case 'AWSStepFunctions':
      return json(request, await services.states(operation, bodyOf(request)));
    case 'AWSEvents':
      return json(request, services.events(operation, bodyOf(request)));
    case 'secretsmanager':
      return json(request, services.secrets(operation, bodyOf(request)));
    case 'AmazonSQS':
      return services.queues(request);
    default:
      throw new AwsServiceError('UnknownOperationException', `${target} is not embedded.`);
  }
}

async function routeQuery(request: WireRequest, services: WireServices): Promise<WireAnswer> {
  const parameters = new URLSearchParams(request.body);
  const service = signedService(request);
  const action = parameters.get('Action') ?? '';
  if (service === 'sns') return services.topics(request, parameters);
  if (service === 'sqs')
    return toQueryAnswer(await services.queues(toJsonProtocol(request, parameters)), action);
  if (service === 'sts' && action === 'GetCallerIdentity') return callerIdentity();
  throw new AwsServiceError('UnknownOperationException', `${service} ${action} is not embedded.`);
}

/** Returns the service of the credential scope, such as `sns` of `AKID/20261122/us-east-1/sns/aws4_request`. */
function signedService(request: WireRequest): string {
  return credentialScope(request).at(-2) ?? '';
}

/** Returns the access key id that signed a request; a function signs with its own name. */
export function callerOf(request: WireRequest): string {
  return credentialScope(request)[0] ?? '';
}

function credentialScope(request: WireRequest): readonly string[] {
  const [, scope = ''] = /Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '') ?? [];
  return scope.split('/');
}

function bodyOf(request: WireRequest): JsonObject {
  try {
    const body = parseJson(request.body === '' ? '{}' : request.body);
    if (isJsonObject(body)) return body;
  } catch {
    // The error is thrown below, as for JSON that is not an object.
  }
  throw new AwsServiceError('SerializationException', 'The request must be a JSON object.');
}

function describe(error: unknown): string {
  if (isDiskFull(error)) return storageCause(error);
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function json(request: WireRequest, body: JsonObject): WireAnswer {
  return { statusCode: 200, headers: { 'content-type': contentType(request) }, body: JSON.stringify(body) };
}

function contentType(request: WireRequest): string {
  return request.headers['content-type'] ?? 'application/x-amz-json-1.0';
}

function callerIdentity(): WireAnswer {
  const identity = `<Arn>arn:aws:iam::${localAccount.accountId}:root</Arn><UserId>local</UserId><Account>${localAccount.accountId}</Account>`;
  return xml(
    200,
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );
}

function xml(statusCode: number, body: string): WireAnswer {
  return { statusCode, headers: { 'content-type': 'text/xml' }, body };
}
