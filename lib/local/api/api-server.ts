import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackListener } from '../wire/loopback-listener.ts';
import { hostRefusal } from '../wire/own-hosts.ts';
import { joinRepeated } from './api-event.ts';
import { type ApiAnswer, type ApiRequest, gatewayAnswer } from './api-message.ts';

/** API Gateway's limit for a body. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** How much of a larger body is read and thrown away, so that its sender gets the response. */
const MAX_DRAINED_BYTES = 10 * MAX_BODY_BYTES;
/** API Gateway's limit for the request line and all headers. Larger requests get status 431. */
const MAX_HEADER_BYTES = 10_240;

/**
 * The port of the HTTP API on loopback, for browsers on this machine.
 *
 * It serves only requests with its own Host. Unlike the port of the services it takes unsigned requests and any Origin:
 * API Gateway leaves both to the route's authorization and to the function.
 */
export class ApiServer {
  readonly #listener = new LoopbackListener((request, response) => void this.#answer(request, response), {
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  #handle: ((request: ApiRequest) => Promise<ApiAnswer>) | undefined;

  /** Binds the port, as {@link LoopbackListener.listen}. Before {@link serve}, requests get status 503. */
  listen(port: number): Promise<string> {
    return this.#listener.listen(port);
  }

  /** Handles requests with `handle`, which must never reject. */
  serve(handle: (request: ApiRequest) => Promise<ApiAnswer>): void {
    this.#handle = handle;
  }

  /** Handles no more requests. Those in flight go on, others get status 503. */
  refuse(): void {
    this.#handle = undefined;
  }

  /** Accepts no more connections and closes all open ones. */
  close(): Promise<void> {
    return this.#listener.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const requestId = randomBytes(11).toString('base64');
      const { statusCode, headers, body } = await this.#answerTo(request, requestId);
      const length = statusCode === 204 || statusCode === 304 ? [] : ['content-length', String(body.length)];
      response.writeHead(statusCode, [...headers.flat(), ...length, 'apigw-requestid', requestId]);
      response.end(request.method === 'HEAD' ? undefined : body);
    } catch {
      // The client has disconnected or sends far too much, so no response is sent.
      response.destroy();
    }
  }

  async #answerTo(request: IncomingMessage, requestId: string): Promise<ApiAnswer> {
    const headers = headersOf(request);
    const refusal = hostRefusal(headers.get('host') ?? '', request.socket.localPort ?? 0);
    if (refusal !== undefined) return gatewayAnswer(403, refusal);
    const target = parseTarget(request.url ?? '');
    if (target === undefined) return gatewayAnswer(400, 'Bad Request');
    const body = await readBody(request);
    if (body === undefined) return gatewayAnswer(413, 'Request Entity Too Large');
    if (this.#handle === undefined) return gatewayAnswer(503, 'Service Unavailable');
    return this.#handle({
      requestId,
      method: request.method ?? 'GET',
      ...target,
      headers,
      body,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '',
    });
  }
}

/** Returns path and query of a request's target, or undefined if it is no path or wrongly encoded. */
function parseTarget(target: string): Pick<ApiRequest, 'path' | 'rawQuery'> | undefined {
  if (!target.startsWith('/')) return undefined;
  const [encodedPath = '', ...query] = target.split('?');
  try {
    // As on AWS, the path is decoded before a route is sought, and ends where a decoded `?` stands.
    const [path = ''] = decodeURIComponent(encodedPath).split('?');
    return { path, rawQuery: query.join('?') };
  } catch {
    return undefined;
  }
}

function headersOf({ rawHeaders }: IncomingMessage): ReadonlyMap<string, string> {
  const pairs: [string, string][] = [];
  const cookies: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    const value = rawHeaders[index + 1] ?? '';
    if (name === 'cookie') cookies.push(value);
    else pairs.push([name, value]);
  }
  // A comma may be part of a cookie.
  return joinRepeated(cookies.length === 0 ? pairs : [...pairs, ['cookie', cookies.join('; ')]]);
}

/** Returns the body, or undefined if it is larger than API Gateway takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_DRAINED_BYTES) throw new RangeError(`A request may have ${MAX_BODY_BYTES} bytes.`);
    if (bytes <= MAX_BODY_BYTES) chunks.push(buffer);
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}
