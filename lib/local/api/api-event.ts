import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { localAccount } from '../local-account.ts';
import type { ApiRequest } from './api-message.ts';

/** The request and all that API Gateway adds to it. */
export interface ApiEventInput {
  readonly request: ApiRequest;
  readonly apiId: string;
  readonly routeKey: string;
  readonly pathParameters: ReadonlyMap<string, string>;
  /** Who signed the request, on a route with the authorization AWS_IAM. */
  readonly iam: JsonObject | undefined;
  readonly now: Date;
}

/** The types that AWS sends as text. All others, forms among them, are sent in base64. */
const textType = /^(text\/.+|application\/(json|javascript|xml))$/;
/** The headers of one connection. API Gateway keeps them. The cookies have a field of their own. */
const leftOut = new Set([
  'connection',
  'cookie',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Returns the event of a request in the payload format 2.0 of HTTP APIs. */
export function createApiEvent(input: ApiEventInput): JsonObject {
  const { request, routeKey, pathParameters } = input;
  const { headers, rawQuery, body } = request;
  const cookies = (headers.get('cookie') ?? '').split(';').flatMap((cookie) => cookie.trim() || []);
  const query = joinRepeated(new URLSearchParams(rawQuery));
  const isText = textType.test((headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '');
  const hasBody = body.length > 0;
  return {
    version: '2.0',
    routeKey,
    rawPath: request.path,
    rawQueryString: rawQuery,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: sentHeaders(input),
    ...(query.size === 0 ? {} : { queryStringParameters: Object.fromEntries(query) }),
    requestContext: requestContext(input),
    ...(hasBody ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    ...(pathParameters.size === 0 ? {} : { pathParameters: Object.fromEntries(pathParameters) }),
    isBase64Encoded: hasBody && !isText,
  };
}

/** Returns one value for each name; the values of a repeated name are joined with commas. */
export function joinRepeated(
  pairs: Iterable<readonly [name: string, value: string]>,
): ReadonlyMap<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of pairs) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return joined;
}

/** Returns the headers that the function sees, with those that API Gateway adds. */
function sentHeaders({ request: { headers, sourceIp, body }, now }: ApiEventInput): JsonObject {
  const [, port = '80'] = /:(\d+)$/.exec(headers.get('host') ?? '') ?? [];
  const forwardedFor = headers.get('x-forwarded-for');
  return {
    'content-length': String(body.length),
    'x-amzn-trace-id': `Root=1-${Math.floor(now.getTime() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`,
    ...Object.fromEntries([...headers].filter(([name]) => !leftOut.has(name))),
    'x-forwarded-for': forwardedFor === undefined ? sourceIp : `${forwardedFor}, ${sourceIp}`,
    'x-forwarded-port': port,
    'x-forwarded-proto': 'http',
  };
}

function requestContext({ request, apiId, routeKey, iam, now }: ApiEventInput): JsonObject {
  const domainName = request.headers.get('host') ?? '';
  return {
    accountId: localAccount.accountId,
    apiId,
    ...(iam === undefined ? {} : { authorizer: { iam } }),
    domainName,
    domainPrefix: domainName.split('.')[0] ?? '',
    http: {
      method: request.method,
      path: request.path,
      protocol: request.protocol,
      sourceIp: request.sourceIp,
      userAgent: request.headers.get('user-agent') ?? '',
    },
    requestId: request.requestId,
    routeKey,
    stage: '$default',
    time: logTime(now),
    timeEpoch: now.getTime(),
  };
}

/** Returns a time as web servers log it: `12/Mar/2027:19:03:58 +0000`. */
function logTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(time.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
