import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJsonObject,
  stringAt,
} from '../json.ts';
import { escapeXml } from '../wire/escape-xml.ts';
import type { WireAnswer, WireRequest } from '../wire/wire-message.ts';

/** The names of lists in the query protocol, as in `NAME.1`, and of the JSON protocol's arrays for them. */
const listNames: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  TagKey: 'TagKeys',
};
const numberNames = [
  'MaxNumberOfMessages',
  'VisibilityTimeout',
  'WaitTimeSeconds',
  'DelaySeconds',
  'MaxResults',
];
/** The names of arrays and maps in the JSON protocol, and of the repeated XML elements for them. */
const elementNames: Readonly<Record<string, string>> = {
  Messages: 'Message',
  QueueUrls: 'QueueUrl',
  Attributes: 'Attribute',
  MessageAttributes: 'MessageAttribute',
  Tags: 'Tag',
  Failed: 'BatchResultErrorEntry',
};

type Members = Record<string, JsonValue>;

/**
 * Returns a request of SQS's old query protocol as a request of the JSON protocol. SDKs from before 2023 use the old
 * protocol, and so does `curl`.
 */
export function toJsonProtocol(request: WireRequest, parameters: URLSearchParams): WireRequest {
  const body: Members = {};
  for (const [name, value] of parameters) {
    if (name !== 'Action' && name !== 'Version') setMember(body, name.split('.'), value);
  }
  return {
    ...request,
    headers: {
      ...request.headers,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${parameters.get('Action') ?? ''}`,
    },
    body: JSON.stringify(mapsOf(body)),
  };
}

/** Returns a response of the JSON protocol as a response of the query protocol. */
export function toQueryAnswer(answer: WireAnswer, action: string): WireAnswer {
  const body = parseJsonObject(answer.body) ?? {};
  const headers = { 'content-type': 'text/xml' };
  if (answer.statusCode >= 400) {
    const code =
      answer.headers['x-amzn-query-error']?.split(';')[0] ?? stringAt(body, '__type') ?? 'InternalFailure';
    const fault = `<Type>Sender</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(stringAt(body, 'message') ?? '')}</Message>`;
    return { ...answer, headers, body: `<ErrorResponse><Error>${fault}</Error></ErrorResponse>` };
  }
  const xmlns = 'http://queue.amazonaws.com/doc/2012-11-05/';
  const result = `<${action}Result>${membersToXml(body, action)}</${action}Result>`;
  return { ...answer, headers, body: `<${action}Response xmlns="${xmlns}">${result}</${action}Response>` };
}

/** Sets a value at a dotted path. A number in the path is an index that counts from 1. */
function setMember(target: Members, path: readonly string[], value: string): void {
  const [head = '', index, ...rest] = path;
  if (index === undefined) {
    target[head] = numberNames.includes(head) ? Number(value) : value;
    return;
  }
  if (!/^\d+$/.test(index)) {
    const inner = membersAt(target, head);
    setMember(inner, [index, ...rest], value);
    target[head] = inner;
    return;
  }
  const name = listNames[head] ?? (head.endsWith('RequestEntry') ? 'Entries' : `${head}s`);
  const current = target[name];
  const list = isJsonArray(current) ? [...current] : [];
  const position = Number(index) - 1;
  if (rest.length === 0) list[position] = value;
  else {
    const existing = list[position];
    const item: Members = isJsonObject(existing) ? { ...existing } : {};
    setMember(item, rest, value);
    list[position] = item;
  }
  target[name] = list;
}

function membersAt(target: Members, key: string): Members {
  const current = target[key];
  return isJsonObject(current) ? { ...current } : {};
}

/** Returns a value in which lists of `Name` and `Value`, or `Key` and `Value`, are maps, as in the JSON protocol. */
function mapsOf(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(mapsOf);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isJsonArray(member) && ['Attributes', 'MessageAttributes', 'Tags'].includes(name)
        ? toMap(member)
        : mapsOf(member),
    ]),
  );
}

function toMap(pairs: readonly JsonValue[]): JsonObject {
  return Object.fromEntries(
    pairs
      .filter(isJsonObject)
      .map((pair) => [String(pair['Name'] ?? pair['Key'] ?? ''), pair['Value'] ?? '']),
  );
}

function membersToXml(object: JsonObject, action: string): string {
  return Object.entries(object)
    .map(([name, value]) => memberToXml(name, value, action))
    .join('');
}

function memberToXml(name: string, value: JsonValue, action: string): string {
  const element = name === 'Successful' ? `${action}ResultEntry` : (elementNames[name] ?? name);
  if (isJsonArray(value)) return value.map((item) => memberToXml(element, item, action)).join('');
  if (!isJsonObject(value)) return `<${element}>${escapeXml(String(value))}</${element}>`;
  if (element === name) return `<${element}>${membersToXml(value, action)}</${element}>`;
  const key = name === 'Tags' ? 'Key' : 'Name';
  return Object.entries(value)
    .map(
      ([entry, held]) =>
        `<${element}><${key}>${escapeXml(entry)}</${key}>${memberToXml('Value', held, action)}</${element}>`,
    )
    .join('');
}
