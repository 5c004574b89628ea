import { validateHeaderName, validateHeaderValue } from 'node:http';
import { arrayAt, isJsonObject, type JsonObject, type JsonValue, objectAt, parseJson } from '../json.ts';
import type { ApiAnswer } from './api-message.ts';

type Header = readonly [name: string, value: string];

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** What the listener sets itself. */
const ownHeaders = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * Returns the response that a function's result stands for, in the payload format 2.0, or undefined if the result is
 * malformed. A result without `statusCode` is itself the body of a response with status 200.
 */
export function readFunctionAnswer(payload: string): ApiAnswer | undefined {
  const result = parseJson(payload);
  if (!isJsonObject(result) || !('statusCode' in result)) {
    const body = Buffer.from(typeof result === 'string' ? result : payload);
    return { statusCode: 200, headers: [['content-type', 'application/json']], body };
  }
  const statusCode = statusOf(result['statusCode']);
  const headers = headersOf(result);
  const body = bodyOf(result);
  if (statusCode === undefined || headers === undefined || body === undefined) return undefined;
  return { statusCode, headers, body };
}

function statusOf(value: JsonValue | undefined): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  if (typeof status !== 'number' || !Number.isInteger(status)) return undefined;
  return status >= 200 && status <= 599 ? status : undefined;
}

/** Returns the headers, each cookie as a header `set-cookie`, and the type that AWS adds if there is none. */
function headersOf(result: JsonObject): readonly Header[] | undefined {
  const given = result['headers'] ?? {};
  const cookies = result['cookies'] ?? [];
  if (!isJsonObject(given) || !Array.isArray(cookies)) return undefined;
  const headers: Header[] = [];
  for (const [name, value] of Object.entries(objectAt(result, 'headers'))) {
    if (typeof value === 'object') return undefined;
    if (!ownHeaders.has(name.toLowerCase())) headers.push([name.toLowerCase(), String(value)]);
  }
  for (const cookie of arrayAt(result, 'cookies')) {
    if (typeof cookie !== 'string') return undefined;
    headers.push(['set-cookie', cookie]);
  }
  const isTyped = headers.some(([name]) => name === 'content-type');
  if (!isTyped) headers.push(['content-type', 'text/plain;charset=UTF-8']);
  return headers.every(isSendable) ? headers : undefined;
}

function isSendable([name, value]: Header): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function bodyOf(result: JsonObject): Buffer | undefined {
  const body = result['body'] ?? '';
  if (typeof body !== 'string') return undefined;
  if (result['isBase64Encoded'] !== true) return Buffer.from(body);
  return base64.test(body) ? Buffer.from(body, 'base64') : undefined;
}
